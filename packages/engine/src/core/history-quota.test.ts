import { describe, expect, test } from "vitest"

import type { StateMachineDefinition } from "../asl/document.ts"
import type { HistoryEvent } from "./history-event.ts"
import { compileMachine } from "./compile-machine.ts"
import { pendingCommands } from "./pending.ts"
import { projectHistory, replay } from "./project-history.ts"
import { startRun } from "./run.ts"
import { simulate, simulatedHeader, type Simulation } from "./simulation/simulate.ts"
import { transition } from "./transition.ts"

const task = { Type: "Task", Resource: "arn:aws:states:::noop:run" } as const
const processor = (mode: object): object => ({ ...mode, StartAt: "I", States: { I: { ...task, End: true } } })
const express = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } }

/** Everything that writes events: branches, iterations, child executions, retries, a catcher, a state that fails. */
const all = {
  StartAt: "P",
  States: {
    P: {
      Type: "Parallel",
      Branches: [
        { StartAt: "X", States: { X: { ...task, End: true } } },
        { StartAt: "M", States: { M: { Type: "Map", ItemProcessor: processor({}), End: true } } },
      ],
      Next: "D",
    },
    D: { Type: "Map", ItemProcessor: processor(express), Next: "F" },
    F: {
      Type: "Parallel",
      Branches: [
        { StartAt: "Y", States: { Y: { ...task, End: true } } },
        { StartAt: "N", States: { N: { Type: "Map", ItemsPath: "$.none", ItemProcessor: processor({}), End: true } } },
      ],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Z" }],
      Retry: [{ ErrorEquals: ["E"], MaxAttempts: 1 }],
      End: true,
    },
    Z: { Type: "Wait", Seconds: 1, Next: "End" },
    End: { Type: "Succeed" },
  },
} as unknown as StateMachineDefinition
const given: Simulation = {
  input: [1, 2],
  tasks: { X: [{ output: 1 }], Y: [{ fails: true, error: "E" }, "never"], P: [], D: [] },
}
const full = simulate(all, given)
const failed = {
  type: "ExecutionFailed",
  error: "States.Runtime",
  cause: expect.stringMatching(/^The execution reached the maximum number of history events \(\d+\)\.$/),
}

describe("a history beyond its quota", () => {
  const most = full.events.length

  test("is one that this machine would write", () => {
    expect(full.run.status).toBe("FAILED")
    expect(most).toBeGreaterThan(30)
  })

  test.each(Array.from({ length: most - 2 }, (_, index) => index + 2))(
    "of %i events ends with it, whatever would have come",
    (historyEvents) => {
      const { run, events, facts, machine, commands } = simulate(all, { ...given, limits: { historyEvents } })
      expect(events).toHaveLength(historyEvents)
      expect(run.eventCount).toBe(historyEvents)
      expect(events.at(-1)).toMatchObject({ id: historyEvents, ...failed })
      expect(withoutLast(events)).toEqual(full.events.slice(0, historyEvents - 1))
      expect(run).toMatchObject({ status: "FAILED", error: "States.Runtime", cause: failed.cause })
      expect(commands.filter(({ type }) => type === "FinishExecution")).toHaveLength(1)
      expect(commands.at(-1)).toMatchObject({ type: "FinishExecution", status: "FAILED" })
      expect(pendingCommands(machine, run)).toEqual([])
      const start = startRun(machine, simulatedHeader([1, 2]))
      expect(projectHistory(machine, start.header, facts)).toEqual(events)
      expect(replay(machine, start, facts).digest).toBe(run.digest)
    },
  )

  test("may still end by itself with its last event", () => {
    expect(simulate(all, { ...given, limits: { historyEvents: most } })).toMatchObject({
      run: { error: full.run.error },
      events: full.events,
    })
  })

  test("leaves child executions of the type EXPRESS alone", () => {
    const one = { StartAt: "D", States: { D: { Type: "Map", ItemProcessor: processor(express), End: true } } }
    const map = (definition: object) =>
      simulate(definition as StateMachineDefinition, { input: [[1]], limits: { historyEvents: 6 } })
    expect(map(one).children.map(({ run }) => run.status)).toEqual(["SUCCEEDED"])
    const standard = JSON.parse(JSON.stringify(one).replace("EXPRESS", "STANDARD")) as object
    expect(map(standard).children.map(({ run }) => run.error)).toEqual(["States.Runtime"])
  })
})

function withoutLast(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  return events.slice(0, -1)
}

describe("a redrive", () => {
  const definition: StateMachineDefinition = { StartAt: "A", States: { A: { Type: "Fail" } } }
  const { run } = simulate(definition)
  const machineWith = (historyEvents: number) => {
    const machine = compileMachine(definition)
    return { ...machine, limits: { ...machine.limits, historyEvents } }
  }
  const redriven = (historyEvents: number, more: object = {}) =>
    transition(machineWith(historyEvents), run, { type: "RedriveRequested", at: 1, ...more })

  test("needs room for two events", () => {
    expect(run.eventCount).toBe(3)
    expect(redriven(4)[0]).toBe(run)
    expect(redriven(5)[0]).toMatchObject({ eventCount: 5, redriveCount: 1 })
  })

  test("by a Map ends a child whose history is full once more, so that the Map hears of it", () => {
    const [again, commands] = redriven(3, { awaitedBy: "token" })
    expect(again).toMatchObject({ status: "FAILED", eventCount: 3, awaitedBy: "token", error: "States.Runtime" })
    expect(commands).toMatchObject([{ type: "FinishExecution", status: "FAILED" }])
  })
})
