import type { Json, JsonObject } from "../asl/json.ts"
import { random } from "../query/prf.ts"
import { QueryError } from "../query/query-error.ts"
import { abortChildren, dropChildren } from "./abort.ts"
import { backoffMs } from "./backoff.ts"
import { EvalScope } from "./eval-scope.ts"
import { mayRetry } from "./is-cancelled.ts"
import { errorFields, errorMatches, executing, type Failure, isFatal, queryFailure } from "./failure.ts"
import { finishCancelled } from "./finish-cancelled.ts"
import { exit, jsonataOutcome, mergeResult } from "./flow.ts"
import type { Frame } from "./frame.ts"
import type { CompiledCatcher, CompiledState } from "./machine.ts"
import { closeMapRun } from "./map/tally.ts"
import { StateFailure } from "./quotas.ts"
import type { Step } from "./step.ts"

/** What was thrown while a state was worked on, as that state's failure. Our own faults are thrown on. */
export function failRaised(step: Step, frame: Frame, thrown: unknown): boolean {
  return failState(step, frame, failureOf(step, frame, thrown))
}

/** What was thrown while a state was worked on. Our own faults are thrown on. */
export function failureOf(step: Step, frame: Frame, thrown: unknown): Failure {
  if (thrown instanceof StateFailure) return thrown.failure
  const { name } = step.stateOf(frame)
  if (thrown instanceof QueryError) return queryFailure(thrown, name, frame.enteredEvent)
  if (thrown instanceof RangeError) {
    return { error: "States.Runtime", cause: executing(name, frame.enteredEvent, "The data nests too deeply.") }
  }
  throw thrown
}

/**
 * A state failed: retry it, catch it, or fail its line of control.
 * @returns whether the frame now stands before another state
 */
export function failState(step: Step, frame: Frame, failure: Failure): boolean {
  const state = step.stateOf(frame)
  if (failure.location !== undefined) evaluationFailed(step, frame, state, failure, failure.location)
  failRun(step, frame, failure)
  if (isFatal(failure)) {
    failExecution(step, frame, failure)
    return false
  }
  if (retry(step, frame, state, failure)) return false
  return catchFailure(
    step,
    frame,
    state,
    state.catch.find((candidate) => errorMatches(candidate.errorEquals, failure)),
    failure,
  )
}

/**
 * A state failed for good: its catcher, if there is one, leads on, else its line of control fails.
 * @returns whether the frame now stands before another state
 */
export function catchFailure(
  step: Step,
  frame: Frame,
  state: CompiledState,
  catcher: CompiledCatcher | undefined,
  failure: Failure,
): boolean {
  abortChildren(step, frame)
  const before = frame.lastEvent
  failedEvent(step, frame, state)
  if (catcher === undefined) {
    failFrame(step, frame, failure)
    return false
  }
  dropChildren(step, frame)
  try {
    return runCatcher(step, frame, state, catcher, failure)
  } catch (thrown) {
    // A catcher that fails is not itself caught: its line of control fails. AWS goes back before the failure for it.
    const nested = failureOf(step, frame, thrown)
    if (!isFatal(nested)) frame.lastEvent = before
    if (nested.location !== undefined) evaluationFailed(step, frame, state, nested, nested.location)
    if (isFatal(nested)) failExecution(step, frame, nested)
    else {
      failedEvent(step, frame, state)
      failFrame(step, frame, nested)
    }
    return false
  }
}

/** A distributed Map's run that is under way fails with its state. */
function failRun(step: Step, frame: Frame, { error = "", cause = "" }: Failure): void {
  if (closeMapRun(step, frame.mapRun, "FAILED")) step.event(frame, "MapRunFailed", { error, cause })
}

/** Only states that hold others write that they failed. */
function failedEvent(step: Step, frame: Frame, state: CompiledState): void {
  if (state.type === "Parallel" || state.type === "Map") step.event(frame, state.failed)
}

/** Recorded: a state that fails as it is entered links this event to the one before its entry; a Wait does not. */
function evaluationFailed(step: Step, frame: Frame, state: CompiledState, failure: Failure, location: string): void {
  const entering = frame.lastEvent === frame.enteredEvent && state.type !== "Wait"
  if (entering) frame.lastEvent = frame.beforeEntered
  const details = { state: state.name, ...(location === "" ? {} : { location }), ...errorFields(failure) }
  step.event(frame, "EvaluationFailed", details)
}

function retry(step: Step, frame: Frame, state: CompiledState, failure: Failure): boolean {
  if (!mayRetry(step, frame, state)) return false
  const index = state.retry.findIndex((retrier) => errorMatches(retrier.ErrorEquals, failure))
  const retrier = state.retry[index]
  if (retrier === undefined) return false
  const made = frame.retries?.[index] ?? 0
  if (made >= (retrier.MaxAttempts ?? 3)) return false
  abortChildren(step, frame)
  dropChildren(step, frame)
  const chance = (): number => random(`${new EvalScope(step, frame, null).seed}/Retry`, index)
  frame.retries = state.retry.map((_, at) => (frame.retries?.[at] ?? 0) + (at === index ? 1 : 0))
  frame.due = step.at + backoffMs(retrier, made, chance)
  frame.retryCount++
  step.wait(frame, "retry")
  step.order({ type: "StartTimer", frame: frame.id, seq: frame.seq, dueMs: frame.due })
  return true
}

function runCatcher(
  step: Step,
  frame: Frame,
  state: CompiledState,
  catcher: CompiledCatcher,
  failure: Failure,
): boolean {
  const errorOutput: Json = { Error: failure.error ?? null, Cause: failure.cause ?? null }
  if (failure.again === true) frame.retryCount++
  if (state.jsonata) {
    const scope = new EvalScope(step, frame, frame.input, undefined, errorOutput)
    const { output, assigned } = jsonataOutcome(catcher, scope, errorOutput)
    return exit(step, frame, state, output, assigned, catcher.next)
  }
  const assigned = catcher.assign?.(new EvalScope(step, frame, errorOutput)) as JsonObject | undefined // an object
  return exit(step, frame, state, mergeResult(catcher.resultPath, frame.input, errorOutput), assigned, catcher.next)
}

/** A line of control fails: the execution's when it is the root's, else its parent's state decides. */
export function failFrame(step: Step, frame: Frame, failure: Failure): void {
  frame.waiting = "nothing"
  if (frame.parent >= 0) {
    // The evaluation that failed is this line's to tell of.
    const { location: _location, ...raised } = failure
    step.end(frame, null, raised)
    return
  }
  failed(step, frame, failure)
}

function failed(step: Step, frame: Frame, failure: Failure): void {
  if (step.cancelled !== undefined && !isPastPivot(step)) return finishCancelled(step, frame, failure)
  step.event(frame, "ExecutionFailed", errorFields(failure))
  step.finish("FAILED", undefined, failure)
}

/** Cancelling came too late: it fails as if nobody had, and a redrive goes on there. */
function isPastPivot({ run, frames, machine }: Step): boolean {
  const root = frames.get(0) ?? run.frames.get(0)
  return root !== undefined && machine.states[root.state]?.cancel === "forward"
}

/** Ends the execution that a frame belongs to, wherever in it the failure happened. */
function failExecution(step: Step, frame: Frame, failure: Failure): void {
  frame.waiting = "nothing"
  if (step.passed?.frame === frame.id && step.passed.from === frame.lastEvent) frame.lastEvent = step.passed.event
  failed(step, frame, failure)
}
