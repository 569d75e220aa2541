import { describe, expect, test } from "vitest"

import type { Json } from "../../asl/json.ts"
import { QueryError } from "../query-error.ts"
import type { Scope } from "../scope.ts"
import { compileJsonataTemplate, expressionOf } from "./template.ts"

const scope: Scope = {
  input: { n: 1, list: [1, 2], deep: { a: [null] } },
  result: { ok: true },
  context: () => ({ State: { Name: "S" } }),
  variable: (name) => (name === "v" ? 7 : undefined),
  nowMs: 0,
  seed: "seed",
}
const evaluate = (template: Json): Json => compileJsonataTemplate(template, "Output")(scope)

test.each([
  ["{% 1 %}", "1"],
  ["{%%}", ""],
  ["{%}", undefined],
  [" {% 1 %}", undefined],
  ["{% 1 %} ", undefined],
  ["text", undefined],
])("the expression of %j is %j", (text, expression) => {
  expect(expressionOf(text)).toBe(expression)
})

// Measured on AWS: a number that JSON lacks is the text that JavaScript has for it.
test.each<[string, Json]>([
  ["{% 1/0 %}", "Infinity"],
  ["{% -1/0 %}", "-Infinity"],
  ["{% 0/0 %}", "NaN"],
  ["{% [1/0] %}", ["Infinity"]],
  ["{% {'k': 1/0} %}", { k: "Infinity" }],
  ["{% $parseInteger('abc', '0') %}", "NaN"],
])("%s is %j", (text, value) => {
  expect(evaluate(text)).toEqual(value)
})

describe("a template", () => {
  test.each<[Json, Json]>([
    ["{% $states.input.n + $v %}", 8],
    ["{% $states.result.ok %}", true],
    ["{% $states.context.State.Name %}", "S"],
    ["{% $keys($states) %}", ["input", "result", "context"]],
    ["{% $lookup($states, 'con' & 'text').State.Name %}", "S"],
    [{ a: ["{% $v %}", 1, { b: "x" }] }, { a: [7, 1, { b: "x" }] }],
    ["{% $states.input %}", { n: 1, list: [1, 2], deep: { a: [null] } }],
    ["{% [1, 'a', $states.input.list[$ > 5], null] %}", [1, "a", null]],
    ["{% {'x': 1/0, 'y': [0/0, {'z': -1/0}], 'w': $missing} %}", { x: "Infinity", y: ["NaN", { z: "-Infinity" }] }],
    ["{% $map([1..2], function($x){$missing}) ? 1 : [$zip([1], [2, 3])] %}", [[1, 2]]],
    ["plain", "plain"],
    [null, null],
  ])("%j", (template, value) => {
    expect(evaluate(template)).toEqual(value)
  })

  test("without an expression is not copied, and data that an expression only hands on is not either", () => {
    const literal = { a: [1, "x"] }
    expect(evaluate(literal)).toBe(literal)
    expect(evaluate("{% $states.input %}")).toBe(scope.input)
  })

  test("leaves no mark of JSONata's on an array", () => {
    expect(Object.keys(evaluate("{% [$states.input.list, 3] %}") as object)).toEqual(["0", "1", "2"])
    expect(Object.keys(evaluate("{% $states.input.list[$ > 0] %}") as object)).toEqual(["0", "1"])
  })

  test("a member called __proto__ is a member like any other", () => {
    expect(JSON.stringify(evaluate(JSON.parse('{"__proto__": "{% $v %}"}')))).toBe('{"__proto__":7}')
  })

  test("the same evaluation draws the same chance, another field another one", () => {
    const draw = (location: string): Json => compileJsonataTemplate("{% [$random(), $uuid()] %}", location)(scope)
    expect(draw("Output")).toEqual(draw("Output"))
    expect(draw("Output")).not.toEqual(draw("Assign"))
  })

  test("a catcher reads the error, and no result", () => {
    const catching = { ...scope, result: undefined, errorOutput: { Error: "E" } }
    const read = "{% [$states.errorOutput.Error, $states.context.State.Name, $exists($states.result)] %}"
    expect(compileJsonataTemplate(read, "Output")(catching)).toEqual(["E", "S", false])
  })

  test("what is no result of a state is not there to read", () => {
    const bare = { ...scope, result: undefined }
    const exists = "{% [$exists($states.result), $exists($states.errorOutput)] %}"
    expect(compileJsonataTemplate(exists, "Output")(bare)).toEqual([false, false])
  })
})

test.each([
  ["{% $missing %}", "returned nothing (undefined)."],
  ["{% $sum %}", "returned an unsupported result type."],
  ["{% [$sum] %}", "returned an unsupported result type."],
  ["{% {'f': $sum} %}", "returned an unsupported result type."],
  [
    "{% 1 + null %}",
    'threw an error during evaluation. T2002: The right side of the "+" operator must evaluate to a number',
  ],
  // Measured on AWS: what breaks a bound has no code.
  [
    "{% ($f := function($n) { 1 + $f($n) }; $f(0)) %}",
    "threw an error during evaluation: Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive.",
  ],
  [
    "{% $map([1..900000], $string) %}",
    "threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage",
  ],
  [
    "{% $pad('x', 8388608) %}",
    "threw an error during evaluation: Expression evaluation memory limit exceeded: Check for excessive memory usage",
  ],
  ["{% $eval('1+1') %}", "threw an error during evaluation. T1006: Attempted to invoke a non-function"],
])("%s fails in AWS's words", (text, words) => {
  expect(() => evaluate({ a: [text] })).toThrow(
    new QueryError(
      "States.QueryEvaluationError",
      `The JSONata expression '${text.slice(3, -3)}' specified for the field 'Output/a[0]' ${words}`,
      "Output/a[0]",
    ),
  )
})

test("an expression that cannot be parsed cannot be compiled", () => {
  expect(() => compileJsonataTemplate("{% 1 + %}", "Output")).toThrow(expect.objectContaining({ code: "S0207" }))
})

test("a fault of the engine itself is not taken for the expression's", () => {
  const broken = {
    ...scope,
    variable: () => {
      throw new TypeError("broken")
    },
  }
  expect(() => compileJsonataTemplate("{% $v %}", "Output")(broken)).toThrow(TypeError)
})
