import type { QueryError } from "../query/query-error.ts"

/** A failing state as data: what Retry and Catch match, and what the execution ends with. */
export interface Failure {
  /** Absent where a task named none. */
  readonly error: string | undefined
  readonly cause: string | undefined
  /** The field whose evaluation failed, "" where AWS names none; undefined where no evaluation failed. */
  readonly location?: string
  /** A second name that Retry and Catch may match it by. */
  readonly alias?: string
  /** The attempt that failed may have been made before: to a catcher it is a retry. */
  readonly again?: true
}

/** Characters of a cause. (AWS: the API's `SensitiveCause`) A cause that shows a whole input is longer. */
const longestCause = 32_768

/** An expression's failure, worded as AWS does: with the state and the event that entered it. */
export function queryFailure(error: QueryError, state: string, enteredEvent: number): Failure {
  // AWS documents this error by another name; its executions have this one, and nothing before the cause (user's report).
  if (error.error === "States.ReferencePathConflict") {
    return { error: error.error, cause: error.cause.slice(0, longestCause), alias: "States.ResultPathMatchFailure" }
  }
  const cause = executing(state, enteredEvent, error.cause)
  return error.error === "States.QueryEvaluationError"
    ? { error: error.error, cause, location: error.location }
    : { error: error.error, cause }
}

/** AWS's wording of a cause that the service itself gives. */
export function executing(state: string, enteredEvent: number, cause: string): string {
  const told = `An error occurred while executing the state '${state}' (entered at the event id #${enteredEvent}). ${cause}`
  return told.slice(0, longestCause)
}

/** Whether nothing may catch this: it ends the execution wherever it happens. (AWS: concepts-error-handling) */
export function isFatal(failure: Failure): boolean {
  return failure.error === "States.Runtime"
}

/**
 * Whether `ErrorEquals` names this failure. `States.ALL` matches everything but `States.Runtime` (recorded: also
 * `States.DataLimitExceeded` and an error without a name); `States.TaskFailed` everything but timeouts and
 * `States.Runtime`. A missed heartbeat is a `States.Timeout` that also answers to `States.HeartbeatTimeout`.
 */
export function errorMatches(errorEquals: readonly string[], failure: Failure): boolean {
  if (isFatal(failure)) return false
  for (const name of errorEquals) {
    if (name === failure.error || name === "States.ALL" || name === failure.alias) return true
    if (name === "States.TaskFailed" && failure.error !== "States.Timeout") return true
  }
  return false
}

/** The members of an event that tell of a failure; none where the task named none. */
export function errorFields(failure: Failure): { readonly error?: string; readonly cause?: string } {
  return {
    ...(failure.error === undefined ? {} : { error: failure.error }),
    ...(failure.cause === undefined ? {} : { cause: failure.cause }),
  }
}
