import type { Json } from "../asl/json.ts"
import { EvalScope } from "./eval-scope.ts"
import type { CancelRequested } from "./fact.ts"
import { catchFailure, failureOf } from "./fail-state.ts"
import { errorMatches, type Failure } from "./failure.ts"
import { Running } from "./fan.ts"
import { finishCancelled } from "./finish-cancelled.ts"
import { exit, jsonataOutcome } from "./flow.ts"
import type { Frame } from "./frame.ts"
import { isCancelled, mayRetry, reports } from "./is-cancelled.ts"
import type { CompiledCancel, CompiledState, CompiledTask } from "./machine.ts"
import { awaitedChild } from "./map/child-name.ts"
import { cancelChild } from "./state/task.ts"
import { cancelledError, type Step } from "./step.ts"
import { attemptFailed } from "./task-events.ts"

/**
 * Cancels a running execution: nothing that leads forward begins any more. What is in flight comes to rest; what only
 * waits is at rest. Every line of control at rest is led to its compensation, or stops. (semantics §3)
 */
export function cancel(step: Step, { cause = "The execution was cancelled.", by, at }: CancelRequested): void {
  step.cancelled = { cause, at, reached: false, ...(by === undefined ? {} : { by }) }
  step.mix(0, -1, -1)
  for (const id of frameIds(step)) {
    const frame = step.frames.get(id)
    if (frame !== undefined && step.status === "RUNNING") interrupt(step, step.own(id))
  }
}

/** The frames that there are now: what is done with one may remove others. */
export function frameIds(step: Step): readonly number[] {
  const ids: number[] = []
  step.frames.forEach(({ id }) => ids.push(id))
  return ids
}

function interrupt(step: Step, frame: Frame): void {
  const state = step.stateOf(frame)
  if (!isCancelled(step, frame, state)) return
  switch (frame.waiting) {
    case "task":
      if (state.type === "Task") interruptTask(step, frame, state)
      return
    case "child":
      step.order({ type: "CancelChild", frame: frame.id, seq: frame.seq, child: awaitedChild(step, frame) })
      return
    case "time":
      callBack(step, frame)
      return moved(step, frame, refuse(step, frame, state))
    case "retry":
      if (mayRetry(step, frame, state)) return
      callBack(step, frame)
      return moved(step, frame, raise(step, frame, state))
    case "nothing":
    case "children":
    case "read":
    case "write":
    case "aborted":
    case "halted":
  }
}

/** Code that runs is waited for; an answer from outside, which may never come, is not. */
function interruptTask(step: Step, frame: Frame, state: CompiledTask): void {
  const { pattern } = state.resource
  const waits = pattern === "callback" ? frame.submitted > 0 : pattern === "activity" && frame.submitted < 2
  if (!waits) return cancelChild(step, frame, state)
  callBack(step, frame)
  if (pattern === "callback") attemptFailed(step, frame, state.resource, "Failed", cancelledFailure(step))
  moved(step, frame, raise(step, frame, state))
}

function callBack(step: Step, frame: Frame): void {
  step.order({ type: "CancelWork", frame: frame.id, seq: frame.seq })
  frame.waiting = "nothing"
}

function moved(step: Step, frame: Frame, moves: boolean): void {
  if (moves) step.goOn(frame)
}

/**
 * A line of control stands before a state that it must not begin.
 * @returns whether it now stands before another one
 */
export function refuse(step: Step, frame: Frame, state: CompiledState): boolean {
  if (typeof state.cancel === "object") return takeEntry(step, frame, state, state.cancel)
  return raise(step, frame, state)
}

/** Whether a state is refused rather than run: what does nothing outside runs on to where something is caught. */
export function isRefused(step: Step, frame: Frame, state: CompiledState): boolean {
  if (!isCancelled(step, frame, state)) return false
  if (state.type === "Succeed" || state.type === "Fail") return typeof state.cancel === "object"
  return state.cancel !== "raises" || (state.type !== "Pass" && state.type !== "Choice")
}

function takeEntry(step: Step, frame: Frame, state: CompiledState, entry: CompiledCancel): boolean {
  reach(step)
  const { error, cause } = cancelledFailure(step)
  const errorOutput: Json = { Error: error ?? null, Cause: cause ?? null }
  try {
    const scope = new EvalScope(step, frame, frame.input, undefined, errorOutput)
    const { output, assigned } = jsonataOutcome(entry, scope, errorOutput)
    return exit(step, frame, state, output, assigned, entry.next)
  } catch (thrown) {
    return catchFailure(step, frame, state, undefined, failureOf(step, frame, thrown))
  }
}

/**
 * Raises `Stepwright.Cancelled` at a state whose work has come to rest.
 * @returns whether the line of control now stands before another state
 */
export function raise(step: Step, frame: Frame, state: CompiledState): boolean {
  reach(step)
  frame.waiting = "nothing"
  const failure = cancelledFailure(step)
  const catcher = state.catch.find(({ errorEquals }) =>
    state.cancel === "halts" ? errorEquals.includes(cancelledError) : errorMatches(errorEquals, failure),
  )
  if (catcher === undefined) {
    halt(step, frame)
    return false
  }
  if (state.cancel === "raises" || state.cancel === "halts") frame.shielded = true
  return catchFailure(step, frame, state, catcher, failure)
}

/** Nothing catches it: the line of control stops, and the execution with its root. */
function halt(step: Step, frame: Frame): void {
  frame.waiting = "halted"
  if (frame.parent < 0) finishCancelled(step, frame, undefined)
  else step.halted(frame)
}

/**
 * A branch or iteration has stopped or ended: once all have, the state that holds them is at rest, too.
 * @returns whether its line of control now stands before another state
 */
export function rest(step: Step, frame: Frame, state: CompiledState): boolean {
  if (frame.fan === undefined || frame.waiting !== "children" || !isCancelled(step, frame, state)) return false
  let [stopped, active] = [0, 0]
  frame.fan.slots.forEach((slot) => {
    if (!(slot instanceof Running)) return
    if (step.frames.get(slot.frame)?.waiting === "halted") stopped++
    else active++
  })
  return active === 0 && stopped > 0 ? raise(step, frame, state) : false
}

/** Whether a Map begins no further iteration: one that reports what it did reports that it did nothing. */
export function beginsNoMore(step: Step, frame: Frame, state: CompiledState): boolean {
  if (state.type !== "Map" || !isCancelled(step, frame, state)) return false
  return state.distributed || !reports(step.machine, state)
}

function cancelledFailure({ cancelled }: Step): Failure {
  return { error: cancelledError, cause: cancelled?.cause }
}

function reach(step: Step): void {
  if (step.cancelled?.reached === false) step.cancelled = { ...step.cancelled, reached: true }
}
