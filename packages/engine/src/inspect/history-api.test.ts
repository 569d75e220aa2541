import { describe, expect, test } from "vitest"

import type { HistoryEvent } from "../core/history-event.ts"
import { historyToApi } from "./history-api.ts"

const event = (type: string, more: Partial<HistoryEvent> = {}): HistoryEvent => ({
  id: 2,
  previousEventId: 1,
  timestamp: 1_700_000_000_123,
  type,
  ...more,
})

describe("historyToApi", () => {
  test.each<[HistoryEvent, string | undefined, object?]>([
    [
      event("ExecutionStarted", { input: { a: 1 }, roleArn: "r" }),
      "executionStartedEventDetails",
      { input: '{"a":1}', inputDetails: { truncated: false }, roleArn: "r" },
    ],
    [
      event("PassStateEntered", { name: "A", input: null }),
      "stateEnteredEventDetails",
      { name: "A", input: "null", inputDetails: { truncated: false } },
    ],
    [
      event("TaskStateExited", { name: "A", output: "x", assignedVariables: { v: [1] } }),
      "stateExitedEventDetails",
      {
        name: "A",
        output: '"x"',
        outputDetails: { truncated: false },
        assignedVariables: { v: "[1]" },
        assignedVariablesDetails: { truncated: false },
      },
    ],
    [
      event("TaskScheduled", {
        resourceType: "sqs",
        resource: "sendMessage",
        region: "eu-west-1",
        parameters: { a: 1 },
        timeoutInSeconds: 5,
        taskCredentials: { roleArn: "r" },
      }),
      "taskScheduledEventDetails",
      {
        resourceType: "sqs",
        resource: "sendMessage",
        region: "eu-west-1",
        parameters: '{"a":1}',
        timeoutInSeconds: 5,
        taskCredentials: { roleArn: "r" },
      },
    ],
    [
      event("LambdaFunctionScheduled", { resource: "arn", input: 1 }),
      "lambdaFunctionScheduledEventDetails",
      { resource: "arn", input: "1", inputDetails: { truncated: false } },
    ],
    [
      event("TaskFailed", { resourceType: "sqs", resource: "sendMessage", error: "E", cause: "c" }),
      "taskFailedEventDetails",
      { resourceType: "sqs", resource: "sendMessage", error: "E", cause: "c" },
    ],
    [
      event("TaskSubmitFailed", { resourceType: "sqs", resource: "sendMessage.waitForTaskToken", error: "E" }),
      "taskSubmitFailedEventDetails",
      { resourceType: "sqs", resource: "sendMessage.waitForTaskToken", error: "E" },
    ],
    [event("MapStateStarted", { length: 3 }), "mapStateStartedEventDetails", { length: 3 }],
    [event("MapIterationAborted", { name: "M", index: 0 }), "mapIterationAbortedEventDetails", { name: "M", index: 0 }],
    [event("MapRunStarted", { mapRunArn: "arn" }), "mapRunStartedEventDetails", { mapRunArn: "arn" }],
    [event("MapRunFailed", { error: "E", cause: "c" }), "mapRunFailedEventDetails", { error: "E", cause: "c" }],
    [
      event("EvaluationFailed", { state: "A", location: "Output", error: "E", cause: "c" }),
      "evaluationFailedEventDetails",
      { state: "A", location: "Output", error: "E", cause: "c" },
    ],
    [event("ExecutionRedriven", { redriveCount: 1 }), "executionRedrivenEventDetails", { redriveCount: 1 }],
    [event("ExecutionAborted"), "executionAbortedEventDetails", {}],
    [event("ActivityStarted"), "activityStartedEventDetails", {}],
    [event("LambdaFunctionStarted"), undefined],
    [event("ParallelStateStarted"), undefined],
    [event("ParallelStateFailed"), undefined],
    [event("MapStateSucceeded"), undefined],
    [event("MapRunSucceeded"), undefined],
    [event("TaskStateAborted"), undefined],
    [event("WaitStateAborted"), undefined],
  ])("$type", (given, name, details) => {
    const base = { id: 2, previousEventId: 1, timestamp: 1_700_000_000.123, type: given.type }
    expect(historyToApi([given])).toEqual([name === undefined ? base : { ...base, [name]: details }])
  })

  test("without execution data nothing of the user's is shown", () => {
    const events = [
      event("TaskStateExited", { name: "A", output: "secret", assignedVariables: { v: "secret" } }),
      event("TaskScheduled", { resourceType: "sqs", resource: "sendMessage", parameters: "secret" }),
      event("ExecutionStarted", { input: "secret" }),
    ]
    expect(JSON.stringify(historyToApi(events, { includeExecutionData: false }))).not.toContain("secret")
    expect(JSON.stringify(historyToApi(events))).toContain("secret")
  })
})
