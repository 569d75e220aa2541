import { readFileSync } from "node:fs"

import { functionNames, type Expression, type Json, type Origin, type Shape } from "@stepwright/dsl"
import { describe, expect, it } from "vitest"

import { evaluateExpression } from "./direct/evaluate.ts"
import { meant, moment, ours, someUuid, theirs, type Variables } from "./direct/outcome.ts"
import { lowerExpression, type Resolve } from "./index.ts"
import { table } from "./table.ts"

const number: Shape = { type: "number" }
const integer: Shape = { type: "integer" }
const text: Shape = { type: "string" }
const list = (items: Shape): Shape => ({ type: "array", items })
const object = (fields: Readonly<Record<string, Shape>>): Shape => ({ type: "object", fields })

/** What the examples of the document's table are over. */
const shapes: Readonly<Record<string, Shape>> = {
  a: number,
  b: number,
  n: integer,
  time: number,
  text,
  part: text,
  by: text,
  yes: { type: "boolean" },
  no: { type: "boolean" },
  maybe: { type: "number", optional: true },
  numbers: list(number),
  texts: list(text),
  lists: list(list(number)),
  items: list(object({ id: text, tags: list(text), size: { type: "integer", optional: true } })),
  entries: list(object({ key: text, value: number })),
  order: object({ id: text, note: { type: "string", optional: true } }),
  record: { type: "object", rest: number },
}

const of = (step: string, ...path: readonly (string | number)[]): Expression => ({
  kind: "reference",
  of: { from: "step", step },
  path,
  shape: shapes[step] ?? { type: "unknown" },
})
const literal = (value: Json): Expression => ({ kind: "literal", value })
const body = (parameter: string, made: Expression): Expression => ({
  kind: "function",
  parameters: [parameter],
  body: made,
})
const parameter = (name: string, ...path: readonly string[]): Expression => ({
  kind: "reference",
  of: { from: "parameter", parameter: name },
  path,
  shape: { type: "unknown" },
})

interface Row {
  readonly args: readonly Expression[]
  /** Variables and what the call comes to. */
  readonly cases: readonly (readonly [Variables, Json | "absent" | "fails"])[]
}

const a = of("a")
const b = of("b")
const words = of("text")

const rows: Readonly<Record<string, Row>> = {
  field: { args: [of("order"), literal("id")], cases: [[{ order: { id: "x" } }, "x"]] },
  eq: {
    args: [a, b],
    cases: [
      [{ a: 1, b: 1 }, true],
      [{ a: 1, b: 2 }, false],
    ],
  },
  ne: {
    args: [of("maybe"), literal(1)],
    cases: [
      [{}, true],
      [{ maybe: 1 }, false],
      [{ maybe: 2 }, true],
    ],
  },
  gt: {
    args: [a, b],
    cases: [
      [{ a: 2, b: 1 }, true],
      [{ a: 1, b: 1 }, false],
    ],
  },
  gte: {
    args: [a, b],
    cases: [
      [{ a: 1, b: 1 }, true],
      [{ a: 0, b: 1 }, false],
    ],
  },
  lt: {
    args: [of("maybe"), b],
    cases: [
      [{ b: 1 }, false],
      [{ maybe: 0, b: 1 }, true],
    ],
  },
  lte: {
    args: [a, b],
    cases: [
      [{ a: 1, b: 1 }, true],
      [{ a: 2, b: 1 }, false],
    ],
  },
  and: {
    args: [of("yes"), of("no")],
    cases: [
      [{ yes: true, no: false }, false],
      [{ yes: true, no: true }, true],
    ],
  },
  or: {
    args: [of("yes"), of("no")],
    cases: [
      [{ yes: true, no: false }, true],
      [{ yes: false, no: false }, false],
    ],
  },
  not: { args: [of("no")], cases: [[{ no: false }, true]] },
  exists: {
    args: [of("maybe")],
    cases: [
      [{}, false],
      [{ maybe: 0 }, true],
    ],
  },
  coalesce: {
    args: [of("maybe"), a],
    cases: [
      [{ a: 1 }, 1],
      [{ maybe: 0, a: 1 }, 0],
    ],
  },
  choose: {
    args: [of("yes"), a, b],
    cases: [
      [{ yes: true, a: 1, b: 2 }, 1],
      [{ yes: false, a: 1, b: 2 }, 2],
    ],
  },
  add: { args: [a, b], cases: [[{ a: 1, b: 2 }, 3]] },
  subtract: { args: [a, b], cases: [[{ a: 1, b: 2 }, -1]] },
  multiply: { args: [a, b], cases: [[{ a: 3, b: 2 }, 6]] },
  divide: {
    args: [a, b],
    cases: [
      [{ a: 3, b: 2 }, 1.5],
      [{ a: 1, b: 0 }, "fails"],
      [{ a: 0, b: 0 }, "fails"],
    ],
  },
  modulo: {
    args: [a, b],
    cases: [
      [{ a: -5, b: 3 }, -2],
      [{ a: 1, b: 0 }, "fails"],
    ],
  },
  power: {
    args: [a, b],
    cases: [
      [{ a: 2, b: 10 }, 1024],
      [{ a: -1, b: 0.5 }, "fails"],
      [{ a: 0, b: -1 }, "fails"],
    ],
  },
  abs: { args: [a], cases: [[{ a: -1.5 }, 1.5]] },
  floor: { args: [a], cases: [[{ a: -1.5 }, -2]] },
  ceil: { args: [a], cases: [[{ a: -1.5 }, -1]] },
  round: {
    args: [a, literal(2)],
    cases: [
      [{ a: 1.005 }, 1],
      [{ a: 2.675 }, 2.68],
      [{ a: -0.125 }, -0.12],
    ],
  },
  sum: {
    args: [of("numbers")],
    cases: [
      [{ numbers: [] }, 0],
      [{ numbers: [1, 2] }, 3],
    ],
  },
  min: {
    args: [of("numbers")],
    cases: [
      [{ numbers: [] }, "absent"],
      [{ numbers: [2, 1] }, 1],
    ],
  },
  max: {
    args: [of("numbers")],
    cases: [
      [{ numbers: [] }, "absent"],
      [{ numbers: [2, 1] }, 2],
    ],
  },
  upper: { args: [words], cases: [[{ text: "äß" }, "ÄSS"]] },
  lower: { args: [words], cases: [[{ text: "ÄB" }, "äb"]] },
  trim: { args: [words], cases: [[{ text: " a \n\t b " }, "a b"]] },
  contains: {
    args: [words, of("part")],
    cases: [
      [{ text: "abc", part: "bc" }, true],
      [{ text: "abc", part: "." }, false],
    ],
  },
  startsWith: {
    args: [words, of("part")],
    cases: [
      [{ text: "😀b", part: "😀" }, true],
      [{ text: "a", part: "ab" }, false],
    ],
  },
  matches: {
    args: [words, literal("^[a-z/{]+\\\\$"), literal("i")],
    cases: [
      [{ text: "A/{\\" }, true],
      [{ text: "A/" }, false],
    ],
  },
  substring: {
    args: [words, literal(-2), literal(1)],
    cases: [
      [{ text: "a😀b" }, "😀"],
      [{ text: "" }, ""],
    ],
  },
  textLength: { args: [words], cases: [[{ text: "a😀" }, 2]] },
  replace: {
    args: [words, of("part"), of("by")],
    cases: [
      [{ text: "a.a", part: "a", by: "$0" }, "$0.$0"],
      [{ text: "a", part: "", by: "b" }, "fails"],
    ],
  },
  split: {
    args: [words, literal(",")],
    cases: [
      [{ text: "a" }, ["a"]],
      [{ text: "a,,b" }, ["a", "", "b"]],
      [{ text: "" }, [""]],
    ],
  },
  joinText: {
    args: [of("texts"), literal(", ")],
    cases: [
      [{ texts: [] }, ""],
      [{ texts: ["a"] }, "a"],
      [{ texts: ["a", "b"] }, "a, b"],
    ],
  },
  toText: { args: [of("numbers")], cases: [[{ numbers: [0.1, 1e21] }, "[0.1,1e+21]"]] },
  toNumber: {
    args: [words],
    cases: [
      [{ text: "-1.5e2" }, -150],
      [{ text: "1e999" }, "fails"],
      [{ text: "" }, "fails"],
      [{ text: "0x1" }, 1],
    ],
  },
  parseJson: {
    args: [words],
    cases: [
      [{ text: "[1]" }, [1]],
      [{ text: "{" }, "fails"],
      [{ text: "null" }, null],
    ],
  },
  map: {
    args: [of("items"), body("item", parameter("item", "tags"))],
    cases: [
      [{ items: [] }, []],
      [{ items: [{ id: "a", tags: ["x"] }] }, [["x"]]],
      [{ items: [{ id: "a", tags: [] }] }, [[]]],
    ],
  },
  filter: {
    args: [
      of("numbers"),
      body("item", { kind: "call", fn: "gt", args: [parameter("item"), literal(1)], shape: { type: "boolean" } }),
    ],
    cases: [
      [{ numbers: [1] }, []],
      [{ numbers: [1, 2] }, [2]],
      [{ numbers: [2, 3] }, [2, 3]],
    ],
  },
  count: {
    args: [of("items")],
    cases: [
      [{ items: [] }, 0],
      [{ items: [{ id: "a", tags: [] }] }, 1],
    ],
  },
  sortBy: {
    args: [of("items"), body("item", parameter("item", "id"))],
    cases: [
      [{ items: [] }, []],
      [
        {
          items: [
            { id: "b", tags: [] },
            { id: "a", tags: [] },
          ],
        },
        [
          { id: "a", tags: [] },
          { id: "b", tags: [] },
        ],
      ],
    ],
  },
  reverse: {
    args: [of("numbers")],
    cases: [
      [{ numbers: [1] }, [1]],
      [{ numbers: [1, 2] }, [2, 1]],
    ],
  },
  at: {
    args: [of("lists"), of("n")],
    cases: [
      [{ lists: [[1], []], n: -1 }, []],
      [{ lists: [[1]], n: 0 }, [1]],
      [{ lists: [[1]], n: 1 }, "absent"],
    ],
  },
  append: {
    args: [of("lists"), of("numbers")],
    cases: [
      [{ lists: [], numbers: [] }, []],
      [{ lists: [[1]], numbers: [2] }, [[1], 2]],
    ],
  },
  flatten: {
    args: [of("lists")],
    cases: [
      [{ lists: [] }, []],
      [{ lists: [[1]] }, [1]],
      [{ lists: [[1], [], [2]] }, [1, 2]],
    ],
  },
  distinct: {
    args: [of("lists")],
    cases: [
      [{ lists: [[1], [1]] }, [[1]]],
      [{ lists: [] }, []],
    ],
  },
  includes: {
    args: [of("numbers"), a],
    cases: [
      [{ numbers: [1], a: 1 }, true],
      [{ numbers: [], a: 1 }, false],
    ],
  },
  range: {
    args: [literal(1), of("n")],
    cases: [
      [{ n: 0 }, []],
      [{ n: 1 }, [1]],
      [{ n: 3 }, [1, 2, 3]],
    ],
  },
  merge: {
    args: [of("order"), of("record")],
    cases: [
      [
        { order: { id: "a" }, record: { id: 1, z: 2 } },
        { id: 1, z: 2 },
      ],
    ],
  },
  keys: {
    args: [of("record")],
    cases: [
      [{ record: {} }, []],
      [{ record: { a: 1 } }, ["a"]],
    ],
  },
  lookup: {
    args: [of("record"), of("text")],
    cases: [
      [{ record: { "a b": 1 }, text: "a b" }, 1],
      [{ record: {}, text: "a" }, "absent"],
    ],
  },
  fromEntries: {
    args: [of("entries")],
    cases: [
      [{ entries: [] }, {}],
      [
        {
          entries: [
            { key: "a", value: 1 },
            { key: "b", value: 2 },
            { key: "a", value: 3 },
          ],
        },
        { a: 3, b: 2 },
      ],
    ],
  },
  now: { args: [], cases: [[{}, new Date(moment).toISOString()]] },
  millis: { args: [], cases: [[{}, moment]] },
  toMillis: {
    args: [words],
    cases: [
      [{ text: "1970-01-01T00:00:01Z" }, 1000],
      [{ text: "1970-19-39" }, "fails"],
      [{ text: "soon" }, "fails"],
    ],
  },
  fromMillis: {
    args: [of("time")],
    cases: [
      [{ time: 1000 }, "1970-01-01T00:00:01.000Z"],
      [{ time: 1e15 }, "fails"],
    ],
  },
  uuid: { args: [], cases: [[{}, someUuid]] },
}

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
