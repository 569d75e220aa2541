import type { Retrier } from "../asl/document.ts"
import type { QueryError } from "../query/query-error.ts"

/** A failing state as data: what Retry and Catch match, and what the execution ends with. */
export interface Failure {
  /** Absent where a task named none. */
  readonly error?: string
  readonly cause?: string
  /** The field that failed, where an expression did: an `EvaluationFailed` event is written. */
  readonly location?: string
}

/** An expression's failure, worded as AWS does: with the state and the event that entered it. */
export function queryFailure(error: QueryError, state: string, enteredEvent: number): Failure {
  const cause = `${executing(state, enteredEvent)}${error.cause}`
  return error.error === "States.QueryEvaluationError"
    ? { error: error.error, cause, location: error.location }
    : { error: error.error, cause }
}

/** A failure of the engine's own making in a state. */
export function runtimeFailure(cause: string, state: string, enteredEvent: number): Failure {
  return { error: "States.Runtime", cause: `${executing(state, enteredEvent)}${cause}` }
}

function executing(state: string, enteredEvent: number): string {
  return `An error occurred while executing the state '${state}' (entered at the event id #${enteredEvent}). `
}

/**
 * Whether `ErrorEquals` names this error. `States.ALL` matches everything but `States.Runtime`; `States.TaskFailed`
 * everything but timeouts and the engine's own names. (AWS: concepts-error-handling; recorded: `States.ALL` catches
 * `States.DataLimitExceeded` and an error without a name.)
 */
export function errorMatches(errorEquals: readonly string[], error: string | undefined): boolean {
  for (const name of errorEquals) {
    if (name === error) return error !== "States.Runtime"
    if (name === "States.ALL" && error !== "States.Runtime") return true
    if (name === "States.TaskFailed" && isTaskFailure(error)) return true
    if (name === "States.Timeout" && error === "States.HeartbeatTimeout") return true
  }
  return false
}

function isTaskFailure(error: string | undefined): boolean {
  return error === undefined || !error.startsWith("States.") || error === "States.TaskFailed"
}

/**
 * Milliseconds before the next attempt. `FULL` jitter is uniform over [0, delay].
 * @param made - Retries this retrier has made before.
 * @param chance - In [0, 1), from the execution's pseudo-random function.
 */
export function backoffMs(retrier: Retrier, made: number, chance: () => number): number {
  const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** made
  const capped = Math.min(seconds, retrier.MaxDelaySeconds ?? 31_622_400)
  return Math.round(capped * 1000 * (retrier.JitterStrategy === "FULL" ? chance() : 1))
}
