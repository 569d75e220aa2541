import * as fc from "fast-check"

import type { Json } from "../../asl/json.ts"
import type { Command, RunChild, RunTask, StartTimer } from "../command.ts"
import type { Fact } from "../fact.ts"
import type { HistoryEvent } from "../history-event.ts"
import type { Machine } from "../machine.ts"
import { type Run, startRun } from "../run.ts"
import { transition } from "../transition.ts"
import { simulatedHeader } from "./simulate.ts"

/** One draw of chance: which order is answered, how, and after how long. */
export interface Draw {
  readonly pick: number
  readonly how: number
  readonly delayMs: number
}

/** Chance for up to so many facts. */
export const draws: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc.record({ pick: fc.nat(1000), how: fc.nat(99), delayMs: fc.nat(4000) }),
  { minLength: 1, maxLength: 40, size: "max" },
)

/** One fact that was applied, and what came of it. */
interface Applied {
  readonly fact: Fact
  readonly before: Run
  readonly after: Run
  readonly commands: readonly Command[]
  /** The orders that are out after it, by address. */
  readonly outstanding: ReadonlyMap<string, Outstanding>
}

type Outstanding = RunTask | RunChild | StartTimer

/** An execution that chance answered. */
export interface RandomExecution {
  readonly start: Run
  readonly run: Run
  readonly facts: readonly Fact[]
  readonly applied: readonly Applied[]
  readonly events: readonly HistoryEvent[]
}

/** Answers a machine's orders as the draws say, stops and redrives it now and then. */
export function execute(machine: Machine, chance: readonly Draw[]): RandomExecution {
  const start = startRun(machine, simulatedHeader({ value: 2, items: [1, { a: 2 }] }))
  const applied: Applied[] = []
  const events: HistoryEvent[] = []
  const outstanding = new Map<string, Outstanding>()
  let run = start
  let now = 0

  const apply = (fact: Fact): void => {
    const stamped = { ...fact, digest: run.digest }
    const [after, commands] = transition(machine, run, stamped, (event) => events.push(event))
    if (after === run) throw new Error(`the fact ${JSON.stringify(fact)} changed nothing`)
    if ("frame" in fact && fact.type !== "TaskSubmitted") outstanding.delete(`${fact.frame}.${fact.seq}`)
    if (fact.type === "TaskSubmitted") submit(outstanding, `${fact.frame}.${fact.seq}`)
    for (const command of commands) obey(outstanding, command)
    applied.push({ fact: stamped, before: run, after, commands, outstanding: new Map(outstanding) })
    run = after
  }

  apply({ type: "ExecutionStarted", at: 0 })
  for (const draw of chance) {
    now += draw.delayMs
    const fact = nextFact(run, outstanding, draw, now)
    if (fact === undefined) break
    now = fact.at
    apply(fact)
  }
  return { start, run, facts: applied.map(({ fact }) => fact), applied, events }
}

function submit(outstanding: Map<string, Outstanding>, address: string): void {
  const order = outstanding.get(address)
  if (order?.type === "RunTask") outstanding.set(address, { ...order, submitted: true })
}

function obey(outstanding: Map<string, Outstanding>, command: Command): void {
  if (command.type === "FinishExecution") outstanding.clear()
  else if (command.type === "CancelWork") outstanding.delete(`${command.frame}.${command.seq}`)
  else if (command.type === "CancelChild") unbind(outstanding, `${command.frame}.${command.seq}`)
  else outstanding.set(`${command.frame}.${command.seq}`, command)
}

/** A child workflow that is cancelled is given the time that it takes. */
function unbind(outstanding: Map<string, Outstanding>, address: string): void {
  const order = outstanding.get(address)
  if (order?.type !== "RunTask") return
  const { timeoutSeconds: _timeout, heartbeatSeconds: _heartbeat, ...unbounded } = order
  outstanding.set(address, unbounded)
}

function nextFact(
  run: Run,
  outstanding: ReadonlyMap<string, Outstanding>,
  { pick, how }: Draw,
  now: number,
): Fact | undefined {
  if (run.status !== "RUNNING") return run.status === "SUCCEEDED" ? undefined : { type: "RedriveRequested", at: now }
  if (how === 0 && pick % 2 === 0 && run.cancelled === undefined)
    return { type: "CancelRequested", at: now, cause: "C" }
  if (how === 0) return { type: "StopRequested", at: now, error: "Stopped" }
  // The root's timeout is drawn only where nothing else is out, so that it does not end every execution.
  const orders = [...outstanding.values()]
  const own = orders.filter(({ frame }) => frame >= 0)
  const order = own.length === 0 ? orders[0] : own[pick % own.length]
  if (order === undefined) return undefined
  if (order.type !== "StartTimer") return answerOf(order, pick, how, now)
  const at = Math.max(now, order.dueMs)
  if (order.frame < 0) return { type: "ExecutionTimedOut", at }
  return { type: "TimerFired", frame: order.frame, seq: order.seq, at }
}

function reads(order: RunTask | RunChild): boolean {
  return order.type === "RunTask" && order.reader !== undefined
}

const outputs: readonly Json[] = [{ value: 1 }, { value: 3, again: true }, "text", [1, 2], null, { items: [1, 2, 3] }]

/** A child execution's end, like any answer, is made up. */
function answerOf(order: RunTask | RunChild, pick: number, how: number, at: number): Fact {
  const { frame, seq } = order
  const output = reads(order) ? [{ a: 1 }, 2, "x"] : (outputs[pick % outputs.length] ?? null)
  if (how < 20) return { type: "TaskFailed", frame, seq, at, error: how < 14 ? "Made.Up" : "Other", cause: "chance" }
  if (how < 25) return { type: "TaskTimedOut", frame, seq, at, reason: how < 23 ? "timeout" : "heartbeat" }
  if (how < 27) return { type: "TaskFailed", frame, seq, at }
  const mayReturn = order.type === "RunTask" && order.pattern !== "request-response" && order.submitted !== true
  if (how < 50 && mayReturn) return { type: "TaskSubmitted", frame, seq, at, output }
  return { type: "TaskSucceeded", frame, seq, at, output }
}
