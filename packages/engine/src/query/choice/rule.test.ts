import { describe, expect, test } from "vitest"

import type { ChoiceRule } from "../../asl/document.ts"
import type { Json } from "../../asl/json.ts"
import { QueryError } from "../query-error.ts"
import type { Scope } from "../scope.ts"
import { compileChoiceRule } from "./rule.ts"

function scope(input: Json): Scope {
  return { input, context: () => ({ Execution: { Name: "run" } }), variable: () => undefined, nowMs: 0, seed: "seed" }
}

function holds(rule: ChoiceRule, input: Json): boolean {
  return compileChoiceRule(rule, "Choices[0]")(scope(input)) === true
}

/** What less, equal and greater come to under each order. */
const orders = {
  Equals: [false, true, false],
  LessThan: [true, false, false],
  LessThanEquals: [true, true, false],
  GreaterThan: [false, false, true],
  GreaterThanEquals: [false, true, true],
} as const

const operands = {
  Numeric: [1, 1.5, 2],
  String: ["a", "b", "c"],
  Timestamp: ["2024-01-01T00:00:00Z", "2024-01-01T01:30:00+01:30", "2024-01-01T00:00:00.001Z"],
} as const

describe("comparisons", () => {
  for (const [kind, [, middle]] of Object.entries(operands)) {
    const values: readonly Json[] = operands[kind as keyof typeof operands] // its own key
    // The timestamps' first two are the same instant.
    const signs = kind === "Timestamp" ? [1, 1, 2] : [0, 1, 2]
    for (const [order, outcomes] of Object.entries(orders)) {
      test.each(values.map((value, at) => [value, outcomes[signs[at] ?? 0]] as const))(
        `${kind}${order} and ${kind}${order}Path hold for %j as their order says`,
        (value, outcome) => {
          expect(holds({ Variable: "$.v", [`${kind}${order}`]: middle }, { v: value })).toBe(outcome)
          expect(holds({ Variable: "$.v", [`${kind}${order}Path`]: "$.w" }, { v: value, w: middle })).toBe(outcome)
        },
      )
      test.each<[Json]>([[null], [true], [{}], [[1]], [kind === "Numeric" ? "1.5" : 1.5]])(
        `${kind}${order} never holds for %j, which is of another type`,
        (value) => {
          expect(holds({ Variable: "$.v", [`${kind}${order}`]: middle }, { v: value })).toBe(false)
          expect(holds({ Variable: "$.v", [`${kind}${order}Path`]: "$.w" }, { v: middle, w: value })).toBe(false)
        },
      )
    }
  }

  test.each<[Json, Json, boolean]>([
    [true, true, true],
    [false, false, true],
    [true, false, false],
    ["true", true, false],
    [1, true, false],
    [null, false, false],
  ])("BooleanEquals and BooleanEqualsPath of %j and %j are %s", (left, right, outcome) => {
    expect(holds({ Variable: "$.v", BooleanEquals: right }, { v: left })).toBe(outcome)
    expect(holds({ Variable: "$.v", BooleanEqualsPath: "$.w" }, { v: left, w: right })).toBe(outcome)
  })

  test("timestamps differ by less than a millisecond", () => {
    const rule = { Variable: "$.v", TimestampLessThan: "2024-01-01T00:00:00.0002Z" }
    expect(holds(rule, { v: "2024-01-01T00:00:00.0001Z" })).toBe(true)
    expect(holds(rule, { v: "2024-01-01T01:00:00.0002+01:00" })).toBe(false)
  })

  test("a text that is no timestamp is before, after and equal to none", () => {
    for (const value of ["2024-01-01", "2024-02-30T00:00:00Z", "2024-01-01T00:00:00", "2024-01-01t00:00:00z"]) {
      expect(holds({ Variable: "$.v", TimestampLessThanEquals: "2030-01-01T00:00:00Z" }, { v: value })).toBe(false)
    }
  })
})

describe("StringMatches", () => {
  test.each([
    ["log-1.txt", "log-*.txt", true],
    ["log-1.txt", "log-*", true],
    ["log-1.txt", "*.txt", true],
    ["log-1.txt", "log", false],
    ["a.b.c", "a*b*c", true],
    ["a.c.b", "a*b*c", false],
    ["aa", "a*a", true],
    ["a", "a*a", false],
    ["x", "a*", false],
    ["a*b", "a\\*b", true],
    ["axb", "a\\*b", false],
    ["a\\b", "a\\\\b", true],
    ["", "*", true],
    ["a?c", "a?c", true],
  ])("%s against %s is %s", (text, pattern, outcome) => {
    expect(holds({ Variable: "$", StringMatches: pattern }, text)).toBe(outcome)
  })

  test("never holds for what is no text", () => {
    expect(holds({ Variable: "$", StringMatches: "*" }, 1)).toBe(false)
  })

  test("takes time linear in the text, whatever the pattern", () => {
    expect(holds({ Variable: "$", StringMatches: `${"*a".repeat(50)}b` }, "a".repeat(100_000))).toBe(false)
  })
})

describe("tests of a type", () => {
  const values: Readonly<Record<string, Json>> = {
    IsNull: null,
    IsNumeric: 0,
    IsString: "",
    IsBoolean: false,
    IsTimestamp: "2024-01-01T00:00:00Z",
  }
  for (const operator of Object.keys(values)) {
    test.each(Object.entries(values))(`${operator} of a value made for %s`, (own, value) => {
      const yes = own === operator || (operator === "IsString" && own === "IsTimestamp")
      expect(holds({ Variable: "$.v", [operator]: true }, { v: value })).toBe(yes)
      expect(holds({ Variable: "$.v", [operator]: false }, { v: value })).toBe(!yes)
    })
  }

  test.each<[Json, boolean]>([
    [{ v: 1 }, true],
    [{ v: null }, true],
    [{}, false],
    [[], false],
  ])("IsPresent of $.v in %j is %s", (input, outcome) => {
    expect(holds({ Variable: "$.v", IsPresent: true }, input)).toBe(outcome)
    expect(holds({ Variable: "$.v", IsPresent: false }, input)).toBe(!outcome)
  })
})

describe("And, Or and Not", () => {
  const yes = { Variable: "$.v", IsPresent: true }
  const no = { Variable: "$.v", IsPresent: false }
  const fails = { Variable: "$.missing", NumericEquals: 1 }

  test.each<[string, ChoiceRule, boolean]>([
    ["And of both", { And: [yes, yes] }, true],
    ["And of one", { And: [yes, no] }, false],
    ["Or of one", { Or: [no, yes] }, true],
    ["Or of none", { Or: [no, no] }, false],
    ["Not", { Not: no }, true],
    ["nested", { Not: { And: [yes, { Or: [no, { Not: yes }] }] } }, true],
    ["And stops at the first that does not hold", { And: [no, fails] }, false],
    ["Or stops at the first that holds", { Or: [yes, fails] }, true],
  ])("%s", (_, rule, outcome) => {
    expect(holds(rule, { v: 1 })).toBe(outcome)
  })
})

test.each<[ChoiceRule]>([
  [{ Variable: "$.missing", StringEquals: "a" }],
  [{ Variable: "$.missing", IsNull: true }],
  [{ Variable: "$.v", StringEqualsPath: "$.missing" }],
])("a path of %j that leads nowhere fails the state", (rule) => {
  expect(() => holds(rule, { v: "a" })).toThrow(
    new QueryError(
      "States.Runtime",
      "Invalid path '$.missing': The choice state's condition path references an invalid value.",
      "Choices[0]",
    ),
  )
})

test("a Variable may be a path into the context object", () => {
  expect(holds({ Variable: "$$.Execution.Name", StringEquals: "run" }, null)).toBe(true)
})

test("a rule without an operator cannot be compiled", () => {
  expect(() => compileChoiceRule({ Variable: "$.v" }, "Choices[0]")).toThrow("names no operator")
})
