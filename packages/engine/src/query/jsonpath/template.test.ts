import { expect, test } from "vitest"

import type { Json } from "../../asl/json.ts"
import { QueryError } from "../query-error.ts"
import type { Scope } from "../scope.ts"
import { compileJsonPathTemplate } from "./template.ts"

const scope: Scope = {
  input: { a: 1, list: [1, 2] },
  context: () => ({ State: { Name: "S" } }),
  variable: (name) => (name === "v" ? "variable" : undefined),
  nowMs: 0,
  seed: "",
}
const evaluate = (template: Json): Json => compileJsonPathTemplate(template, "Parameters")(scope)

test.each<[string, Json, Json]>([
  ["a literal is itself", { a: [1, { b: null }], "c.d": "$" }, { a: [1, { b: null }], "c.d": "$" }],
  ["a scalar is itself", "text", "text"],
  ["a key that ends in .$ takes a path", { "x.$": "$.a", y: 2 }, { x: 1, y: 2 }],
  ["a context path", { "x.$": "$$.State.Name" }, { x: "S" }],
  ["a variable", { "x.$": "$v" }, { x: "variable" }],
  ["an intrinsic function", { "x.$": "States.ArrayLength($.list)" }, { x: 2 }],
  ["nested objects and arrays", { o: [1, { "x.$": "$.a" }, { l: [] }] }, { o: [1, { x: 1 }, { l: [] }] }],
  ["a value under .$ that is no text is literal", { "x.$": 1 }, { "x.$": 1 }],
])("%s", (_, template, value) => {
  expect(evaluate(template)).toEqual(value)
})

test("a literal is not copied", () => {
  const literal = { a: [1] }
  expect(evaluate(literal)).toBe(literal)
})

test("a member called __proto__ is a member like any other", () => {
  const value = evaluate(JSON.parse('{"__proto__": 1, "x.$": "$.a"}'))
  expect(JSON.stringify(value)).toBe('{"__proto__":1,"x":1}')
})

test.each([
  ["$.none", '{"a":1,"list":[1,2]}'],
  ["$$.none", '{"State":{"Name":"S"}}'],
])("a path that leads nowhere fails in AWS's words: %s", (path, searched) => {
  expect(() => evaluate({ "x.$": path })).toThrow(
    new QueryError(
      "States.Runtime",
      `The JSONPath '${path}' specified for the field 'x.$' could not be found in the input '${searched}'`,
      "x.$",
    ),
  )
})

test("a path of null fails in AWS's words", () => {
  expect(() => compileJsonPathTemplate({ "x.$": "$" }, "Parameters")({ ...scope, input: null })).toThrow(
    new QueryError("States.Runtime", "Unable to apply Path transformation to null or empty input.", "x.$"),
  )
})

test("an index of what is no array is an invalid path", () => {
  expect(() => evaluate({ "x.$": "$.a[0]" })).toThrow(
    new QueryError(
      "States.Runtime",
      "Invalid path '$.a[0]' : Filter: [0] can only be applied to arrays. Current context is: 1",
      "x.$",
    ),
  )
})
