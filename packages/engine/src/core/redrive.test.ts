import { describe, expect, test } from "vitest"

import type { StateMachineDefinition } from "../asl/document.ts"
import type { Json } from "../asl/json.ts"
import type { Command } from "./command.ts"
import { compileMachine } from "./compile-machine.ts"
import type { Fact } from "./fact.ts"
import type { HistoryEvent } from "./history-event.ts"
import { type Run, startRun } from "./run.ts"
import { simulatedHeader } from "./simulation/simulate.ts"
import { transition } from "./transition.ts"

type Addressless<F> = F extends Fact ? Omit<F, "at" | "seq" | "frame"> & { readonly frame?: number } : never

/** An execution whose facts are given one by one. */
class Hand {
  readonly machine
  run: Run
  commands: readonly Command[] = []
  events: HistoryEvent[] = []
  at = 0

  constructor(states: StateMachineDefinition["States"] | object, input: Json = {}, root: object = {}) {
    const [StartAt = ""] = Object.keys(states)
    const definition = { QueryLanguage: "JSONata", StartAt, States: states, ...root } as StateMachineDefinition
    this.machine = compileMachine(definition)
    this.run = startRun(this.machine, simulatedHeader(input))
    this.apply({ type: "ExecutionStarted" })
  }

  /** What a line of control is answered names what it waits for now. Answers the types of the events that came of it. */
  apply(fact: Addressless<Fact>): readonly string[] {
    const frame = fact.frame ?? 0
    const seq = this.run.frames.get(frame)?.seq ?? 0
    this.events = []
    const whole = { ...fact, at: ++this.at, frame, seq } as Fact // an address more does not hurt
    const [run, commands] = transition(this.machine, this.run, whole, (event) => this.events.push(event))
    this.run = run
    this.commands = commands
    return this.events.map(({ type }) => type)
  }

  redrive(): readonly string[] {
    return this.apply({ type: "RedriveRequested" })
  }

  /** The states whose tasks were ordered by the last fact. */
  get ordered(): readonly string[] {
    return this.commands.flatMap((command) => (command.type === "RunTask" ? [command.state] : []))
  }
}

const task = { Type: "Task", Resource: "arn:aws:states:::noop:run" }
const branch = (states: object): object => ({ StartAt: Object.keys(states)[0], States: states })
const fails: Addressless<Fact> = { type: "TaskFailed", error: "E" }
const redrives = "$states.context.Execution.RedriveCount"

describe("a redrive", () => {
  test.each<[string, object, readonly string[]]>([
    ["Choice", { Type: "Choice", Choices: [{ Condition: `{% ${redrives} > 0 ? true : 'x' %}`, Next: "N" }] }, []],
    ["Pass", { Type: "Pass", Output: `{% ${redrives} > 0 ? 1 : $error('x') %}`, Next: "N" }, []],
    ["Wait", { Type: "Wait", Seconds: `{% ${redrives} > 0 ? 5 : 'x' %}`, Next: "N" }, []],
    [
      "Task",
      { ...task, Arguments: `{% ${redrives} > 0 ? 1 : $error('x') %}`, Next: "N" },
      ["TaskScheduled", "TaskStarted"],
    ],
    [
      "Parallel",
      {
        Type: "Parallel",
        Arguments: `{% ${redrives} > 0 ? 1 : $error('x') %}`,
        Branches: [branch({ B: { ...task, End: true } })],
        Next: "N",
      },
      ["ParallelStateStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted"],
    ],
    [
      "Map",
      {
        Type: "Map",
        Items: `{% ${redrives} > 0 ? [1] : 'x' %}`,
        ItemProcessor: branch({ B: { ...task, End: true } }),
        Next: "N",
      },
      ["MapStateStarted", "MapIterationStarted", "TaskStateEntered", "TaskScheduled", "TaskStarted"],
    ],
  ])("does a %s that failed as it was entered again, without entering it anew", (type, state, more) => {
    const hand = new Hand({ S: state, N: { Type: "Wait", Seconds: 9, End: true } })
    expect(hand.run.status).toBe("FAILED")
    const left = ["Choice", "Pass"].includes(type) ? [`${type}StateExited`, "WaitStateEntered"] : more
    expect(hand.redrive()).toEqual(["ExecutionRedriven", ...left])
    expect(hand.run.status).toBe("RUNNING")
  })

  test("ends in a Fail state again, and in a Succeed state that can", () => {
    const failing = new Hand({ S: { Type: "Fail", Error: "E" } })
    expect(failing.redrive()).toEqual(["ExecutionRedriven", "ExecutionFailed"])
    expect(failing.run).toMatchObject({ status: "FAILED", error: "E", redriveCount: 1 })
    const succeeding = new Hand({ S: { Type: "Succeed", Output: `{% ${redrives} > 1 ? 1 : $error('x') %}` } })
    succeeding.redrive()
    expect(succeeding.run).toMatchObject({ status: "FAILED", redriveCount: 1 })
    succeeding.redrive()
    expect(succeeding.run).toMatchObject({ status: "SUCCEEDED", output: 1, redriveCount: 2 })
  })

  test("gives every state its retries anew: a Task's, and those of the states around it", () => {
    const retry = { Retry: [{ ErrorEquals: ["E"], MaxAttempts: 1 }] }
    const inner = branch({ T: { ...task, End: true } })
    const hand = new Hand({ P: { Type: "Parallel", Branches: [inner], ...retry, End: true } })
    hand.apply({ ...fails, frame: 1 })
    hand.apply({ type: "TimerFired" })
    hand.apply({ ...fails, frame: 2 })
    expect(hand.run.status).toBe("FAILED")
    hand.redrive()
    hand.apply({ ...fails, frame: 2 })
    expect(hand.run.status).toBe("RUNNING")
    hand.apply({ type: "TimerFired" })
    expect(hand.commands).toMatchObject([{ state: "T" }])
    hand.apply({ ...fails, frame: 3 })
    expect(hand.run.status).toBe("FAILED")
  })

  test("goes on in the state that a catcher led to", () => {
    const hand = new Hand({
      A: {
        ...task,
        Catch: [{ ErrorEquals: ["E"], Next: "B", Assign: { e: "{% $states.errorOutput.Error %}" } }],
        End: true,
      },
      B: { ...task, Arguments: "{% $e %}", End: true },
    })
    hand.apply(fails)
    hand.apply({ type: "TaskFailed", error: "F" })
    hand.redrive()
    expect(hand.commands).toMatchObject([{ state: "B", input: "E" }])
    hand.apply({ type: "TaskSucceeded", output: 1 })
    expect(hand.run).toMatchObject({ status: "SUCCEEDED", output: 1 })
  })

  test("of an execution whose time was up gives it that time anew", () => {
    const hand = new Hand({ A: { ...task, End: true } }, {}, { TimeoutSeconds: 10 })
    hand.at = 10_000
    hand.apply({ type: "ExecutionTimedOut" })
    expect(hand.run.status).toBe("TIMED_OUT")
    hand.redrive()
    expect(hand.commands).toMatchObject([{ type: "StartTimer", frame: -1, dueMs: hand.at + 10_000 }, { state: "A" }])
  })

  test("that fails in one branch leaves the others where they stood", () => {
    const hand = new Hand({
      P: {
        Type: "Parallel",
        Branches: [
          branch({ B: { ...task, Arguments: `{% ${redrives} = 1 ? $error('x') : 'b' %}`, End: true } }),
          branch({
            A: { Type: "Pass", Output: `{% ${redrives} = 0 ? $error('y') : 'a' %}`, Next: "T" },
            T: { ...task, End: true },
          }),
        ],
        End: true,
      },
    })
    expect(hand.run.status).toBe("FAILED")
    expect(hand.redrive()).toEqual([
      "ExecutionRedriven",
      "EvaluationFailed",
      "TaskStateAborted",
      "ParallelStateFailed",
      "ExecutionFailed",
    ])
    expect(hand.run.status).toBe("FAILED")
    expect(hand.redrive()).toEqual([
      "ExecutionRedriven",
      "TaskScheduled",
      "TaskStarted",
      "PassStateExited",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
    ])
    expect(hand.ordered).toEqual(["B", "T"])
    hand.apply({ type: "TaskSucceeded", frame: 1, output: "b" })
    hand.apply({ type: "TaskSucceeded", frame: 2, output: "t" })
    expect(hand.run).toMatchObject({ status: "SUCCEEDED", output: ["b", "t"] })
  })

  test.each([1, 2])("begins with the iteration whose ItemSelector failed, %i at once", (MaxConcurrency) => {
    const item = "$states.context.Map.Item.Value"
    const hand = new Hand({
      M: {
        Type: "Map",
        Items: [1, 2, 3],
        MaxConcurrency,
        ItemSelector: { v: `{% ${item} = ${MaxConcurrency + 1} and ${redrives} = 0 ? $error('x') : ${item} %}` },
        ItemProcessor: branch({ T: { ...task, Output: "{% $states.input.v %}", End: true } }),
        End: true,
      },
    })
    hand.apply({ type: "TaskSucceeded", frame: 1, output: null })
    expect(hand.run).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" })
    hand.redrive()
    expect(hand.ordered).toHaveLength(MaxConcurrency)
    for (let frame = 2; frame < 9; frame++) {
      if (hand.run.frames.get(frame) !== undefined) hand.apply({ type: "TaskSucceeded", frame, output: null })
    }
    expect(hand.run).toMatchObject({ status: "SUCCEEDED", output: [1, 2, 3] })
  })

  test("goes only into the branches and iterations that failed or were stopped, however deep", () => {
    const leaf = branch({ T: { ...task, End: true } })
    const inner = branch({ M: { Type: "Map", Items: [1, 2], ItemProcessor: leaf, End: true } })
    const hand = new Hand({ P: { Type: "Parallel", Branches: [inner, leaf], End: true } })
    hand.apply({ type: "TaskSucceeded", frame: 2, output: "leaf" })
    hand.apply({ type: "TaskSucceeded", frame: 3, output: "one" })
    hand.apply({ ...fails, frame: 4 })
    expect(hand.run.status).toBe("FAILED")
    hand.redrive()
    expect(hand.commands).toMatchObject([{ state: "T", frame: 4 }])
    hand.apply({ type: "TaskSucceeded", frame: 4, output: "two" })
    expect(hand.run).toMatchObject({ status: "SUCCEEDED", output: [["one", "two"], "leaf"] })
  })
})
