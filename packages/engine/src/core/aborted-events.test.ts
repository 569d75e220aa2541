import { describe, expect, test } from "vitest"

import type { StateDefinition } from "../asl/document.ts"
import { simulate, type Simulation } from "./simulation/simulate.ts"

const task = { Type: "Task", Resource: "arn:aws:states:::lambda:invoke", End: true }
const wait = { Type: "Wait", Seconds: 9, End: true }

/** Every event as `id<previous type[index]`, from an event on. */
function told(state: object, given: Simulation, from: number): readonly string[] {
  const S = { End: true, ...state } as unknown as StateDefinition // the state of the test
  const { events } = simulate({ StartAt: "S", States: { S, N: { Type: "Succeed" } } }, given)
  return events
    .filter(({ id }) => id >= from)
    .map(({ id, previousEventId, type, index }) =>
      index === undefined ? `${id}<${previousEventId} ${type}` : `${id}<${previousEventId} ${type}[${index}]`,
    )
}

const branch = (state: object): object => ({ StartAt: "A", States: { A: state } })
const named = (name: string, state: object): object => ({ StartAt: name, States: { [name]: state } })
const fails: Simulation["tasks"] = { F: [{ fails: true, error: "E" }], T: ["never"] }

// Source: users' histories on AWS (us-east-1, 2026); for a branch's own task also recorded.
describe("what a failing line of control cuts follows its last event, before the state fails", () => {
  test("a Parallel's branches", () => {
    const Branches = [named("T", task), named("W", wait), named("F", task)]
    expect(told({ Type: "Parallel", Branches }, { tasks: fails }, 11)).toEqual([
      "11<10 TaskFailed",
      "12<11 TaskStateAborted",
      "13<11 WaitStateAborted",
      "14<11 TaskStateAborted",
      "15<11 ParallelStateFailed",
      "16<15 ExecutionFailed",
    ])
  })

  test("a Map's iterations: each is aborted, and then its state", () => {
    const processor = {
      StartAt: "Q",
      States: {
        Q: { Type: "Choice", Choices: [{ Variable: "$", NumericEquals: 2, Next: "F" }], Default: "W" },
        F: { Type: "Fail", Error: "E" },
        W: wait,
      },
    }
    expect(told({ Type: "Map", ItemProcessor: processor }, { input: [1, 2, 3] }, 12)).toEqual([
      "12<11 FailStateEntered",
      "13<12 MapIterationAborted[0]",
      "14<12 WaitStateAborted",
      "15<12 MapIterationAborted[2]",
      "16<12 MapIterationFailed[1]",
      "17<12 MapStateFailed",
      "18<17 ExecutionFailed",
    ])
  })

  test("an iteration's own task", () => {
    const map = { Type: "Map", ItemProcessor: named("F", task) }
    const end = ["7<6 TaskStarted", "8<7 TaskFailed", "9<8 TaskStateAborted", "10<8 MapIterationFailed[0]"]
    expect(told(map, { input: [1], tasks: fails }, 7)).toEqual([...end, "11<8 MapStateFailed", "12<11 ExecutionFailed"])
    expect(told({ ...map, ToleratedFailureCount: 1 }, { input: [1], tasks: fails }, 7)).toEqual([
      ...end,
      "11<8 MapStateSucceeded",
      "12<8 MapStateExited",
      "13<12 ExecutionSucceeded",
    ])
  })

  test("nothing, where the failure ends the execution", () => {
    const Branches = [branch(wait), named("B", { Type: "Pass", InputPath: "$.x", End: true })]
    expect(told({ Type: "Parallel", Branches }, {}, 5)).toEqual(["5<3 PassStateEntered", "6<5 ExecutionFailed"])
  })
})

describe("a Parallel that fails by itself", () => {
  const Branches = [branch({ Type: "Pass", End: true })]

  test("after its branches: the execution's end follows its success", () => {
    const state = { Type: "Parallel", Branches, ResultSelector: { "a.$": "$.x" } }
    expect(told(state, {}, 5)).toEqual(["5<4 PassStateExited", "6<5 ParallelStateSucceeded", "7<6 ExecutionFailed"])
  })

  test("in its catcher: it fails a second time, from where it stood before the first", () => {
    const state = {
      Type: "Parallel",
      QueryLanguage: "JSONata",
      Branches: [branch({ Type: "Fail", Error: "E" })],
      Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $nothing %}", Next: "N" }],
    }
    expect(told(state, {}, 4)).toEqual([
      "4<3 FailStateEntered",
      "5<4 ParallelStateFailed",
      "6<4 EvaluationFailed",
      "7<6 ParallelStateFailed",
      "8<7 ExecutionFailed",
    ])
  })
})

test.each([
  ["Parallel", (inner: object) => ({ Branches: [inner], Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }] }), 2],
  ["Map", (inner: object) => ({ Items: [1], ItemProcessor: inner }), 1],
] as const)("an evaluation that fails within a %s is told of where it failed alone", (Type, fields, times) => {
  const inner = named("B", { Type: "Pass", Output: "{% $nothing %}", End: true })
  const S = { Type, ...fields(inner), End: true } as unknown as StateDefinition // the state of the test
  const { events } = simulate({ QueryLanguage: "JSONata", StartAt: "S", States: { S } })
  const failed = events.filter(({ type }) => type === "EvaluationFailed").map(({ state }) => state)
  expect(failed).toEqual(Array.from({ length: times }, () => "B"))
})
