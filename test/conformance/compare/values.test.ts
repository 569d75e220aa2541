import type { Json } from "@stepwright/engine/asl"
import { describe, expect, test } from "vitest"

import type { ExecutionCase } from "../case.ts"
import { comparison } from "./values.ts"

const recorded: ExecutionCase = {
  id: "case",
  source: "here",
  recorded: "01-01-2025, 00:00:00",
  area: "area",
  kind: "execution",
  type: "STANDARD",
  volatile: ["<uuid>"],
  definition: {},
  input: { arn: "arn:machine", list: ["x"], same: "<text>" },
  mocks: {},
  expected: {
    status: "SUCCEEDED",
    history: [
      { type: "ExecutionStarted", input: { arn: "<machine>", list: ["<first>"], same: "<text>", more: "<more>" } },
    ],
  },
}
const by = comparison(recorded)

describe("a recorded value and ours", () => {
  test.each<[Json, Json]>([
    [{ a: [1, "x", null] }, { a: [1, "x", null] }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [1, 1.0],
    ["<uuid>", { any: "value" }],
    ["id <uuid>!", "id 123!"],
    ["<<uuid>:1>-x", "123-x"],
    [{ Cause: '{"a": 1,"b":"<uuid>"}' }, { Cause: '{"b":"7","a":1}' }],
  ])("%j and %j agree", (expected, actual) => {
    expect(by.difference(expected, actual, "at")).toBeUndefined()
  })

  test.each<[Json, Json | undefined, string]>([
    [1, 2, "at: 2, recorded 1"],
    ["a", undefined, 'at: nothing, recorded "a"'],
    [{ a: 1 }, {}, "at.a: nothing, recorded 1"],
    [{}, { a: 1 }, "at.a: 1, recorded nothing"],
    [[1], [1, 2], "at: 2 elements, recorded 1"],
    ["id <uuid>!", "id 123", 'at: "id 123", recorded "id <uuid>!"'],
    ["x <uuid>", 7, 'at: 7, recorded "x <uuid>"'],
    [{ cause: '{"a":1}' }, { cause: '{"a":2}' }, "at.cause.a: 2, recorded 1"],
    [{ cause: "{a" }, { cause: "{b" }, 'at.cause: "{b", recorded "{a"'],
  ])("%j and %j differ", (expected, actual, difference) => {
    expect(by.difference(expected, actual, "at")).toBe(difference)
  })
})

describe("a name that the recorder gave to a part of the input", () => {
  test.each<[Json, Json]>([
    ["<machine>", "arn:machine"],
    ["at <machine>:<first>", "at arn:machine:x"],
    ["<machine>", "<machine>"],
    ["<text>", "<text>"],
  ])("%j stands for %j", (expected, actual) => {
    expect(by.difference(expected, actual, "at")).toBeUndefined()
  })

  test.each<[Json, Json]>([
    ["<machine>", "arn:other"],
    ["<text>", "text"],
    ["<more>", "anything"],
  ])("%j does not stand for %j", (expected, actual) => {
    expect(by.difference(expected, actual, "at")).toBeDefined()
  })
})
