import * as fc from "fast-check"
import { describe, expect, test } from "vitest"

import type { StateMachineDefinition } from "../asl/document.ts"
import type { Json } from "../asl/json.ts"
import type { Command, RunChild, RunTask, StartTimer } from "./command.ts"
import { compileMachine } from "./compile-machine.ts"
import type { Fact } from "./fact.ts"
import type { Machine } from "./machine.ts"
import { type Run, startRun } from "./run.ts"
import { machines } from "./simulation/random-machine.ts"
import { simulatedHeader } from "./simulation/simulate.ts"
import { transition } from "./transition.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)
const numRuns = Number(process.env["STEPWRIGHT_RUNS"] ?? 400)

/** How an execution is ended against its will. */
interface Disturbance {
  /** After so many facts since its start or its last redrive. */
  readonly after: number
  /** By a stop, by a failure that nothing catches, or by the root's timeout. */
  readonly how: "stop" | "fatal" | "timeout"
}

const disturbances = fc.array(
  fc.record<Disturbance>({ after: fc.nat(12), how: fc.constantFrom("stop", "fatal", "timeout") }),
  { minLength: 1, maxLength: 4 },
)

describe(`redriven executions of random machines (STEPWRIGHT_SEED=${seed})`, () => {
  test("come to what an undisturbed one comes to", () => {
    let compared = 0
    fc.assert(
      fc.property(machines, disturbances, fc.nat(1000), (definition, disturbed, chance) => {
        const machine = compileMachine(settled(indifferent(definition)))
        const undisturbed = live(machine, 0, [])
        const plain = outcomeOf(undisturbed)
        // What depends on which of several branches answers first is not to be compared.
        if (undisturbed.status !== "SUCCEEDED") return
        for (let order = 1; order < 9; order++) {
          if (outcomeOf(live(machine, order, [])) !== plain) return
        }
        compared++
        expect(outcomeOf(live(machine, chance, disturbed))).toBe(plain)
      }),
      { seed, numRuns },
    )
    expect(compared).toBeGreaterThan(numRuns / 10)
  })

  test("come to what they would have, had their expressions not failed before the third redrive", () => {
    let compared = 0
    fc.assert(
      fc.property(machines, disturbances, fc.nat(1000), (given, disturbed, chance) => {
        const definition = uncaught(given)
        const undisturbed = live(compileMachine(settled(definition)), 0, [])
        if (undisturbed.status !== "SUCCEEDED") return
        const late = compileMachine(settled(definition, failing))
        const run = live(late, chance, disturbed, 3)
        if (run.redriveCount > 0) compared++
        expect(outcomeOf(run)).toBe(outcomeOf(undisturbed))
      }),
      { seed, numRuns },
    )
    expect(compared).toBeGreaterThan(numRuns / 20)
  })
})

/** Without what would go another way when an expression fails. */
function uncaught(definition: StateMachineDefinition): StateMachineDefinition {
  const without = (key: string, value: unknown): unknown => (key === "Retry" || key === "Catch" ? undefined : value)
  return JSON.parse(JSON.stringify(definition, without)) as StateMachineDefinition // less of it
}

/** The machine with catchers that do not tell which of several lines of control failed first. */
function indifferent(definition: StateMachineDefinition): StateMachineDefinition {
  const blind = (_: string, value: unknown): unknown => {
    const state = value as {
      readonly Type?: unknown
      readonly QueryLanguage?: unknown
      readonly Catch?: unknown[]
    } | null
    if ((state?.Type !== "Map" && state?.Type !== "Parallel") || state.Catch === undefined) return value
    const { Next } = state.Catch.at(-1) as { readonly Next: string } // of a catcher
    const jsonata = (state.QueryLanguage ?? definition.QueryLanguage) === "JSONata"
    const kept = jsonata ? { Output: "{% $states.input %}" } : { ResultPath: null }
    return { ...state, Catch: [{ ErrorEquals: ["States.ALL"], Next, ...kept }] }
  }
  return JSON.parse(JSON.stringify(definition, blind)) as StateMachineDefinition // as it was, but for catchers
}

/** A value, after so many redrives. */
const failing = (value: string, redrives: number): string =>
  `($states.context.Execution.RedriveCount < ${redrives} ? $error('too early') : ${value})`

/** How it ended, but for the ids of events: a redrive writes more of them. */
function outcomeOf({ status, output, error, cause }: Run): string {
  return JSON.stringify({ status, output, error, cause }).replaceAll(/event id #\d+/g, "event id")
}

/** The machine without what differs from run to run. */
function settled(
  definition: StateMachineDefinition,
  sure: (value: string, redrives: number) => string = (value) => value,
): StateMachineDefinition {
  const text = [
    ["$random()", sure("0.7", 1)],
    ["$uuid()", sure("'u'", 3)],
    ["$millis()", sure("5", 2)],
    ["$now()", sure("'now'", 1)],
    ["$states.context.State.EnteredTime", "'then'"],
    ["$states.context.Task", "$states.context.Execution.Name"],
    ["States.UUID()", "States.Format('u')"],
    ["States.MathRandom(1, 999)", "States.MathAdd(1, 2)"],
    ["$$.State.EnteredTime", "$$.Execution.Name"],
  ].reduce((text, [from = "", to = ""]) => text.replaceAll(from, to), JSON.stringify(definition))
  return JSON.parse(text) as StateMachineDefinition // as it was, but for texts
}

/**
 * Runs an execution in a world that answers the same call the same way, whenever and however often it is made.
 * @param redrives - So often it is redriven where it fails by itself.
 */
function live(machine: Machine, order: number, disturbed: readonly Disturbance[], redrives = 0): Run {
  const outstanding = new Map<string, RunTask | RunChild | StartTimer>()
  let run = startRun(machine, simulatedHeader({ value: 2, items: [1, { a: 2 }] }))
  let at = 0
  let random = order
  const apply = (fact: Fact): void => {
    if ("frame" in fact) outstanding.delete(`${fact.frame}.${fact.seq}`)
    const [next, commands] = transition(machine, run, fact)
    run = next
    for (const command of commands) obey(outstanding, command)
  }
  apply({ type: "ExecutionStarted", at })
  const left = [...disturbed]
  for (let since = 0; since < 2000; since++) {
    while (run.status === "FAILED" && run.redriveCount < redrives) apply({ type: "RedriveRequested", at })
    if (run.status !== "RUNNING") return run
    const orders = [...outstanding.values()].filter(({ frame }) => frame >= 0)
    random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fff_ffff
    const next = orders[random % orders.length]
    if (next === undefined) throw new Error("nothing is left that could answer it")
    const [disturbance] = left
    if (disturbance === undefined || since < disturbance.after) {
      apply(answerTo(next, at))
      continue
    }
    left.shift()
    since = 0
    const timeout = outstanding.get("-1.0")
    if (disturbance.how === "timeout" && timeout?.type === "StartTimer") {
      at = timeout.dueMs
      apply({ type: "ExecutionTimedOut", at })
    } else if (disturbance.how === "fatal" && next.type === "RunTask" && next.reader === undefined) {
      apply({ type: "TaskFailed", frame: next.frame, seq: next.seq, at, error: "States.Runtime" })
    } else apply({ type: "StopRequested", at })
    apply({ type: "RedriveRequested", at })
  }
  throw new Error("it does not end")
}

function obey(outstanding: Map<string, RunTask | RunChild | StartTimer>, command: Command): void {
  if (command.type === "FinishExecution") outstanding.clear()
  else if (command.type === "CancelWork") outstanding.delete(`${command.frame}.${command.seq}`)
  else if (command.type !== "CancelChild") outstanding.set(`${command.frame}.${command.seq}`, command)
}

const outputs: readonly Json[] = [{ value: 1 }, { value: 3 }, "text", [1, 2], null, { items: [1, 2, 3] }]

function answerTo(order: RunTask | RunChild | StartTimer, at: number): Fact {
  const { frame, seq } = order
  if (order.type === "StartTimer") return { type: "TimerFired", frame, seq, at }
  if (order.type === "RunTask" && order.reader !== undefined) {
    return { type: "TaskSucceeded", frame, seq, at, output: [{ a: 1 }, 2, "x"] }
  }
  let hash = 7
  for (const character of `${order.path}/${JSON.stringify(order.input)}`) {
    hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) & 0x7fff_ffff
  }
  if (hash % 10 === 0) return { type: "TaskFailed", frame, seq, at, error: "Made.Up", cause: "always" }
  return { type: "TaskSucceeded", frame, seq, at, output: outputs[hash % outputs.length] ?? null }
}
