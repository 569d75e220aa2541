import { describe, expect, test } from "vitest"

import type { Json } from "../asl/json.ts"
import { parseResource } from "../core/resource.ts"
import { checkShape } from "./check-shape.ts"
import { responseShape } from "./response-shape.ts"
import { anything, flag, integer, list, number, oneOf, record, type Shape, structure, text } from "./shape.ts"

/** The complaint about a value, or undefined where there is none. */
function complaint(shape: Shape, value: Json, strict = true): string | undefined {
  try {
    checkShape(shape, value, strict)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message.replace("Mock result schema validation error: ", "") : String(error)
  }
}

describe("a member", () => {
  test.each<[Shape, Json, string | undefined]>([
    [text(), "", undefined],
    [text(), 1, "Field 'M' must be a string"],
    [text(), null, "Field 'M' must be a string"],
    [text({ min: 2, max: 3 }), "a", "Field 'M' is smaller than the minimum length"],
    [text({ min: 2, max: 3 }), "abc", undefined],
    [text({ min: 2, max: 3 }), "abcd", "Field 'M' exceeds the maximum length"],
    [oneOf("A", "B"), "B", undefined],
    [oneOf("A", "B"), "C", "Field 'M' is not an expected value"],
    [oneOf("A", "B"), true, "Field 'M' must be a string"],
    [integer({ min: 1, max: 2 }), 0, "Field 'M' is less than the minimum value"],
    [integer({ min: 1, max: 2 }), 2, undefined],
    [integer({ min: 1, max: 2 }), 3, "Field 'M' exceeds the maximum value"],
    [integer(), 1.5, "Field 'M' must be a number"],
    [integer(), "1", "Field 'M' must be a number"],
    [number(), 1.5, undefined],
    [number(), true, "Field 'M' must be a number"],
    [flag, false, undefined],
    [flag, "false", "Field 'M' must be a boolean"],
    [list(text()), ["a", "b"], undefined],
    [list(text()), { a: "b" }, "Field 'M' must be an array"],
    [list(text()), ["a", 1], "Field 'M' must be a string"],
    [record(integer()), { a: 1 }, undefined],
    [record(integer()), [1], "Field 'M' must be an object"],
    [record(integer()), { a: "1" }, "Field 'M' must be a number"],
    [structure({ N: text() }), { N: 1 }, "Field 'N' must be a string"],
    [structure({ N: text() }), "N", "Field 'M' must be an object"],
    [structure({ N: text() }, ["N"]), {}, "Required field 'N' is missing"],
    [anything, null, undefined],
  ])("of %j as %j: %s", (shape, value, expected) => {
    expect(complaint(structure({ M: shape }), { M: value })).toBe(expected)
  })

  test.each(["unknown", "m", "constructor", "__proto__"])("'%s' that the service does not have passes", (name) => {
    expect(complaint(structure({ M: text() }), JSON.parse(`{ "${name}": 1 }`) as Json)).toBeUndefined()
  })

  test("that is required may be missing unless the check is strict", () => {
    expect(complaint(structure({ M: text() }, ["M"]), {}, false)).toBeUndefined()
    expect(complaint(structure({ M: text() }, ["M"]), { M: 1 }, false)).toBe("Field 'M' must be a string")
  })

  test.each<Json>([[], "text", null])("of a response that is %j, no object", (value) => {
    expect(complaint(structure({}), value)).toBe("Mocked result must be a JSON object.")
  })
})

describe("the response of", () => {
  test.each<[string, Json, string | undefined]>([
    ["arn:aws:states:::sqs:sendMessage", { MessageId: 1 }, "Field 'MessageId' must be a string"],
    ["arn:aws:states:::aws-sdk:sqs:sendMessage", { MessageId: 1 }, "Field 'MessageId' must be a string"],
    ["arn:aws:states:::lambda:invoke", { Payload: { any: 1 } }, undefined],
    ["arn:aws:states:::aws-sdk:lambda:invoke", { Payload: { any: 1 } }, "Field 'Payload' must be a string"],
    ["arn:aws:states:::states:startExecution", {}, "Required field 'ExecutionArn' is missing"],
    ["arn:aws:states:::aws-sdk:sfn:startExecution", {}, "Required field 'ExecutionArn' is missing"],
    [
      "arn:aws:states:::states:startExecution.sync",
      { ExecutionArn: "a" },
      "Required field 'StateMachineArn' is missing",
    ],
    [
      "arn:aws:states:::dynamodb:getItem",
      { Item: { a: { L: [{ M: { b: { N: 1 } } }] } } },
      "Field 'N' must be a string",
    ],
    ["arn:aws:states:::dynamodb:getItem", { Item: { a: { L: [{ M: { b: { N: "1" } } }] } } }, undefined],
  ])("%s as %j: %s", (resource, value, expected) => {
    const shape = responseShape(parseResource(resource))
    expect(shape).toBeDefined()
    expect(complaint(shape ?? anything, value)).toBe(expected)
  })

  test("a job shows its output as JSON with `:2`, and as text without", () => {
    const job = { ExecutionArn: "a", StateMachineArn: "b", Status: "SUCCEEDED", StartDate: "c", Output: { d: 1 } }
    const of = (suffix: string): Shape =>
      responseShape(parseResource(`arn:aws:states:::states:startExecution.${suffix}`)) ?? anything
    expect(complaint(of("sync:2"), job)).toBeUndefined()
    expect(complaint(of("sync"), job)).toBe("Field 'Output' must be a string")
  })

  test.each([
    "arn:aws:lambda:us-east-1:111111111111:function:f",
    "arn:aws:states:us-east-1:111111111111:activity:a",
    "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "arn:aws:states:::apigateway:invoke",
    "arn:aws:states:::http:invoke",
    "arn:aws:states:::aws-sdk:constructor:constructor",
    "arn:aws:states:::dynamodb:constructor",
  ])("%s may be any JSON", (resource) => {
    expect(responseShape(parseResource(resource))).toBeUndefined()
  })
})
