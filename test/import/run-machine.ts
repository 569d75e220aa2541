import { compileMachine, type Command, type Fact, startRun, transition } from "@stepwright/engine"
import type { Json, StateMachineDefinition } from "@stepwright/engine/asl"

import { identity } from "../conformance/drivers/driver.ts"

/** What a task answers: by what it is asked, and how often it was asked that. */
export type World = (asked: {
  readonly input: Json
  readonly time: number
}) => { readonly output: Json } | { readonly error: string; readonly cause: string }

/** What an execution came to, and what it asked of the world, in no order. */
export interface Outcome {
  readonly status: string
  readonly output?: Json | undefined
  readonly error?: string | undefined
  readonly cause?: string | undefined
  readonly calls: readonly string[]
  readonly elapsedMs: number
}

const beganAt = Date.UTC(2025, 0, 1)
/** Facts after which an execution counts as endless. */
const patience = 3000

/** Runs a machine on the bare core; its clock jumps to what is due. */
export function runMachine(definition: StateMachineDefinition, input: Json, world: World): Outcome {
  const machine = compileMachine(definition)
  let run = startRun(machine, { version: 1, ...identity, input, seed: "import", startedAt: beganAt })
  let now = beganAt
  const due: { readonly at: number; readonly fact: (at: number) => Fact }[] = []
  const calls: string[] = []
  const times = new Map<string, number>()
  const apply = (fact: Fact): void => {
    const [next, commands] = transition(machine, run, { ...fact, digest: run.digest })
    run = next
    for (const command of commands) obey(command)
  }
  const obey = (command: Command): void => {
    if (command.type === "StartTimer") {
      const { frame, seq } = command
      due.push({ at: command.dueMs, fact: (at) => ({ type: "TimerFired", frame, seq, at }) })
    }
    if (command.type !== "RunTask") return
    const { frame, seq, resource } = command
    const asked = JSON.stringify([resource, command.input])
    const time = (times.get(asked) ?? 0) + 1
    times.set(asked, time)
    calls.push(asked)
    const answer = world({ input: command.input, time })
    due.push({
      at: now,
      fact: (at) =>
        "output" in answer
          ? { type: "TaskSucceeded", output: answer.output, frame, seq, at }
          : { type: "TaskFailed", error: answer.error, cause: answer.cause, frame, seq, at },
    })
  }
  apply({ type: "ExecutionStarted", at: now })
  for (let count = 0; run.status === "RUNNING" && count < patience; count++) {
    const first = due.toSorted((left, right) => left.at - right.at)[0]
    if (first === undefined) break
    due.splice(due.indexOf(first), 1)
    now = Math.max(now, first.at)
    apply(first.fact(now))
  }
  const { status, output, error, cause } = run
  return { status, output, error, cause, calls: calls.toSorted(), elapsedMs: now - beganAt }
}
