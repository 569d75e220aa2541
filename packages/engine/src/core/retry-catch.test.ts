import { describe, expect, test } from "vitest"

import type { Retrier, StateMachineDefinition } from "../asl/document.ts"
import { backoffMs } from "./backoff.ts"
import { errorMatches } from "./failure.ts"
import { type Reply, simulate, type Simulated } from "./simulation/simulate.ts"

describe("ErrorEquals", () => {
  test.each([
    [["Mine"], "Mine", true],
    [["Mine"], "Other", false],
    [["States.ALL"], "Mine", true],
    [["States.ALL"], undefined, true],
    [["States.ALL"], "States.DataLimitExceeded", true],
    [["States.ALL"], "States.Runtime", false],
    [["States.Runtime"], "States.Runtime", false],
    [["States.TaskFailed"], "Mine", true],
    [["States.TaskFailed"], "States.QueryEvaluationError", true],
    [["States.TaskFailed"], "States.Timeout", false],
    [["States.Timeout"], "States.Timeout", true],
    [["States.HeartbeatTimeout"], "States.Timeout", false],
    [["Other", "Mine"], "Mine", true],
    [[], "Mine", false],
  ])("%j and the error %s: %s", (names, error, outcome) => {
    expect(errorMatches(names, { error, cause: undefined })).toBe(outcome)
  })

  test("a missed heartbeat is a timeout that answers to both names", () => {
    const missed = { error: "States.Timeout", cause: undefined, alias: "States.HeartbeatTimeout" }
    expect(errorMatches(["States.HeartbeatTimeout"], missed)).toBe(true)
    expect(errorMatches(["States.Timeout"], missed)).toBe(true)
    expect(errorMatches(["States.TaskFailed"], missed)).toBe(false)
  })
})

describe("the delay before a retry", () => {
  const all = { ErrorEquals: ["States.ALL"] }
  test.each<[Retrier, readonly number[]]>([
    [all, [1000, 2000, 4000]],
    [{ ...all, IntervalSeconds: 3, BackoffRate: 1.5 }, [3000, 4500, 6750]],
    [{ ...all, IntervalSeconds: 3, BackoffRate: 1 }, [3000, 3000, 3000]],
    [{ ...all, IntervalSeconds: 10, MaxDelaySeconds: 15 }, [10_000, 15_000, 15_000]],
    [{ ...all, JitterStrategy: "NONE" }, [1000, 2000, 4000]],
    [{ ...all, JitterStrategy: "FULL" }, [250, 500, 1000]],
    [{ ...all, BackoffRate: 1e6 }, [1000, 1e9, 31_622_399_000]],
  ])("%j", (retrier, delays) => {
    expect([0, 1, 2].map((made) => backoffMs(retrier, made, () => 0.25))).toEqual(delays)
  })
})

const fails = (error: string): Reply => ({ fails: true, error, cause: `${error} happened` })

function run(task: object, replies: readonly Reply[], rest: StateMachineDefinition["States"] = {}): Simulated {
  const definition = {
    StartAt: "T",
    States: { T: { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true, ...task }, ...rest },
  } as StateMachineDefinition // a Task with the fields given
  return simulate(definition, { tasks: { T: replies } })
}

const end: StateMachineDefinition["States"] = {
  Caught: { Type: "Pass", End: true },
  Second: { Type: "Pass", Result: "second", End: true },
}

describe("Retry", () => {
  test("retries until it succeeds, and counts the attempts in the context object", () => {
    const { run: after, orders } = run(
      { Parameters: { "n.$": "$$.State.RetryCount" }, Retry: [{ ErrorEquals: ["Mine"] }] },
      [fails("Mine"), fails("Mine"), { output: "done" }],
    )
    expect(after).toMatchObject({ status: "SUCCEEDED", output: "done" })
    expect(orders.map(({ input, retryCount, sinceMs }) => [input, retryCount, sinceMs])).toEqual([
      [{ n: 0 }, 0, 0],
      [{ n: 1 }, 1, 1000],
      [{ n: 2 }, 2, 3000],
    ])
  })

  test("gives up after MaxAttempts, which is 3 where it is absent", () => {
    expect(run({ Retry: [{ ErrorEquals: ["States.ALL"] }] }, [fails("Mine")]).orders).toHaveLength(4)
    expect(run({ Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 0 }] }, [fails("Mine")]).orders).toHaveLength(1)
  })

  test("each retrier counts its own attempts", () => {
    const retry = [
      { ErrorEquals: ["A"], MaxAttempts: 1 },
      { ErrorEquals: ["B"], MaxAttempts: 1 },
    ]
    const { run: after, orders } = run({ Retry: retry }, [fails("A"), fails("B"), fails("A")])
    expect(orders).toHaveLength(3)
    expect(after).toMatchObject({ status: "FAILED", error: "A" })
  })

  test("the first retrier that matches decides, even where it is spent", () => {
    const retry = [{ ErrorEquals: ["A"], MaxAttempts: 0 }, { ErrorEquals: ["States.ALL"] }]
    expect(run({ Retry: retry }, [fails("A")]).orders).toHaveLength(1)
  })

  test("full jitter draws the same delay again on a replay, and never a longer one", () => {
    const retry = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 100, JitterStrategy: "FULL", MaxAttempts: 5 }]
    const times = run({ Retry: retry }, [fails("A")]).orders.map(({ sinceMs }) => sinceMs)
    expect(run({ Retry: retry }, [fails("A")]).orders.map(({ sinceMs }) => sinceMs)).toEqual(times)
    times.slice(1).forEach((time, index) => {
      expect(time - (times[index] ?? 0)).toBeLessThanOrEqual(100_000 * 2 ** index)
    })
    expect(new Set(times).size).toBe(6)
  })

  test("what nothing may catch is not retried", () => {
    expect(run({ Retry: [{ ErrorEquals: ["States.ALL"] }] }, [fails("States.Runtime")]).orders).toHaveLength(1)
  })
})

describe("Catch", () => {
  test("the first catcher that matches goes on with error and cause", () => {
    const catchers = [
      { ErrorEquals: ["Other"], Next: "Second" },
      { ErrorEquals: ["Mine"], Next: "Caught" },
      { ErrorEquals: ["States.ALL"], Next: "Second" },
    ]
    expect(run({ Catch: catchers }, [fails("Mine")], end).run.output).toEqual({ Error: "Mine", Cause: "Mine happened" })
  })

  test("it comes after the retries", () => {
    const { orders, run: after } = run(
      { Retry: [{ ErrorEquals: ["Mine"], MaxAttempts: 1 }], Catch: [{ ErrorEquals: ["Mine"], Next: "Second" }] },
      [fails("Mine")],
      end,
    )
    expect(orders).toHaveLength(2)
    expect(after.output).toBe("second")
  })

  test("ResultPath keeps the input, and Assign sets variables", () => {
    const states: StateMachineDefinition["States"] = {
      Caught: { Type: "Pass", Parameters: { "all.$": "$", "why.$": "$why" }, End: true },
    }
    const { run: after } = run(
      { Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.e", Assign: { "why.$": "$.Error" }, Next: "Caught" }] },
      [fails("Mine")],
      states,
    )
    expect(after.output).toEqual({ all: { e: { Error: "Mine", Cause: "Mine happened" } }, why: "Mine" })
  })

  test("a JSONata catcher has its own Output and Assign", () => {
    const definition: StateMachineDefinition = {
      QueryLanguage: "JSONata",
      StartAt: "T",
      States: {
        T: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Assign: { never: "{% $states.result %}" },
          Catch: [
            {
              ErrorEquals: ["States.ALL"],
              Assign: { why: "{% $states.errorOutput.Error %}" },
              Output: "{% $states.input.n & $states.errorOutput.Cause %}",
              Next: "Caught",
            },
          ],
          End: true,
        },
        Caught: { Type: "Pass", Output: "{% [$states.input, $why, $exists($never)] %}", End: true },
      },
    }
    const { run: after } = simulate(definition, { input: { n: 1 }, tasks: { T: [fails("Mine")] } })
    expect(after.output).toEqual(["1Mine happened", "Mine", false])
  })

  test("an error without a name and cause is null in the output", () => {
    const catchers = [{ ErrorEquals: ["States.ALL"], Next: "Caught" }]
    expect(run({ Catch: catchers }, [{ fails: true }], end).run.output).toEqual({ Error: null, Cause: null })
  })

  test("a catcher that fails is not caught itself", () => {
    const catchers = [{ ErrorEquals: ["States.ALL"], Assign: { "x.$": "$.nothing" }, Next: "Caught" }]
    expect(run({ Catch: catchers }, [fails("Mine")], end).run).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
    })
    const failing = { ErrorEquals: ["States.ALL"], Output: "{% $nothing %}", Next: "Caught" }
    const jsonata = run({ QueryLanguage: "JSONata", Catch: [failing] }, [fails("Mine")], end)
    expect(jsonata.run).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" })
    expect(jsonata.events.at(-2)).toMatchObject({ type: "EvaluationFailed", location: "Catch[0]/Output", state: "T" })
  })

  test("what nothing may catch ends the execution", () => {
    const catchers = [{ ErrorEquals: ["States.ALL", "States.Runtime"], Next: "Caught" }]
    expect(run({ Catch: catchers }, [fails("States.Runtime")], end).run.status).toBe("FAILED")
  })

  test.each<[Reply, string]>([
    [{ timesOut: "timeout" }, "States.Timeout"],
    [{ timesOut: "heartbeat" }, "States.HeartbeatTimeout"],
  ])("a timeout %j can be caught as %s", (reply, name) => {
    expect(run({ Catch: [{ ErrorEquals: [name], Next: "Second" }] }, [reply], end).run.output).toBe("second")
  })
})
