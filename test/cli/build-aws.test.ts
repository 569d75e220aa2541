import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import type { Template } from "@stepwright/adapters/aws"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { packaged } from "../aws/kit/packaged.ts"
import { faultsOf } from "../aws/kit/spec.ts"
import { makeScratch, stepwright } from "./command.ts"

const shop = `import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const nothing = z.object({})
export const charge = task("charge-card", { input: nothing, handler: () => ({ paymentId: "p-1" }) })
export const print = task("print-label", { input: nothing })
export const quick = workflow("quick", { type: "EXPRESS" }, (w) => w.run(print({})))
export const sell = workflow("sell", {}, (w) => {
  w.run(charge({}))
  w.run(print({}))
})
`

const handlers = `import { handle } from "@stepwright/dsl"
import { print } from "./shop.ts"
export const printing = handle(print, () => null)
`

const wrong = `import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const nothing = z.object({})
const slow = task("slow", { input: nothing, timeout: "20m" })
const loud = task("loud", { input: nothing, lambda: { environment: { API_TOKEN: "abc" } }, handler: () => null })
export const long = workflow("long", {}, (w) => {
  w.run(slow({}))
  w.run(loud({}))
})
export const wide = workflow("wide", {}, (w) => w.each([1], () => slow({}), { concurrency: 100 }))
`

interface Told {
  readonly ok: boolean
  readonly files: readonly {
    readonly file: string
    readonly kind: string
    readonly changed: boolean
    readonly type?: string
  }[]
  readonly removed: readonly string[]
  readonly functions: readonly { readonly task: string; readonly bytes: number; readonly medianMs?: number }[]
  readonly problems: readonly { readonly code: string; readonly file?: string; readonly line?: number }[]
}

const scratch = makeScratch()
const build = ["build", "shop.ts", "--target", "aws", "--handlers", "handlers.ts", "--out"]
const at = (...path: readonly string[]): string => join(scratch.path, ...path)
const told = async (...args: readonly string[]): Promise<Told> =>
  JSON.parse((await stepwright([...args, "--json"], scratch.path)).stdout) as Told

beforeAll(() => {
  scratch.write("package.json", '{ "name": "@people/little-shop", "type": "module" }\n')
  scratch.write("shop.ts", shop)
  scratch.write("handlers.ts", handlers)
  scratch.write("wrong.ts", wrong)
})
afterAll(() => scratch.remove())

const filesIn = (folder: string): readonly string[] =>
  readdirSync(at(folder), { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(at(folder, path)).isFile())
    .toSorted()

describe("stepwright build --target aws", () => {
  it("writes a template, definitions and bundles, the same bytes each time and from every folder", async () => {
    const first = await stepwright([...build, "dist"], scratch.path)
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: "" })
    expect(first.stdout).toMatch(
      /^wrote dist\/template\.json \d+ bytes\nwrote dist\/quick\.asl\.json \d+ bytes EXPRESS\n/,
    )
    expect(first.stdout).toMatch(/^\| print-label \| \d+\.\d \| /m)
    expect(filesIn("dist")).toEqual([
      ".stepwright-build.json",
      "functions/charge-card/index.mjs",
      "functions/charge-card/index.mjs.map",
      "functions/print-label/index.mjs",
      "functions/print-label/index.mjs.map",
      "quick.asl.json",
      "sell.asl.json",
      "template.json",
    ])
    const template = JSON.parse(readFileSync(at("dist/template.json"), "utf8")) as Template
    expect(faultsOf(packaged(template))).toEqual([])
    expect(template.Parameters.NamePrefix?.Default).toBe("little-shop")
    expect(template.Resources.PrintLabelFunction?.Properties?.Code).toBe("functions/print-label")
    const again = await stepwright([...build, "dist"], scratch.path)
    expect(again.stdout.match(/^same /gm)).toHaveLength(5)
    expect(again.stdout).not.toContain("wrote")
    mkdirSync(at("deeper"))
    const path = build.map((arg) => (arg.endsWith(".ts") ? `../${arg}` : arg))
    await stepwright([...path, "../elsewhere"], at("deeper"))
    for (const file of filesIn("dist"))
      expect([file, readFileSync(at("elsewhere", file), "utf8") === readFileSync(at("dist", file), "utf8")]).toEqual([
        file,
        true,
      ])
  })

  it("builds functions that run", async () => {
    await stepwright([...build, "runs"], scratch.path)
    const { handler } = (await import(at("runs/functions/print-label/index.mjs"))) as { handler: unknown }
    expect(handler).toBeTypeOf("function")
  })

  it("tells machines what it wrote, and how long imports take", async () => {
    const { ok, files, functions } = await told(
      ...build,
      "json",
      "--measure",
      "--name",
      "other",
      "--runtime",
      "nodejs22.x",
    )
    expect(ok).toBe(true)
    expect(files.map(({ file, kind, changed, type }) => [file, kind, changed, type].join(" "))).toEqual([
      "json/template.json template true ",
      "json/quick.asl.json definition true EXPRESS",
      "json/sell.asl.json definition true STANDARD",
      "json/functions/charge-card/index.mjs function true ",
      "json/functions/charge-card/index.mjs.map function true ",
      "json/functions/print-label/index.mjs function true ",
      "json/functions/print-label/index.mjs.map function true ",
    ])
    expect(functions.map(({ task }) => task)).toEqual(["charge-card", "print-label"])
    for (const { bytes, medianMs } of functions) {
      expect(bytes).toBeGreaterThan(1000)
      expect(medianMs).toBeGreaterThan(0)
    }
    const { Parameters, Resources } = JSON.parse(readFileSync(at("json/template.json"), "utf8")) as Template
    expect(Parameters.NamePrefix?.Default).toBe("other")
    expect(Resources.ChargeCardFunction?.Properties?.Runtime).toBe("nodejs22.x")
  })

  it("removes what an earlier build wrote, but nothing that somebody changed or made", async () => {
    await stepwright([...build, "stale"], scratch.path)
    writeFileSync(at("stale/notes.txt"), "mine")
    writeFileSync(at("stale/functions/print-label/index.mjs.map"), "mine, too")
    const only = ["build", "only.ts", "--target", "aws", "--out", "stale"]
    scratch.write(
      "only.ts",
      'import { workflow } from "@stepwright/dsl"\nexport const only = workflow("only", {}, () => ({ ok: true }))\n',
    )
    const { removed, problems } = await told(...only)
    expect(removed).toEqual([
      "stale/functions/charge-card/index.mjs",
      "stale/functions/charge-card/index.mjs.map",
      "stale/functions/print-label/index.mjs",
      "stale/quick.asl.json",
      "stale/sell.asl.json",
    ])
    expect(problems).toMatchObject([{ code: "BUILD_CHANGED", file: "stale/functions/print-label/index.mjs.map" }])
    expect(filesIn("stale")).toEqual([
      ".stepwright-build.json",
      "functions/print-label/index.mjs.map",
      "notes.txt",
      "only.asl.json",
      "template.json",
    ])
    expect(existsSync(at("stale/functions/charge-card"))).toBe(false)
  })

  it("removes nothing by a record that reaches out of the folder", async () => {
    const path = at("reaching")
    mkdirSync(path)
    const digest = createHash("sha256")
      .update(readFileSync(at("shop.ts")))
      .digest("hex")
    writeFileSync(join(path, ".stepwright-build.json"), JSON.stringify({ version: 1, files: { "../shop.ts": digest } }))
    const { removed } = await told("build", "only.ts", "--target", "aws", "--out", "reaching")
    expect(removed).toEqual([])
    expect(existsSync(at("shop.ts"))).toBe(true)
  })

  it("tells everything that is wrong at once, with the author's lines, and writes nothing", async () => {
    const { code, stdout, stderr } = await stepwright(
      ["build", "wrong.ts", "shop.ts", "--target", "aws", "--name", "9lives", "--out", "never"],
      scratch.path,
    )
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" })
    expect(stderr).toMatch(/^error AWS_NAME_INVALID/m)
    expect(stderr).toMatch(/^error AWS_TASK_WITHOUT_HANDLER wrong\.ts:5:\d+$/m)
    expect(stderr).toMatch(/^error AWS_TASK_WITHOUT_HANDLER shop\.ts:6:\d+$/m)
    expect(stderr).toMatch(/^error AWS_SECRET_IN_ENVIRONMENT wrong\.ts:6:\d+$/m)
    expect(stderr).toMatch(/^error AWS_TIMEOUT_LAMBDA wrong\.ts:8:\d+$/m)
    expect(stderr).toMatch(/^error CONCURRENCY_INLINE wrong\.ts:11:\d+$/m)
    expect(stderr).toMatch(/; nothing was written\n$/)
    expect(existsSync(at("never"))).toBe(false)
  })

  it("tells which handlers cannot be taken", async () => {
    scratch.write("none.ts", "export const nothing = 1\n")
    scratch.write("broken.ts", 'import "./nowhere.ts"\nexport const nothing = 1\n')
    const { problems } = await told(
      "build",
      "shop.ts",
      "--target",
      "aws",
      "--handlers",
      "none.ts",
      "broken.ts",
      "--out",
      "never",
    )
    expect(problems.map(({ code, file }) => `${code} ${file}`)).toEqual([
      "IMPORT_NOT_FOUND broken.ts",
      "HANDLERS_INVALID none.ts",
    ])
    scratch.write("twice.ts", `${handlers}export const again = handle(print, () => "other")\n`)
    const twice = await told("build", "shop.ts", "--target", "aws", "--handlers", "twice.ts", "--out", "never")
    expect(twice.problems.map(({ code }) => code)).toEqual(["HANDLER_TWICE"])
    expect(existsSync(at("never"))).toBe(false)
  })

  it("tells a handler that no module exports from one that is missing", async () => {
    scratch.write("hidden.ts", shop.replace("export const charge", "const charge"))
    const { stderr } = await stepwright(["build", "hidden.ts", "--target", "aws", "--out", "never"], scratch.path)
    expect(stderr).toMatch(
      /^error AWS_TASK_WITHOUT_HANDLER hidden\.ts:5:\d+\n.*\n.*\n {2}The handler of task charge-card is exported by none/m,
    )
    expect(stderr).toMatch(/^error AWS_TASK_WITHOUT_HANDLER hidden\.ts:6:\d+\n.*\n.*\n {2}Task print-label of/m)
  })

  it("takes settings from a file, and refuses what is none", async () => {
    scratch.write("settings.json", '{ "memory": 512, "tags": { "team": "shop" }, "logLevel": "ALL" }')
    await stepwright([...build, "set", "--settings", "settings.json"], scratch.path)
    const { Resources } = JSON.parse(readFileSync(at("set/template.json"), "utf8")) as Template
    expect(Resources.ChargeCardFunction?.Properties).toMatchObject({
      MemorySize: 512,
      Tags: [{ Key: "team", Value: "shop" }],
    })
    scratch.write("settings.json", '{ "memroy": 512, "runtime": "nodejs18.x" }')
    const { code, stderr } = await stepwright([...build, "never", "--settings", "settings.json"], scratch.path)
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error SETTINGS_INVALID settings\.json\n/)
    expect(stderr).toContain("• runtime: ")
    expect(stderr).toContain("memroy")
  })

  it("refuses options for AWS without it", async () => {
    const { code, stderr } = await stepwright(
      ["build", "shop.ts", "--handlers", "handlers.ts", "--out", "never"],
      scratch.path,
    )
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error USAGE\n {2}--handlers: only for --target aws\./)
  })

  it.each(["orders", "travel"])("builds the example %s", async (example) => {
    const folder = fileURLToPath(new URL(`../../examples/${example}`, import.meta.url))
    const out = at(example)
    const args = ["build", "workflow.ts", "--target", "aws", "--handlers", "handlers.ts", "--out", out, "--json"]
    const { code, stdout } = await stepwright(args, folder)
    expect(code).toBe(0)
    const { functions, problems } = JSON.parse(stdout) as Told
    expect(functions).toHaveLength(9)
    expect(
      problems.map(({ code }) => code).filter((code) => !/^(?:GROWTH_UNBOUNDED|STEP_UNCOMPENSATED)$/.test(code)),
    ).toEqual([])
    const template = JSON.parse(readFileSync(join(out, "template.json"), "utf8")) as Template
    expect(faultsOf(packaged(template))).toEqual([])
    // What `aws cloudformation package` uploads is there.
    const local = Object.values(template.Resources).flatMap(({ Properties = {} }) =>
      [Properties.Code, Properties.DefinitionS3Location].filter((path) => typeof path === "string"),
    )
    expect(local).toHaveLength(10)
    expect(local.filter((path) => !existsSync(join(out, path)))).toEqual([])
  })
})
