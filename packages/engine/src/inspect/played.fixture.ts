import type { JsonObject, StateMachineDefinition } from "../asl/index.ts"
import { checkDefinition } from "../check/check-definition.ts"
import type { Command, RunTask } from "../core/command.ts"
import { compileMachine } from "../core/compile-machine.ts"
import type { Fact } from "../core/fact.ts"
import type { HistoryEvent } from "../core/history-event.ts"
import { startRun } from "../core/run.ts"
import { transition } from "../core/transition.ts"

/** How a task answers: after a while, with an output or an error. */
export interface PlayedAnswer {
  readonly afterMs: number
  readonly error?: string
}

/** A fact that comes from outside at a time. */
export type PlayedFact = Extract<Fact, { readonly type: "StopRequested" | "ExecutionTimedOut" | "RedriveRequested" }>

/** A checked definition, for a test. */
export function definitionOf(definition: JsonObject): StateMachineDefinition {
  const { definition: checked, diagnostics } = checkDefinition(definition)
  if (checked === undefined) throw new Error(JSON.stringify(diagnostics))
  return checked
}

/** The history of an execution that starts at 0 ms and is played to its end; a task's n-th call takes its n-th answer. */
export function played(
  definition: JsonObject,
  answers: Readonly<Record<string, readonly PlayedAnswer[]>> = {},
  outside: readonly PlayedFact[] = [],
): readonly HistoryEvent[] {
  const machine = compileMachine(definitionOf(definition))
  const events: HistoryEvent[] = []
  const calls = new Map<string, number>()
  let run = startRun(machine, {
    version: 1,
    id: "arn:aws:states:eu-west-1:1:execution:m:e",
    name: "e",
    seed: "seed",
    input: { a: 1 },
    startedAt: 0,
    roleArn: "arn:aws:iam::1:role/r",
    stateMachine: { id: "arn:aws:states:eu-west-1:1:stateMachine:m", name: "m" },
  })
  const queue: Fact[] = [{ type: "ExecutionStarted", at: 0 }, ...outside]
  const answer = (order: RunTask, at: number): Fact => {
    const call = calls.get(order.state) ?? 0
    calls.set(order.state, call + 1)
    const { afterMs, error } = answers[order.state]?.[call] ?? { afterMs: 100 }
    const base = { frame: order.frame, seq: order.seq, at: at + afterMs }
    return error === undefined
      ? { type: "TaskSucceeded", ...base, output: { ok: true } }
      : { type: "TaskFailed", ...base, error, cause: "why" }
  }
  const follow = (command: Command, at: number): void => {
    if (command.type === "RunTask") queue.push(answer(command, at))
    if (command.type === "StartTimer" && command.frame >= 0) {
      queue.push({ type: "TimerFired", frame: command.frame, seq: command.seq, at: command.dueMs })
    }
  }
  for (let fact = queue.shift(); fact !== undefined; fact = queue.shift()) {
    const { at } = fact
    const [next, commands] = transition(machine, run, fact, (event) => events.push(event))
    run = next
    for (const command of commands) follow(command, at)
    queue.sort((left, right) => left.at - right.at)
  }
  return events
}
