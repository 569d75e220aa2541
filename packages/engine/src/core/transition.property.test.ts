import * as fc from "fast-check"
import { describe, expect, test } from "vitest"

import { runFromCheckpoint, runToCheckpoint } from "./checkpoint.ts"
import type { Command } from "./command.ts"
import { compileMachine } from "./compile-machine.ts"
import type { Fact } from "./fact.ts"
import type { Machine } from "./machine.ts"
import { pendingCommands } from "./pending.ts"
import { projectHistory, replay, ReplayDiverged } from "./project-history.ts"
import { type Run, startRun } from "./run.ts"
import { draws, execute, type RandomExecution } from "./simulation/random-execution.ts"
import { machines } from "./simulation/random-machine.ts"
import { simulatedHeader } from "./simulation/simulate.ts"
import { transition } from "./transition.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)
const numRuns = Number(process.env["STEPWRIGHT_RUNS"] ?? 150)

const stored = (run: Run): string => JSON.stringify(runToCheckpoint(run))
const restored = (run: Run): Run => runFromCheckpoint(JSON.parse(stored(run)))

/** Checks a property over executions of random machines. */
function holds(property: (execution: RandomExecution, machine: Machine) => void): void {
  fc.assert(
    fc.property(machines, draws, (definition, chance) => {
      const machine = compileMachine(definition)
      property(execute(machine, chance), machine)
    }),
    { seed, numRuns },
  )
}

describe(`executions of random machines (STEPWRIGHT_SEED=${seed})`, () => {
  test("replaying a journal gives the same run", () => {
    holds(({ start, run, facts }, machine) => {
      expect(stored(replay(machine, start, facts))).toBe(stored(run))
    })
  })

  test("replaying a journal gives the same history", () => {
    holds(({ run, facts, events }, machine) => {
      expect(projectHistory(machine, run.header, facts)).toEqual(events)
    })
  })

  test("listening to the history changes nothing else", () => {
    holds(({ start, applied }, machine) => {
      let run = start
      for (const { fact, after, commands } of applied) {
        const [next, ordered] = transition(machine, run, fact)
        expect(stored(next)).toBe(stored(after))
        expect(ordered).toEqual(commands)
        run = next
      }
    })
  })

  test("history ids have no gaps, and an event follows an earlier one", () => {
    holds(({ run, events }) => {
      expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1))
      expect(events.every(({ id, previousEventId }) => previousEventId < id)).toBe(true)
      expect(run.eventCount).toBe(events.length)
    })
  })

  test("a fact that was applied before changes nothing", () => {
    holds(({ applied }, machine) => {
      const past: Fact[] = []
      for (const { fact, after } of applied) {
        if (fact.type !== "RedriveRequested" && fact.type !== "TaskSubmitted") past.push(fact)
        for (const late of past) {
          // A stop or a cancellation is a fact of its own each time; after a redrive an execution may be stopped, or time out, once more.
          if (["StopRequested", "CancelRequested", "ExecutionTimedOut"].includes(late.type)) continue
          const [same, commands] = transition(machine, after, late)
          expect(same).toBe(after)
          expect(commands).toEqual([])
        }
      }
    })
  })

  test("an execution that ended takes no fact but a redrive, and orders nothing", () => {
    holds(({ applied, facts }, machine) => {
      for (const { after } of applied.filter((one) => one.after.status !== "RUNNING")) {
        for (const fact of facts.filter(({ type }) => type !== "RedriveRequested")) {
          expect(transition(machine, after, fact)).toEqual([after, []])
          expect(transition(machine, after, fact)[0]).toBe(after)
        }
        expect(pendingCommands(machine, after)).toEqual([])
      }
    })
  })

  test("an execution that succeeded cannot be redriven", () => {
    holds(({ run }, machine) => {
      if (run.status === "SUCCEEDED")
        expect(transition(machine, run, { type: "RedriveRequested", at: 1e9 })[0]).toBe(run)
    })
  })

  test("a run stored and restored is the same, and goes on the same", () => {
    holds(({ start, run, facts, applied }, machine) => {
      let current = start
      for (const { fact, after, commands } of applied) {
        expect(stored(restored(current))).toBe(stored(current))
        const [next, ordered] = transition(machine, restored(current), fact)
        expect(ordered).toEqual(commands)
        expect(stored(next)).toBe(stored(after))
        current = after
      }
      const middle = applied[Math.floor(applied.length / 2)]
      if (middle === undefined) return
      const rest = facts.slice(facts.indexOf(middle.fact) + 1)
      expect(stored(replay(machine, restored(middle.after), rest))).toBe(stored(run))
    })
  })

  test("what is pending in a run, also in one that was stored, is what was ordered and not answered", () => {
    holds(({ applied }, machine) => {
      for (const { after, outstanding } of applied) {
        const expected = sorted([...outstanding.values()].map(asPending))
        for (const run of [after, restored(after)]) {
          // That a child is to be cancelled is said again, for the first word may have been lost.
          const pending = pendingCommands(machine, run).filter(({ type }) => type !== "CancelChild")
          expect(sorted(pending)).toEqual(expected)
        }
      }
    })
  })

  test("a catcher takes the failure of an attempt that may have been made before for that of a retry", () => {
    const machine = compileMachine({
      QueryLanguage: "JSONata",
      StartAt: "Once",
      States: {
        Once: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $states.context.State.RetryCount %}", Next: "End" }],
          End: true,
        },
        End: { Type: "Succeed" },
      },
    })
    const outputOf = (more: object): unknown => {
      const [begun] = transition(machine, startRun(machine, simulatedHeader({})), { type: "ExecutionStarted", at: 0 })
      return transition(machine, begun, { type: "TaskFailed", frame: 0, seq: 1, at: 1, error: "Made.Up", ...more })[0]
        .output
    }
    expect(outputOf({})).toBe(0)
    expect(outputOf({ again: true })).toBe(1)
  })

  test("a transition never changes the run that it was given", () => {
    holds(({ start, applied, facts }, machine) => {
      const before = [start, ...applied.map(({ after }) => after)].map(stored)
      for (const { before: run } of applied) {
        for (const fact of facts) transition(machine, run, fact)
      }
      expect([start, ...applied.map(({ after }) => after)].map(stored)).toEqual(before)
    })
  })

  test("a journal that leads elsewhere than it was recorded for diverges", () => {
    holds(({ start, facts }, machine) => {
      const last = facts.at(-1)
      if (last === undefined) return
      const bent = [...facts.slice(0, -1), { ...last, digest: (last.digest ?? 0) ^ 1 }]
      expect(() => replay(machine, start, bent)).toThrow(ReplayDiverged)
    })
  })

  test("the machines and answers reach every kind of state, of fact and of end", () => {
    const seen = new Set<string>()
    holds(({ events, facts, run }) => {
      for (const { type } of events) seen.add(type)
      for (const { type } of facts) seen.add(type)
      seen.add(run.status)
    })
    for (const kind of ["Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"]) {
      expect(seen).toContain(`${kind}StateEntered`)
    }
    for (const what of ["TaskSubmitted", "TaskFailed", "TimerFired", "RedriveRequested", "SUCCEEDED", "FAILED"]) {
      expect(seen).toContain(what)
    }
  })
})

function sorted(commands: readonly Command[]): readonly Command[] {
  const address = (command: Command): string => ("frame" in command ? `${command.frame}.${command.seq}` : "")
  return [...commands].sort((a, b) => address(a).localeCompare(address(b)))
}

/** A task that was ordered may have been called by a worker that was lost since. */
function asPending(order: Command): Command {
  return order.type !== "RunTask" ||
    order.submitted === true ||
    order.reader !== undefined ||
    order.writer !== undefined
    ? order
    : { ...order, again: true }
}
