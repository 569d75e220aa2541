import type { Json, JsonObject } from "../asl/json.ts"
import { random } from "../query/prf.ts"
import { QueryError } from "../query/query-error.ts"
import type { Scope } from "../query/scope.ts"
import { backoffMs, errorMatches, type Failure, queryFailure } from "./failure.ts"
import type { CompiledCatcher, CompiledState, Flow } from "./machine.ts"
import type { Frame } from "./run.ts"
import { StateScope } from "./state-scope.ts"
import type { Step } from "./step.ts"

/** A state of this kind writes `<Type>StateEntered` and `<Type>StateExited`. */
export function enterEvent(step: Step, frame: Frame, state: CompiledState): Frame {
  const { input } = frame
  const id = step.event(`${state.type}StateEntered`, frame.lastEvent, () => ({ name: state.name, input }))
  return step.put({ ...frame, lastEvent: id, enteredEvent: id, enteredAt: step.at })
}

/** Runs a part of a state that evaluates expressions; a failing one fails the state. Answers whether it went well. */
export function guarded(step: Step, frameId: number, part: () => void): void {
  try {
    part()
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const frame = step.frame(frameId)
    fail(step, frame, queryFailure(error, step.stateOf(frame).name, frame.enteredEvent))
  }
}

/** The effective input: InputPath over the raw input. */
export function effectiveInput(step: Step, frame: Frame, state: CompiledState): Json {
  return state.inputPath === undefined ? frame.input : state.inputPath(new StateScope(step, frame, frame.input))
}

/** What a state makes of its result: the raw output, and the variables it assigns. */
interface Outcome {
  readonly output: Json
  readonly assigned: JsonObject | undefined
}

/**
 * Leaves a state with a result: ResultSelector, ResultPath, OutputPath and Assign in JSONPath, Output and Assign in
 * JSONata; both read the variables as they were before.
 * @param result - The raw result; undefined for kinds whose result is their input.
 */
export function leave(step: Step, frame: Frame, state: CompiledState, result: Json | undefined): void {
  const { output, assigned } = state.jsonata
    ? jsonataOutcome(step, frame, state, result)
    : jsonPathOutcome(step, frame, state, result)
  exit(step, frame, state, output, assigned, state.next)
}

function jsonataOutcome(step: Step, frame: Frame, flow: Flow, result: Json | undefined): Outcome {
  const scope = new StateScope(step, frame, frame.input, result === undefined ? {} : { result })
  return {
    output: flow.output === undefined ? (result ?? frame.input) : flow.output(scope),
    assigned: flow.assign?.(scope) as JsonObject | undefined, // Assign is an object
  }
}

function jsonPathOutcome(step: Step, frame: Frame, state: CompiledState, result: Json | undefined): Outcome {
  const value = result ?? effectiveInput(step, frame, state)
  const scope = new StateScope(step, frame, value)
  const selected = state.resultSelector === undefined ? value : state.resultSelector(scope)
  const assigned = state.assign?.(scope) as JsonObject | undefined // Assign is an object
  const merged = mergeResult(state.resultPath, frame.input, selected)
  const output = state.outputPath === undefined ? merged : state.outputPath(new StateScope(step, frame, merged))
  return { output, assigned }
}

/** Puts a result into the raw input by ResultPath. */
export function mergeResult(resultPath: Flow["resultPath"], input: Json, result: Json): Json {
  if (resultPath === undefined) return result
  return resultPath === "discard" ? input : resultPath(input, result)
}

/** Writes the exit, assigns, and goes on to `next`, or ends the line of control where that is -1. */
export function exit(
  step: Step,
  frame: Frame,
  state: CompiledState,
  output: Json,
  assigned: JsonObject | undefined,
  next: number,
): void {
  const changes = assigned !== undefined && Object.keys(assigned).length > 0
  const left = step.eventOf(frame, `${state.type}StateExited`, () => ({
    name: state.name,
    output,
    ...(changes ? { assignedVariables: assigned } : {}),
  }))
  const variables = changes ? { ...frame.variables, ...assigned } : frame.variables
  if (next >= 0) step.move(left, next, output, variables)
  else end(step, left, output)
}

/** A line of control came to its end. */
export function end(step: Step, frame: Frame, output: Json): void {
  if (frame.parent >= 0) {
    step.settled.push({ frame: frame.id, output })
    return
  }
  step.event("ExecutionSucceeded", frame.lastEvent, () => ({ output }))
  step.drop(frame)
  step.status = "SUCCEEDED"
  step.output = output
  step.commands.push({ type: "FinishExecution", status: "SUCCEEDED", output })
}

/** A state failed: retry it, catch it, or fail its line of control. */
export function fail(step: Step, frame: Frame, failure: Failure): void {
  const state = step.stateOf(frame)
  let current = frame
  if (failure.location !== undefined) {
    current = step.eventOf(frame, "EvaluationFailed", () => ({
      state: state.name,
      ...(failure.location === "" ? {} : { location: failure.location }),
      ...errorFields(failure),
    }))
  }
  if (retry(step, current, state, failure)) return
  const catcher = state.catch.find((candidate) => errorMatches(candidate.catcher.ErrorEquals, failure.error))
  if (catcher === undefined) return failFrame(step, failedEvent(step, current, state), failure)
  guardedCatch(step, failedEvent(step, current, state), state, catcher, failure)
}

/** Parallel and Map write an event of their own when they fail for good. */
function failedEvent(step: Step, frame: Frame, state: CompiledState): Frame {
  const started = frame.waiting.for === "branches" || frame.waiting.for === "items"
  if (!started || (state.type !== "Parallel" && state.type !== "Map")) return frame
  return step.eventOf(frame, `${state.type}StateFailed`)
}

function retry(step: Step, frame: Frame, state: CompiledState, failure: Failure): boolean {
  const index = state.retry.findIndex((retrier) => errorMatches(retrier.ErrorEquals, failure.error))
  const retrier = state.retry[index]
  if (retrier === undefined) return false
  const made = frame.retries[index] ?? 0
  if (made >= (retrier.MaxAttempts ?? 3)) return false
  const chance = (): number => random(`${step.run.header.seed}/${frame.id}/${frame.seq}/${frame.retryCount}/Retry`, 0)
  const retries = state.retry.map((_, at) => (frame.retries[at] ?? 0) + (at === index ? 1 : 0))
  const dueMs = step.at + backoffMs(retrier, made, chance)
  const waiting = step.wait({ ...frame, retries, retryCount: frame.retryCount + 1 }, { for: "retry", dueMs })
  step.commands.push({ type: "StartTimer", frame: waiting.id, seq: waiting.seq, dueMs })
  return true
}

function guardedCatch(
  step: Step,
  frame: Frame,
  state: CompiledState,
  catcher: CompiledCatcher,
  failure: Failure,
): void {
  try {
    runCatcher(step, frame, state, catcher, failure)
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    const nested = queryFailure(error, state.name, frame.enteredEvent)
    failFrame(step, frame, nested)
  }
}

function runCatcher(step: Step, frame: Frame, state: CompiledState, catcher: CompiledCatcher, failure: Failure): void {
  const errorOutput: Json = { Error: failure.error ?? null, Cause: failure.cause ?? null }
  if (state.jsonata) {
    const scope: Scope = new StateScope(step, frame, frame.input, { errorOutput })
    const output = catcher.output === undefined ? errorOutput : catcher.output(scope)
    return exit(step, frame, state, output, catcher.assign?.(scope) as JsonObject | undefined, catcher.next) // an object
  }
  const assigned = catcher.assign?.(new StateScope(step, frame, errorOutput)) as JsonObject | undefined // an object
  exit(step, frame, state, mergeResult(catcher.resultPath, frame.input, errorOutput), assigned, catcher.next)
}

/** A line of control fails: the execution's when it is the root's, else its parent's state decides. */
export function failFrame(step: Step, frame: Frame, failure: Failure): void {
  if (frame.parent >= 0) {
    step.settled.push({ frame: frame.id, failure })
    return
  }
  step.event("ExecutionFailed", frame.lastEvent, () => errorFields(failure))
  step.status = "FAILED"
  step.error = failure.error
  step.cause = failure.cause
  step.commands.push({ type: "FinishExecution", status: "FAILED", ...errorFields(failure) })
}

/** The members of an event or command that tell of a failure; none where the task named none. */
export function errorFields(failure: Failure): { readonly error?: string; readonly cause?: string } {
  return {
    ...(failure.error === undefined ? {} : { error: failure.error }),
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  }
}
