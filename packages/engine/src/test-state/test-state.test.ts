import * as fc from "fast-check"
import { describe, expect, test } from "vitest"

import type { Json } from "../asl/json.ts"
import { ask, type Asked, task } from "./ask.fixture.ts"
import { testState } from "./test-state.ts"

const jsonata = { QueryLanguage: "JSONata" }

describe("a state", () => {
  test.each<[string, object, Asked, Json]>([
    ["that ends", { Type: "Pass", End: true }, { input: [1] }, { status: "SUCCEEDED", output: [1] }],
    ["without input", { Type: "Succeed" }, {}, { status: "SUCCEEDED", output: {} }],
    ["that goes on", { Type: "Pass", Next: "B" }, {}, { status: "SUCCEEDED", output: {}, nextState: "B" }],
    [
      "that goes on to itself",
      { Type: "Pass", Next: "StateName" },
      {},
      { status: "SUCCEEDED", output: {}, nextState: "StateName" },
    ],
    [
      "Wait, which does not wait",
      { Type: "Wait", Seconds: 300, Next: "B" },
      {},
      { status: "SUCCEEDED", output: {}, nextState: "B" },
    ],
    [
      "Wait beyond five minutes",
      { Type: "Wait", Seconds: 301, Next: "B" },
      {},
      { status: "FAILED", error: "States.Timeout" },
    ],
    ["Fail", { Type: "Fail", Error: "E", Cause: "c" }, {}, { status: "FAILED", error: "E", cause: "c" }],
    ["Fail that names nothing", { Type: "Fail" }, {}, { status: "FAILED" }],
    [
      "Choice without a rule that holds",
      { Type: "Choice", Choices: [{ Variable: "$.a", IsPresent: true, Next: "B" }] },
      {},
      {
        status: "FAILED",
        error: "States.Runtime",
        cause: "Failed to transition out of the state. The state does not point to a next state.",
      },
    ],
    [
      "whose expression fails",
      { Type: "Pass", ...jsonata, Output: "{% $none %}", End: true },
      {},
      {
        status: "FAILED",
        error: "States.QueryEvaluationError",
        cause: "The JSONata expression '$none' specified for the field 'Output' returned nothing (undefined).",
      },
    ],
    [
      "whose output is too large",
      { Type: "Pass", ...jsonata, Output: "{% $join([$states.input, $states.input]) %}", End: true },
      { input: "x".repeat(200_000) },
      {
        status: "FAILED",
        error: "States.DataLimitExceeded",
        cause:
          "The state/task 'StateName' returned a result with a size exceeding the maximum number of bytes service limit.",
      },
    ],
  ])("%s", (_, state, asked, expected) => {
    expect(ask(state, asked)).toEqual(expected)
  })

  test("of a machine, at any level", () => {
    const inner = {
      StartAt: "I",
      States: { I: { Type: "Pass", Parameters: { a: 1 }, Next: "J" }, J: { Type: "Succeed" } },
    }
    const outer = { StartAt: "P", States: { P: { Type: "Parallel", Branches: [inner], End: true } } }
    expect(ask(outer, { stateName: "I" })).toEqual({ status: "SUCCEEDED", output: { a: 1 }, nextState: "J" })
  })

  test("shows each stage of a JSONPath state's data", () => {
    const state = {
      ...task,
      InputPath: "$.a",
      Parameters: { "b.$": "$.b" },
      ResultSelector: { "d.$": "$.c" },
      ResultPath: "$.r",
      OutputPath: "$.r.d",
      Assign: { "v.$": "$.d" },
    }
    const input = { a: { b: 1 } }
    expect(ask(state, { input, inspectionLevel: "DEBUG", mock: { result: { c: 2 } }, variables: { u: 0 } })).toEqual({
      status: "SUCCEEDED",
      output: 2,
      inspectionData: {
        input,
        afterInputPath: { b: 1 },
        afterParameters: { b: 1 },
        result: { c: 2 },
        afterResultSelector: { d: 2 },
        afterResultPath: { a: { b: 1 }, r: { d: 2 } },
        variables: { u: 0, v: 2 },
      },
    })
  })

  test("shows those stages that it reached", () => {
    const state = { ...task, Parameters: { "b.$": "$.none" } }
    expect(ask(state, { input: {}, inspectionLevel: "TRACE", mock: { result: 1 } })).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
      inspectionData: { input: {}, afterInputPath: {} },
    })
  })

  test("reads variables", () => {
    const state = { Type: "Pass", ...jsonata, Output: "{% $a + 1 %}", End: true }
    expect(ask(state, { variables: { a: 1 } })).toEqual({ status: "SUCCEEDED", output: 2 })
  })
})

describe("a Task that is not mocked", () => {
  const asked: Asked = { roleArn: "arn:aws:iam::111111111111:role/r", input: { n: 1 } }

  test("is answered by the caller, who gets its order", () => {
    const orders: Json[] = []
    const answer = ask({ ...task, Parameters: { "m.$": "$.n" } }, asked, {
      call: (order) => {
        orders.push(order.input)
        return { result: "done" }
      },
    })
    expect({ answer, orders }).toEqual({ answer: { status: "SUCCEEDED", output: "done" }, orders: [{ m: 1 }] })
  })

  test("fails as the caller says, or because nobody answers", () => {
    const call = () => ({ error: "E", cause: undefined })
    expect(ask(task, asked, { call })).toEqual({ status: "FAILED", error: "E" })
    expect(ask(task, asked)).toMatchObject({ status: "FAILED", error: "States.TaskFailed" })
  })
})

describe("an error", () => {
  const handled = {
    ...task,
    Retry: [
      { ErrorEquals: ["A"], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 2 },
      { ErrorEquals: ["B"], MaxAttempts: 0 },
    ],
    Catch: [
      { ErrorEquals: ["B"], ResultPath: "$.error", Assign: { "e.$": "$.Error" }, Next: "OnB" },
      { ErrorEquals: ["States.ALL"], Next: "OnAll" },
    ],
  }
  const error = { Error: "B", Cause: "c" }

  test.each<[string, number, Json]>([
    ["A", 0, { status: "RETRIABLE", details: { retryIndex: 0, retryBackoffIntervalSeconds: 3 } }],
    ["A", 1, { status: "RETRIABLE", details: { retryIndex: 0, retryBackoffIntervalSeconds: 6 } }],
    ["A", 2, { status: "CAUGHT_ERROR", nextState: "OnAll", details: { retryIndex: 0, catchIndex: 1 } }],
    ["B", 0, { status: "CAUGHT_ERROR", nextState: "OnB", details: { retryIndex: 1, catchIndex: 0 } }],
    ["C", 5, { status: "CAUGHT_ERROR", nextState: "OnAll", details: { catchIndex: 1 } }],
    ["States.Runtime", 0, { status: "FAILED" }],
  ])("%s after %i retries", (name, retrierRetryCount, expected) => {
    const { status, nextState, inspectionData } = ask(handled, {
      inspectionLevel: "DEBUG",
      mock: { errorOutput: { error: name, cause: "c" } },
      stateConfiguration: { retrierRetryCount },
    }) as Readonly<Record<string, Json | undefined>> // no refusal
    const { errorDetails } = inspectionData as Readonly<Record<string, Json | undefined>> // from DEBUG on
    expect({
      status,
      ...(nextState === undefined ? {} : { nextState }),
      ...(errorDetails === undefined ? {} : { details: errorDetails }),
    }).toEqual(expected)
  })

  test("that is caught stands in the output and the variables", () => {
    const asked: Asked = {
      input: { n: 1 },
      inspectionLevel: "DEBUG",
      mock: { errorOutput: { error: "B", cause: "c" } },
    }
    expect(ask(handled, asked)).toMatchObject({
      output: { n: 1, error },
      error: "B",
      cause: "c",
      inspectionData: { variables: { e: "B" } },
    })
  })

  test("of an expression is caught like a mocked one, without the service's preface", () => {
    const state = {
      ...task,
      ...jsonata,
      Output: "{% $none %}",
      Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Output: "{% $states.errorOutput.Cause %}", Next: "B" }],
    }
    expect(ask(state, { mock: { result: 1 } })).toMatchObject({
      status: "CAUGHT_ERROR",
      output: "The JSONata expression '$none' specified for the field 'Output' returned nothing (undefined).",
    })
  })
})

describe("the context object", () => {
  const show = { ...task, ResultSelector: { "at.$": "$$" } }

  test("is that of an Express execution of its own", () => {
    expect(ask(show, { input: 1, mock: { result: 1 }, stateConfiguration: { retrierRetryCount: 2 } })).toMatchObject({
      output: {
        at: {
          Execution: {
            Id: expect.stringMatching(/^arn:aws:states:us-east-1:000000000000:express:[\w-]+:[\w-]+$/) as string,
            Input: 1,
            RoleArn: null,
            StartTime: "1970-01-01T00:00:00.000Z",
          },
          State: { Name: "StateName", EnteredTime: "1970-01-01T00:00:00.000Z", RetryCount: 2 },
        },
      },
    })
  })

  test("is the one that is given, as it is", () => {
    const context = { Execution: { Id: "id", RedriveCount: 3 }, State: {} }
    expect(ask(show, { context, mock: { result: 1 } })).toMatchObject({ output: { at: context } })
  })
})

describe("an answer", () => {
  const random = { Type: "Pass", ...jsonata, Output: "{% [$uuid(), $random(), $now()] %}", End: true }

  test("depends on the request, the time and the seed alone", () => {
    expect(ask(random)).toEqual(ask(random))
    expect(ask(random)).not.toEqual(ask(random, {}, { seed: "other" }))
    expect(ask(random)).not.toEqual(ask(random, {}, { nowMs: 1 }))
  })

  const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)

  test(`comes for whatever is asked (STEPWRIGHT_SEED=${seed})`, () => {
    const texts = fc.option(fc.oneof(fc.json(), fc.string()), { nil: undefined })
    const kinds = fc.constantFrom("Pass", "Task", "Map", "Parallel", "Wait", "Choice", "Succeed", "Fail")
    const states = fc.record(
      { Type: kinds, End: fc.boolean(), Resource: fc.constant(task.Resource), Seconds: fc.nat() },
      { requiredKeys: ["Type"] },
    )
    const requests = fc.record(
      {
        definition: fc.oneof(fc.json(), fc.string(), states),
        stateName: fc.string(),
        input: texts,
        context: texts,
        variables: texts,
        inspectionLevel: fc.constantFrom("INFO", "DEBUG", "LOUD"),
        mock: fc.record({ result: texts, fieldValidationMode: fc.constantFrom("STRICT", "NONE", "") }),
      },
      { requiredKeys: ["definition"] },
    )
    fc.assert(
      fc.property(requests, (request) => {
        const response = testState(request as never, { nowMs: 0, seed: "test" }) // whatever JavaScript hands over
        expect(response.exception ?? response.status).toBeTruthy()
      }),
      { seed, numRuns: 300 },
    )
  })
})
