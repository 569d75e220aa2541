import type { JsonObject } from "@stepwright/engine/asl"
import { describe, expect, test } from "vitest"

import type { TestStateCase } from "./case.ts"
import { judgeTestState } from "./test-state.ts"

const lambda = { Type: "Task", Resource: "arn:aws:lambda:us-east-1:111111111111:function:f", End: true }

function caseOf(fields: Partial<TestStateCase>): TestStateCase {
  return {
    id: "one",
    source: "test",
    recorded: "01-01-2026, 00:00:00",
    area: "test-state",
    kind: "testState",
    type: "STANDARD",
    definition: lambda,
    volatile: [],
    request: {},
    mocks: {},
    expected: {},
    ...fields,
  }
}

const outcome = async (fields: Partial<TestStateCase>): Promise<string | undefined> =>
  (await judgeTestState(caseOf(fields))).outcome

describe("a TestState case", () => {
  const answered: JsonObject = { status: "SUCCEEDED", output: { a: 1 } }

  test.each<[string, Partial<TestStateCase>]>([
    ["mocked", { request: { mock: { result: '{"a":1}' } }, expected: answered }],
    ["really called", { mocks: { $state: [{ input: {}, output: { a: 1 } }] }, expected: answered }],
    [
      "really called in vain",
      {
        mocks: { $state: [{ input: {}, error: "E", cause: "c" }] },
        expected: { status: "FAILED", error: "E", cause: "c" },
      },
    ],
    [
      "inspected",
      {
        definition: { Type: "Succeed" },
        request: { input: [1], inspectionLevel: "DEBUG" },
        expected: { status: "SUCCEEDED", output: [1], inspectionData: { input: [1], afterInputPath: [1] } },
      },
    ],
    [
      "with a volatile token",
      {
        request: { mock: { result: '"x-1"' } },
        volatile: ["<id>"],
        expected: { status: "SUCCEEDED", output: "x-<id>" },
      },
    ],
    [
      "without a role for its call",
      {
        expected: {
          exception: { code: "ValidationException", message: "RoleArn must be specified when testing a Task state" },
        },
      },
    ],
    [
      "whose input is no JSON",
      {
        definition: { Type: "Succeed" },
        request: { inputText: "{" },
        volatile: ["<why>"],
        expected: { exception: { code: "InvalidExecutionInput", message: "<why>" } },
      },
    ],
  ])("%s passes", async (_, fields) => {
    expect(await outcome(fields)).toBeUndefined()
  })

  test("that differs names the first difference", async () => {
    const expected = { status: "SUCCEEDED", output: { a: 2 } }
    expect(await outcome({ request: { mock: { result: '{"a":1}' } }, expected })).toBe(
      "response.output.a: 1, recorded 2",
    )
  })
})
