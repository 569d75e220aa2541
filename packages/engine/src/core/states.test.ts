import { describe, expect, test } from "vitest"

import type { StateDefinition, StateMachineDefinition } from "../asl/document.ts"
import type { Json } from "../asl/json.ts"
import { type Reply, simulate, type Simulated, type Simulation } from "./simulation/simulate.ts"

/** Runs a machine of one state, which may go on to a Pass state called `Next`. */
function runState(state: object, given: Simulation = {}): Simulated {
  const one = { End: true, ...state } as unknown as StateDefinition // the state of the test
  return simulate({ StartAt: "S", States: { S: one, Next: { Type: "Pass", End: true } } }, given)
}

const outcomeOf = ({ run }: Simulated): object => ({
  status: run.status,
  ...(run.output === undefined ? {} : { output: run.output }),
  ...(run.error === undefined ? {} : { error: run.error }),
  ...(run.cause === undefined ? {} : { cause: run.cause }),
})
const during = (cause: string): string =>
  `An error occurred while executing the state 'S' (entered at the event id #2). ${cause}`

describe("Wait", () => {
  const waited = (fields: object, input: Json = {}): number | string => {
    const { run, facts } = runState({ Type: "Wait", ...fields }, { input })
    return run.status === "SUCCEEDED" ? (facts.at(-1)?.at ?? -1) : (run.cause ?? "")
  }
  const jsonata = { QueryLanguage: "JSONata" }

  test.each<[object, Json, number]>([
    [{ Seconds: 3 }, {}, 3000],
    [{ Seconds: 0 }, {}, 0],
    [{ SecondsPath: "$.s" }, { s: 2 }, 2000],
    [{ SecondsPath: "$.s" }, { s: "2" }, 2000],
    [{ Timestamp: "1970-01-01T00:00:05Z" }, {}, 5000],
    [{ Timestamp: "1969-01-01T00:00:00Z" }, {}, 0],
    [{ TimestampPath: "$.t" }, { t: "1970-01-01T01:00:05.500+01:00" }, 5500],
    [{ ...jsonata, Seconds: "{% $states.input.s * 2 %}" }, { s: 2 }, 4000],
    [{ ...jsonata, Seconds: 1 }, {}, 1000],
    [{ ...jsonata, Timestamp: "{% $fromMillis(1500) %}" }, {}, 1500],
  ])("%j with %j ends after %i ms", (fields, input, ms) => {
    expect(waited(fields, input)).toBe(ms)
  })

  test.each<[object, Json, string]>([
    [{ SecondsPath: "$.s" }, { s: 1.5 }, "The SecondsPath parameter cannot be parsed as a long value: $.s == 1.5"],
    [{ SecondsPath: "$.s" }, { s: -1 }, "The SecondsPath parameter references a negative value: $.s == -1"],
    [
      { SecondsPath: "$.s" },
      { s: 100_000_000 },
      "The SecondsPath parameter references a value above 99999999: $.s == 100000000",
    ],
    [{ SecondsPath: "$.s" }, {}, "The SecondsPath parameter does not reference an input value: $.s"],
    [{ ...jsonata, Seconds: "{% 1.5 %}" }, {}, "The Seconds field cannot be parsed as a long value: 1.5"],
    [
      { TimestampPath: "$.t" },
      { t: "2016-13-05T21:29:29Z" },
      "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.t == 2016-13-05T21:29:29Z",
    ],
    [
      { ...jsonata, Timestamp: "{% '7' %}" },
      {},
      "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: 7",
    ],
  ])("%j with %j fails", (fields, input, cause) => {
    expect(waited(fields, input)).toBe(during(cause))
  })

  test("its output may be an expression", () => {
    expect(runState({ Type: "Wait", ...jsonata, Seconds: 1, Output: "{% $millis() %}" }).run.output).toBe(1000)
  })

  test("an expression that cannot be evaluated keeps its own words", () => {
    expect(waited({ ...jsonata, Seconds: "{% $nothing %}" })).toContain("returned nothing (undefined)")
  })
})

describe("Choice", () => {
  test("the first rule that holds decides, with its own Assign and Output", () => {
    const state = {
      Type: "Choice",
      QueryLanguage: "JSONata",
      Choices: [
        { Condition: "{% false %}", Next: "Next" },
        { Condition: "{% $states.input.n = 1 %}", Output: "rule", Next: "Next" },
      ],
      Output: "state",
      Default: "Next",
    }
    expect(runState(state, { input: { n: 1 } }).run.output).toBe("rule")
    expect(runState(state, { input: { n: 2 } }).run.output).toBe("state")
  })

  test("JSONPath rules, InputPath, OutputPath and Assign", () => {
    const state = {
      Type: "Choice",
      InputPath: "$.in",
      Choices: [{ Variable: "$.n", NumericEquals: 1, Assign: { "v.$": "$.n" }, Next: "Next" }],
      OutputPath: "$.n",
    }
    const { run, events } = runState(state, { input: { in: { n: 1 } } })
    expect(run.output).toBe(1)
    expect(events).toContainEqual(expect.objectContaining({ type: "ChoiceStateExited", assignedVariables: { v: 1 } }))
  })

  test("without a rule that holds and without Default it fails", () => {
    expect(
      outcomeOf(
        runState(
          { Type: "Choice", Choices: [{ Variable: "$.n", NumericEquals: 1, Next: "Next" }] },
          { input: { n: 2 } },
        ),
      ),
    ).toEqual({
      status: "FAILED",
      error: "States.Runtime",
      cause: during("Failed to transition out of the state. The state does not point to a next state."),
    })
  })

  test("a Condition must be a Boolean", () => {
    const state = { Type: "Choice", QueryLanguage: "JSONata", Choices: [{ Condition: "{% 'yes' %}", Next: "Next" }] }
    expect(outcomeOf(runState(state))).toEqual({
      status: "FAILED",
      error: "States.QueryEvaluationError",
      cause: during(
        "The JSONata expression ''yes'' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'string' for value: \"yes\"",
      ),
    })
  })

  test("a Condition may be a constant", () => {
    const choose = (Condition?: boolean): Simulated =>
      runState({ Type: "Choice", QueryLanguage: "JSONata", Choices: [{ Condition, Next: "Next" }] })
    expect(choose(true).run.status).toBe("SUCCEEDED")
    expect(choose(false).run.status).toBe("FAILED")
    expect(choose().run.status).toBe("FAILED")
  })
})

describe("Succeed and Fail", () => {
  test("Succeed ends with its output", () => {
    expect(runState({ Type: "Succeed", OutputPath: "$.n" }, { input: { n: 1 } }).run.output).toBe(1)
  })

  test.each<[object, object]>([
    [
      { Error: "E", Cause: "C" },
      { error: "E", cause: "C" },
    ],
    [{}, {}],
    [
      { ErrorPath: "$.e", CausePath: "States.Format('c {}', $.e)" },
      { error: "given", cause: "c given" },
    ],
    [
      { QueryLanguage: "JSONata", Error: "{% $states.input.e %}", Cause: "C" },
      { error: "given", cause: "C" },
    ],
  ])("Fail %j", (fields, outcome) => {
    expect(outcomeOf(runState({ Type: "Fail", ...fields }, { input: { e: "given", n: 1 } }))).toEqual({
      status: "FAILED",
      ...outcome,
    })
  })
})

describe("Task", () => {
  const types = (simulated: Simulated): readonly string[] => simulated.events.map(({ type }) => type)
  const activity = "arn:aws:states:us-east-1:111111111111:activity:a"

  test.each<[string, readonly Reply[], readonly string[]]>([
    [
      "arn:aws:lambda:us-east-1:111111111111:function:f",
      [{ output: 1 }],
      ["LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionSucceeded"],
    ],
    ["arn:aws:states:::sqs:sendMessage", [{ output: 1 }], ["TaskScheduled", "TaskStarted", "TaskSucceeded"]],
    [
      "arn:aws:states:::ecs:runTask.sync",
      [{ submitted: 1 }, { output: 1 }],
      ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"],
    ],
    ...["arn:aws:states:::ecs:runTask.sync", "arn:aws:states:::sqs:sendMessage.waitForTaskToken"].flatMap(
      (resource): readonly [string, readonly Reply[], readonly string[]][] => [
        [resource, [{ fails: true, submit: true }], ["TaskScheduled", "TaskStarted", "TaskSubmitFailed"]],
        [
          resource,
          [{ submitted: 1 }, { fails: true }],
          ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskFailed"],
        ],
        // Answered by its token before the call returned.
        [resource, [{ fails: true }], ["TaskScheduled", "TaskStarted", "TaskFailed"]],
      ],
    ),
    [
      "arn:aws:states:::sqs:sendMessage",
      [{ fails: true, submit: true }],
      ["TaskScheduled", "TaskStarted", "TaskFailed"],
    ],
    [
      "arn:aws:states:::aws-sdk:s3:getObject",
      [{ fails: true, error: "E" }],
      ["TaskScheduled", "TaskStarted", "TaskFailed"],
    ],
    [
      "arn:aws:lambda:us-east-1:111111111111:function:f",
      [{ timesOut: "timeout" }],
      ["LambdaFunctionScheduled", "LambdaFunctionStarted", "LambdaFunctionTimedOut"],
    ],
    [
      activity,
      [{ submitted: null }, { submitted: null }, { output: 1 }],
      ["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"],
    ],
    [activity, [{ output: 1 }], ["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]],
    [activity, [{ timesOut: "timeout" }], ["ActivityScheduled", "ActivityTimedOut"]],
    [activity, [{ fails: true, error: "States.Runtime" }], []],
  ])("%s answered with %j writes its events", (Resource, replies, written) => {
    const simulated = runState(
      { Type: "Task", Resource, TimeoutSeconds: 5, HeartbeatSeconds: 2 },
      { tasks: { S: replies } },
    )
    expect(
      types(simulated)
        .slice(2)
        .filter((type) => !/State|Execution/.test(type)),
    ).toEqual(written)
  })

  test("an activity that does not exist fails the execution", () => {
    expect(
      runState({ Type: "Task", Resource: activity }, { tasks: { S: [{ fails: true, error: "States.Runtime" }] } }).run,
    ).toMatchObject({
      error: "States.Runtime",
      cause: during(`The activity ${activity} does not exist.`),
    })
  })

  test("the scheduled event tells of region, parameters, timeouts and credentials", () => {
    const { events } = runState(
      {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { a: 1 },
        TimeoutSecondsPath: "$.t",
        HeartbeatSecondsPath: "States.MathAdd($.t, -1)",
        Credentials: { RoleArn: "arn:role" },
      },
      { input: { t: 9 } },
    )
    expect(events[2]).toEqual({
      id: 3,
      previousEventId: 2,
      timestamp: 0,
      type: "TaskScheduled",
      resourceType: "lambda",
      resource: "invoke",
      region: "us-east-1",
      parameters: { a: 1 },
      timeoutInSeconds: 9,
      heartbeatInSeconds: 8,
      taskCredentials: { roleArn: "arn:role" },
    })
  })

  test.each([
    [{ TimeoutSecondsPath: "$.t" }, "States.Runtime", "The TimeoutSeconds field must be a positive integer but was: 0"],
    [
      { TimeoutSecondsPath: "$.long" },
      "States.Runtime",
      "The TimeoutSeconds field must be at most 99999999 but was: 100000000",
    ],
    [
      { QueryLanguage: "JSONata", HeartbeatSeconds: "{% $states.input.long %}" },
      "States.QueryEvaluationError",
      "The HeartbeatSeconds field must be at most 99999999 but was: 100000000",
    ],
    [
      { QueryLanguage: "JSONata", HeartbeatSeconds: "{% 1.5 %}" },
      "States.QueryEvaluationError",
      "The HeartbeatSeconds field must be a positive integer but was: 1.5",
    ],
  ])("%j is refused", (fields, error, cause) => {
    const simulated = runState(
      { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", ...fields },
      { input: { t: 0, long: 100_000_000 } },
    )
    expect(outcomeOf(simulated)).toEqual({ status: "FAILED", error, cause: during(cause) })
  })

  test.each([
    [
      { QueryLanguage: "JSONata", TimeoutSeconds: "{% $states.input.t %}", HeartbeatSeconds: 5 },
      "States.QueryEvaluationError",
    ],
    [
      { QueryLanguage: "JSONata", TimeoutSeconds: 5, HeartbeatSeconds: "{% $states.input.t %}" },
      "States.QueryEvaluationError",
    ],
    [{ TimeoutSecondsPath: "$.t", HeartbeatSecondsPath: "$.t" }, "States.Runtime"],
    [{ TimeoutSeconds: 4, HeartbeatSecondsPath: "$.t" }, "States.Runtime"],
  ])("a heartbeat that is not shorter than the timeout is refused where it is known: %j", (fields, error) => {
    const simulated = runState(
      { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", ...fields },
      { input: { t: 5 } },
    )
    const timeout = "TimeoutSeconds" in fields && fields.TimeoutSeconds === 4 ? 4 : 5
    const cause = during(`The HeartbeatSeconds field must be smaller than TimeoutSeconds, ${timeout}, but was: 5`)
    expect(outcomeOf(simulated)).toEqual({ status: "FAILED", error, cause })
  })

  test("of two literals the definition's check has the last word: as long as the timeout is not refused", () => {
    const literal = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", TimeoutSeconds: 5, HeartbeatSeconds: 5 }
    expect(outcomeOf(runState(literal))).toMatchObject({ status: "SUCCEEDED" })
  })

  test("a callback's token stands in the context object and in the order", () => {
    const { orders } = runState({
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Parameters: { "token.$": "$$.Task.Token" },
    })
    expect(orders[0]).toMatchObject({ pattern: "callback", input: { token: orders[0]?.token } })
    expect(orders[0]?.token).toMatch(/^0\.1\.[0-9a-f]{32}$/)
  })

  test.each([
    ["arn:aws:states:::states:startExecution.sync:2", "{% $states.context.Task.Token %}", true],
    ["arn:aws:states:::states:startExecution.sync:2", "plain", false],
  ])("%s with the input %s hands a token out: %s", (Resource, input, given) => {
    const { orders } = runState({ Type: "Task", QueryLanguage: "JSONata", Resource, Arguments: { input } })
    expect(orders[0]?.token !== undefined).toBe(given)
  })

  test("the machine's maker may name the tokens", () => {
    const { orders } = runState(
      { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken" },
      { taskToken: ({ id }, frame, seq) => `${id.slice(-3)}/${frame}/${seq}` },
    )
    expect(orders[0]?.token).toBe("run/0/1")
  })
})

describe("a result that cannot be taken", () => {
  const failing = {
    ResultPath: "$.n.x",
    Catch: [{ ErrorEquals: ["States.ResultPathMatchFailure"], ResultPath: null, Next: "Next" }],
  }

  test("fails its Task, which may catch it", () => {
    const state = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", ...failing }
    expect(runState(state, { input: { n: 1 } }).run.output).toEqual({ n: 1 })
  })

  test("fails its Parallel or Map, which may catch it", () => {
    const one = { StartAt: "B", States: { B: { Type: "Pass", End: true } } }
    const parallel = { Type: "Parallel", Parameters: { p: 1 }, Branches: [one], ...failing }
    const map = { Type: "Map", ItemsPath: "$.l", ItemProcessor: one, ...failing }
    for (const state of [parallel, map]) {
      expect(runState(state, { input: { n: 1, l: [1] } }).run).toMatchObject({
        status: "SUCCEEDED",
        output: { n: 1, l: [1] },
      })
    }
  })
})

describe("an execution's own end", () => {
  test("TimeoutSeconds of the root ends it TIMED_OUT, past every catcher", () => {
    const definition: StateMachineDefinition = {
      TimeoutSeconds: 3,
      StartAt: "S",
      States: {
        S: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "N" }],
          End: true,
        },
        N: { Type: "Pass", End: true },
      },
    }
    const simulated = simulate(definition, { tasks: { S: ["never"] } })
    expect(outcomeOf(simulated)).toEqual({ status: "TIMED_OUT" })
    expect(simulated.events.at(-1)).toMatchObject({
      type: "ExecutionTimedOut",
      timestamp: 3000,
      previousEventId: 0,
      error: "States.Timeout",
    })
  })

  test("a loop that never waits for anything ends the execution", () => {
    const definition: StateMachineDefinition = { StartAt: "A", States: { A: { Type: "Pass", Next: "A" } } }
    expect(simulate(definition).run).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
      cause: "The execution entered 100000 states without waiting for anything.",
    })
  })
})
