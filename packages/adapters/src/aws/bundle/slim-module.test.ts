import { describe, expect, it } from "vitest"

import { slimModule } from "./slim-module.ts"

const pure = (expression: string): string => `/* @__PURE__ */ (() => (${expression}))()`

describe("zod", () => {
  it.each([
    [`import { z } from "zod"`, `import * as z from "zod";`],
    [`import z from 'zod';`, `import * as z from "zod";`],
    [
      `import { z as zod, ZodError as E } from "zod"`,
      `import * as zod from "zod";import { ZodError as E } from "zod";`,
    ],
    [`import { z } from "zod/mini"`, `import * as z from "zod/mini";`],
    [`import * as z from "zod"`, `import * as z from "zod"`],
    [`import { ZodError } from "zod"`, `import { ZodError } from "zod"`],
    [`import type { z } from "zod"`, `import type { z } from "zod"`],
  ])("is imported as a namespace: %s", (given, expected) => expect(slimModule(given, true)).toBe(expected))

  it.each([
    `z.object({ a: z.string().min(1), "b": z.enum(["x", "y"]) })`,
    "z.lazy(() => Node)",
    "z.object({ ...Order.shape, id: Order.shape.id.optional() })",
    `Order.pick({ id: true }).meta({ secret: true })`,
    "[z.string(), -1]",
  ])("makes schemas without side effects: %s", (made) => {
    const before = `import * as z from "zod"\nconst Order = z.object({})\n`
    const text = slimModule(`${before}export const Made: unknown = ${made} as const`, true)
    expect(text.split("\n")[2]).toBe(`export const Made: unknown = ${pure(made)} as const`)
  })

  it.each([
    "z.object({ a: z.string() }).parse(process.env)",
    "z.string().safeParse(x)",
    "z.config(z.locales.de())",
    "z.string().register(registry, {})",
    "z.object(shapeOf())",
    "z.object({ [key()]: z.string() })",
    "z.object({ a: new Thing() })",
    "other.pick({})",
    "changed.optional()",
    "z[name()]()",
    "z.string``",
    "await z.string()",
  ])("is left alone where more may happen: %s", (made) => {
    const text = `import * as z from "zod"\nlet changed = z.string\nchanged = other\nexport const made = ${made}\n`
    expect(slimModule(text, true)).toBe(text)
  })
})

describe("tasks", () => {
  const imports = `import { handle, task as define, workflow } from "@stepwright/dsl"\nimport * as z from "zod"\n`
  const last = (text: string): string => slimModule(imports + text, true).slice(imports.length)

  it("are made without side effects, their handlers and workflows too", () => {
    const [made, handled] = [
      `define("a", { input: z.string(), retry: { attempts: 2 } })`,
      "handle(a, async () => run())",
    ]
    expect(last(`const a = ${made}`)).toBe(`const a = ${pure(made)}`)
    expect(last(`export const b = ${handled}`)).toBe(`export const b = ${pure(handled)}`)
    const flow = `workflow("w", { input: a.input }, (w, x) => w.run(a(x)))`
    expect(last(`const a = ${made}\nconst w = ${flow}`).split("\n")[1]).toBe(`const w = ${pure(flow)}`)
  })

  it("but not where what they are given is made with some", () => {
    const text = `const a = define("a", { input: z.string(), handler: connected(db) })`
    expect(last(text)).toBe(text)
  })

  it("have no schema for what may be anything", () => {
    const made = (schema: string): string => `handle(define("a", { input: ${schema}, output: ${schema} }), run)`
    expect(last(`const a = ${made("z.unknown()")}`)).toBe(`const a = ${pure(made("undefined"))}`)
    expect(last(`const a = ${made("z.any()")}`)).toBe(`const a = ${pure(made("undefined"))}`)
    expect(last(`const a = ${made("z.string()")}`)).toBe(`const a = ${pure(made("z.string()"))}`)
  })
})

it("leaves alone what has to do with neither, cannot be stripped of its types, or is no module", () => {
  for (const text of [`const z = 1`, `import { z } from "zod"\nenum A { B }`, `import { z } from "zod" %`])
    expect(slimModule(text, true)).toBe(text)
})

it("keeps the places of what follows a type that is more than ASCII", () => {
  const text = `import * as z from "zod"\ntype T = "ä€😀"\nexport const made = z.string()\n`
  const slim = slimModule(text, true)
  expect([text, text.replace("z.string()", pure("z.string()"))]).toContain(slim)
})
