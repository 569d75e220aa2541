import { describe, expect, test } from "vitest"

import type { StateMachineDefinition } from "../asl/document.ts"
import { runFromCheckpoint, runToCheckpoint } from "./checkpoint.ts"
import { compileMachine } from "./compile-machine.ts"
import type { Fact } from "./fact.ts"
import { pendingCommands } from "./pending.ts"
import { replay, ReplayDiverged } from "./project-history.ts"
import { type Run, startRun } from "./run.ts"
import { simulate, simulatedHeader } from "./simulation/simulate.ts"
import { transition } from "./transition.ts"

const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke" } as const
const chain: StateMachineDefinition = {
  TimeoutSeconds: 100,
  StartAt: "A",
  States: {
    A: { ...task, Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }], Next: "B" },
    B: { Type: "Succeed" },
  },
}
const machine = compileMachine(chain)
const start = startRun(machine, simulatedHeader({ n: 1 }))

const after = (...facts: readonly Fact[]): Run => replay(machine, start, facts)
const started: Fact = { type: "ExecutionStarted", at: 0 }
const fails: Fact = { type: "TaskFailed", frame: 0, seq: 1, at: 1, error: "E" }
const failsAgain: Fact = { type: "TaskFailed", frame: 0, seq: 3, at: 1002, error: "E" }
const fires: Fact = { type: "TimerFired", frame: 0, seq: 2, at: 1001 }

describe("facts that change nothing", () => {
  test.each<[string, Run, Fact]>([
    ["anything before the start", start, fails],
    ["a second start", after(started), started],
    ["an answer to a frame that is not there", after(started), { ...fails, frame: 7 }],
    ["an answer to what was waited for before", after(started, fails, fires), { ...fails, at: 2000 }],
    ["a timer where a task is awaited", after(started), { ...fires, seq: 1 }],
    ["a task's answer where a timer is awaited", after(started, fails), { ...fails, seq: 2 }],
    [
      "a second return of a call",
      after(started, { type: "TaskSubmitted", frame: 0, seq: 1, at: 1, output: 1 }),
      { type: "TaskSubmitted", frame: 0, seq: 1, at: 2, output: 1 },
    ],
    ["the root's timeout before its time", after(started), { type: "ExecutionTimedOut", at: 99_999 }],
    ["a redrive of what is running", after(started), { type: "RedriveRequested", at: 1 }],
    ["a stop of what has ended", after(started, fails, fires, failsAgain), { type: "StopRequested", at: 2000 }],
  ])("%s", (_, run, fact) => {
    const [same, commands] = transition(machine, run, fact)
    expect(same).toBe(run)
    expect(commands).toEqual([])
  })

  test("a timeout of a root that sets none", () => {
    const open = compileMachine({ ...chain, StartAt: "A", States: chain.States })
    const { TimeoutSeconds: _, ...rest } = chain
    const none = compileMachine(rest)
    expect(open.timeoutSeconds).toBe(100)
    const run = replay(none, startRun(none, simulatedHeader({})), [started])
    expect(transition(none, run, { type: "ExecutionTimedOut", at: 1e9 })[0]).toBe(run)
  })
})

describe("a stop", () => {
  test.each<[Fact, object]>([
    [{ type: "StopRequested", at: 5 }, {}],
    [
      { type: "StopRequested", at: 5, error: "E", cause: "C" },
      { error: "E", cause: "C" },
    ],
  ])("%j ends the execution ABORTED", (fact, outcome) => {
    const [run, commands] = transition(machine, after(started), fact)
    expect(run).toMatchObject({ status: "ABORTED", ...outcome })
    expect(commands).toMatchObject([{ type: "FinishExecution", status: "ABORTED", ...outcome }])
  })
})

describe("a redrive", () => {
  const failed = after(started, fails, fires, failsAgain)

  test("starts the failed state again, with retries to spend and a new timeout", () => {
    const [run, commands] = transition(machine, failed, { type: "RedriveRequested", at: 50_000 })
    expect(run).toMatchObject({ status: "RUNNING", redriveCount: 1, redrivenAt: 50_000, error: undefined })
    expect(commands).toMatchObject([
      { type: "StartTimer", frame: -1, dueMs: 150_000 },
      { type: "RunTask", state: "A", seq: 4, retryCount: 0, sinceMs: 50_000 },
    ])
    expect(pendingCommands(machine, run)).toHaveLength(2)
  })

  test("shows in the history and in the context object", () => {
    const told = compileMachine({
      QueryLanguage: "JSONata",
      StartAt: "A",
      States: { A: { ...task, Arguments: "{% $states.context.Execution %}", End: true } },
    })
    const before = replay(told, startRun(told, simulatedHeader({})), [started, fails])
    const events: unknown[] = []
    const [, commands] = transition(told, before, { type: "RedriveRequested", at: 1000 }, (event) => events.push(event))
    expect(events[0]).toMatchObject({ type: "ExecutionRedriven", redriveCount: 1 })
    expect(commands).toMatchObject([{ input: { RedriveCount: 1, RedriveTime: "1970-01-01T00:00:01.000Z" } }])
  })

  test("keeps the branches that had ended, and runs only the failed one again", () => {
    const branch = (name: string): StateMachineDefinition => ({
      StartAt: name,
      States: { [name]: { ...task, End: true } },
    })
    const parallel = compileMachine({
      StartAt: "P",
      States: { P: { Type: "Parallel", Branches: [branch("X"), branch("Y"), branch("Z")], End: true } },
    })
    const ended = replay(parallel, startRun(parallel, simulatedHeader({})), [
      started,
      { type: "TaskSucceeded", frame: 1, seq: 1, at: 1, output: "x" },
      { type: "TaskFailed", frame: 2, seq: 1, at: 2, error: "E" },
    ])
    expect(ended.status).toBe("FAILED")
    const [again, commands] = transition(parallel, ended, { type: "RedriveRequested", at: 3 })
    expect(commands.map((command) => ("state" in command ? command.state : command.type))).toEqual(["Y", "Z"])
    const done = replay(parallel, again, [
      { type: "TaskSucceeded", frame: 3, seq: 2, at: 4, output: "z" },
      { type: "TaskSucceeded", frame: 2, seq: 2, at: 5, output: "y" },
    ])
    expect(done).toMatchObject({ status: "SUCCEEDED", output: ["x", "y", "z"] })
  })

  test("lets a branch that never got to its first state begin", () => {
    const first = compileMachine({
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [
            { StartAt: "F", States: { F: { Type: "Wait", SecondsPath: "$.none", End: true } } },
            { StartAt: "X", States: { X: { ...task, End: true } } },
          ],
          End: true,
        },
      },
    })
    const failedAtOnce = replay(first, startRun(first, simulatedHeader({})), [started])
    expect(failedAtOnce.status).toBe("FAILED")
    expect(transition(first, failedAtOnce, { type: "RedriveRequested", at: 1 })[0].status).toBe("FAILED")
  })

  test("whose state leaves at once goes on to the next", () => {
    const waits = compileMachine({
      StartAt: "W",
      States: {
        W: { Type: "Wait", Seconds: 5, Next: "T" },
        T: { Type: "Wait", Timestamp: "1970-01-01T00:00:20Z", End: true },
      },
    })
    const stopped = replay(waits, startRun(waits, simulatedHeader({})), [
      started,
      { type: "TimerFired", frame: 0, seq: 1, at: 5000 },
      { type: "StopRequested", at: 6000 },
    ])
    const [run] = transition(waits, stopped, { type: "RedriveRequested", at: 30_000 })
    expect(run.status).toBe("SUCCEEDED")
  })
})

describe("checkpoints", () => {
  test("one of another format is refused", () => {
    const stored = runToCheckpoint(after(started)) as object
    expect(() => runFromCheckpoint({ ...stored, version: 99 })).toThrow(
      "a checkpoint of format 99: this release reads 1",
    )
    expect(() => runFromCheckpoint(null)).toThrow("format undefined")
  })

  test("a fact that was recorded in another state diverges", () => {
    expect(() => replay(machine, start, [{ ...started, digest: 7 }])).toThrow(ReplayDiverged)
  })
})

describe("paths name a line of control", () => {
  test("a second time round a loop is numbered, an object's iteration keyed", () => {
    const definition: StateMachineDefinition = {
      QueryLanguage: "JSONata",
      StartAt: "M",
      States: {
        M: {
          Type: "Map",
          Items: { k: 1 },
          ItemProcessor: { StartAt: "T", States: { T: { ...task, End: true } } },
          Assign: { n: "{% $exists($n) ? $n + 1 : 1 %}" },
          Next: "C",
        },
        C: { Type: "Choice", Choices: [{ Condition: "{% $n < 2 %}", Next: "M" }], Default: "E" },
        E: { Type: "Parallel", Branches: [{ StartAt: "T", States: { T: { ...task, End: true } } }], End: true },
      },
    }
    expect(simulate(definition).orders.map(({ path }) => path)).toEqual(["M{k}/T", "M#2{k}/T", "E[0]/T"])
  })
})

test("a machine whose transition meets a state that is not its own is corrupt", () => {
  const other = compileMachine({ StartAt: "A", States: { A: { Type: "Succeed" } } })
  const run = runFromCheckpoint(
    JSON.parse(JSON.stringify(runToCheckpoint(after(started))).replace('"state":0', '"state":9')),
  )
  expect(() => transition(other, run, { type: "TaskSucceeded", frame: 0, seq: 1, at: 1, output: 1 })).toThrow(
    "not of this machine",
  )
})

test("a Wait state that names no time cannot be compiled", () => {
  expect(() => compileMachine({ StartAt: "W", States: { W: { Type: "Wait", End: true } } })).toThrow("names no time")
})
