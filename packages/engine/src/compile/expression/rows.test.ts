import { readFileSync } from "node:fs"

import { functionNames, type Expression, type Json, type Origin } from "@stepwright/dsl"
import { describe, expect, it } from "vitest"

import { evaluateExpression } from "./direct/evaluate.ts"
import { meant, moment, ours, someUuid, theirs } from "./direct/outcome.ts"
import { listRows } from "./direct/list-rows.ts"
import { shapes } from "./direct/operands.ts"
import { scalarRows } from "./direct/scalar-rows.ts"
import { lowerExpression, type Resolve } from "./index.ts"
import { table } from "./table.ts"

const rows = { ...scalarRows, ...listRows }

const document = readFileSync(new URL("../../../../../docs/expressions.md", import.meta.url), "utf8")
const documented = document
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|")))
  .map(([, call = "", , lowering = "", kind = ""]) => ({
    name: /\w+/.exec(call)?.[0] ?? "",
    lowering: lowering.replaceAll(/^`+ ?| ?`+$/g, ""),
    kind,
  }))

const resolve: Resolve = Object.assign((origin: Origin) => (origin.from === "step" ? `$${origin.step}` : ""), {
  shapeOf: (origin: Origin) => (origin.from === "step" ? shapes[origin.step] : undefined),
})

describe("the table of docs/expressions.md", () => {
  it("names the functions of the language and those that have a lowering", () => {
    const names = documented.map(({ name }) => name).toSorted()
    expect(names).toEqual([...functionNames].toSorted())
    expect(names).toEqual(Object.keys(table).toSorted())
  })

  describe.each(documented)("$name", ({ name, lowering, kind }) => {
    const { args, cases } = rows[name] ?? { args: [], cases: [] }
    const expression: Expression = { kind: "call", fn: name, args, shape: { type: "unknown" } }
    const { bare = "", total } = lowerExpression(expression, resolve)

    it("is lowered as it says", () => {
      expect(bare).toBe(lowering)
      expect(kind).toMatch(total ? /^total/ : /^partial/)
    })

    it.each(cases)("over %j comes to %j", async (variables, expected) => {
      const outcome = expected === "absent" || expected === "fails" ? expected : JSON.stringify(expected)
      const find = (origin: Origin): Json | undefined => (origin.from === "step" ? variables[origin.step] : undefined)
      expect(meant(() => evaluateExpression(expression, { resolve: find, nowMs: moment, uuid: someUuid }))).toBe(
        outcome,
      )
      expect(ours(bare, variables)).toBe(outcome)
      expect(await theirs(bare, variables)).toBe(outcome)
    })
  })
})
