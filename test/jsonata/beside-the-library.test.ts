import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { afterAll, beforeAll, expect, test } from "vitest"

import { agreementOver } from "./agreement.ts"
import { bombs } from "./bombs.ts"
import { emittedExpressions } from "./emitted.ts"
import { evaluateOurs } from "./run.ts"

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "jsonata-suite-"))
  mkdirSync(join(folder, "groups", "one"), { recursive: true })
  mkdirSync(join(folder, "datasets"))
})
afterAll(() => rmSync(folder, { recursive: true }))

test("cases are evaluated by both, and a difference is told", async () => {
  const write = (name: string, written: object): void =>
    writeFileSync(join(folder, "groups", "one", `${name}.json`), JSON.stringify(written))
  write("a-value", { expr: "[1..3]", dataset: null, bindings: {}, result: [1, 2, 3] })
  write("an-error", { expr: "$f(", dataset: null, bindings: {}, code: "S0207" })
  // The library looks at what an object inherits, which ours does not.
  write("a-difference", { expr: "$x.__proto__ != 1", data: {}, bindings: { x: {} }, result: true })
  const { cases, agreed, differences } = await agreementOver(folder)
  expect([cases, agreed]).toEqual([3, 2])
  expect(differences).toEqual([expect.stringMatching(/^one\/a-difference: ours .*, the library /)])
})

test("the compiler's expressions are collected from executions, with what they read", async () => {
  const emitted = await emittedExpressions()
  const sources = emitted.map(({ source }) => source)
  expect(sources).toEqual(
    expect.arrayContaining(["$states.context.Execution.Id", "$states.context.State.RetryCount + 1"]),
  )
  expect(sources.length).toBeGreaterThan(40)
  expect(new Set(sources).size).toBe(sources.length)
})

test.each(bombs)("$name ends with an error of a bound, or with a value", ({ source, input }) => {
  const { code } = evaluateOurs(source, input)
  expect([undefined, "U1001", "U1002", "U1003", "U1004"]).toContain(code)
})
