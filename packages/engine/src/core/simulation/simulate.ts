import type { StateMachineDefinition } from "../../asl/document.ts"
import type { Json } from "../../asl/json.ts"
import type { Command, RunTask } from "../command.ts"
import { compileMachine, type MachineOptions } from "../compile-machine.ts"
import type { Fact } from "../fact.ts"
import type { ExecutionHeader } from "../header.ts"
import type { HistoryEvent } from "../history-event.ts"
import type { Machine } from "../machine.ts"
import { type Run, startRun } from "../run.ts"
import { transition } from "../transition.ts"

/** An answer to one attempt of a task: an output, a failure, a timeout, or what its call returned before either. */
export type Reply =
  | { readonly output: Json }
  | { readonly error?: string; readonly cause?: string; readonly fails: true }
  | { readonly timesOut: "timeout" | "heartbeat" }
  | { readonly submitted: Json }
  | "never"

/** What a simulated execution is given. */
export interface Simulation extends MachineOptions {
  readonly input?: Json
  /** By state: the replies to its attempts, in order; the last one repeats. A function answers by the order. */
  readonly tasks?: Readonly<Record<string, readonly Reply[] | ((order: RunTask) => Reply)>>
}

/** What a simulated execution came to. */
export interface Simulated {
  readonly machine: Machine
  readonly run: Run
  readonly facts: readonly Fact[]
  readonly commands: readonly Command[]
  readonly events: readonly HistoryEvent[]
  /** Every attempt that was ordered. */
  readonly orders: readonly RunTask[]
}

/** The header of every simulated execution. */
export function simulatedHeader(input: Json): ExecutionHeader {
  return {
    version: 1,
    id: "arn:aws:states:us-east-1:111111111111:execution:machine:run",
    name: "run",
    stateMachine: { id: "arn:aws:states:us-east-1:111111111111:stateMachine:machine", name: "machine" },
    roleArn: "arn:aws:iam::111111111111:role/role",
    input,
    seed: "seed",
    startedAt: 0,
  }
}

/** Runs an execution to its end, or until nothing is left that could answer it. Timers fire when they are due. */
export function simulate(definition: StateMachineDefinition, given: Simulation = {}): Simulated {
  const machine = compileMachine(definition, given)
  const facts: Fact[] = []
  const commands: Command[] = []
  const events: HistoryEvent[] = []
  const orders: RunTask[] = []
  const due: { readonly at: number; readonly fact: (at: number) => Fact }[] = []
  const made = new Map<string, number>()
  let run = startRun(machine, simulatedHeader(given.input ?? {}))
  let now = 0

  const apply = (fact: Fact): void => {
    const [next, ordered] = transition(machine, run, fact, (event) => events.push(event))
    if (next === run) return
    run = next
    facts.push(fact)
    commands.push(...ordered)
    for (const command of ordered) {
      if (command.type === "StartTimer") due.push({ at: command.dueMs, fact: (at) => timer(command, at) })
      if (command.type === "RunTask") due.push(...repliesTo(command))
    }
  }
  const repliesTo = (order: RunTask): typeof due => {
    orders.push(order)
    const answers: typeof due = []
    for (;;) {
      const reply = replyTo(order)
      if (reply === "never") return answers
      answers.push({ at: now, fact: (at) => answer(order, reply, at) })
      if (!("submitted" in reply)) return answers
    }
  }
  const replyTo = (order: RunTask): Reply => {
    const replies = given.tasks?.[order.state] ?? [{ output: order.input }]
    if (typeof replies === "function") return replies(order)
    const count = made.get(order.state) ?? 0
    made.set(order.state, count + 1)
    return replies[count] ?? replies.at(-1) ?? "never"
  }

  apply({ type: "ExecutionStarted", at: 0 })
  while (run.status === "RUNNING" && due.length > 0) {
    const first = due.reduce((best, next) => (next.at < best.at ? next : best))
    due.splice(due.indexOf(first), 1)
    now = Math.max(now, first.at)
    apply(first.fact(now))
  }
  return { machine, run, facts, commands, events, orders }
}

function timer({ frame, seq }: { readonly frame: number; readonly seq: number }, at: number): Fact {
  return frame < 0 ? { type: "ExecutionTimedOut", at } : { type: "TimerFired", frame, seq, at }
}

function answer({ frame, seq }: RunTask, reply: Exclude<Reply, "never">, at: number): Fact {
  if ("submitted" in reply) return { type: "TaskSubmitted", frame, seq, at, output: reply.submitted }
  if ("output" in reply) return { type: "TaskSucceeded", frame, seq, at, output: reply.output }
  if ("timesOut" in reply) return { type: "TaskTimedOut", frame, seq, at, reason: reply.timesOut }
  const { error, cause } = reply
  return {
    type: "TaskFailed",
    frame,
    seq,
    at,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  }
}
