import type { Json, JsonObject } from "../../asl/json.ts"
import type { MapRunResult, PendingResult, ResultTransformation } from "../command.ts"
import { isoTime } from "../iso-time.ts"

/** {@link transformedResults} as a list. */
export function transformResults(
  results: readonly MapRunResult[],
  transformation: ResultTransformation,
): readonly Json[] {
  return [...transformedResults(results, transformation)]
}

/**
 * Results as a ResultWriter's `Transformation` makes them, one when it is asked for. Of an execution that did not succeed
 * all that is known is told, whatever the transformation. (AWS: input-output-resultwriter)
 */
export function* transformedResults(
  results: Iterable<MapRunResult>,
  transformation: ResultTransformation,
): Generator<Json> {
  for (const result of results) {
    const output = result.Output ?? null
    if (transformation === "NONE" || result.Status !== "SUCCEEDED") yield describeResult(result)
    else if (transformation === "FLATTEN" && Array.isArray(output)) yield* output as readonly Json[] // isArray does not narrow a readonly array
    else yield output
  }
}

/** What is known of children that never began, likewise. */
export function* pendingResults(pending: Iterable<PendingResult>): Generator<Json> {
  for (const { ExecutionArn, Input, Name, StateMachineArn } of pending) {
    const known = { ExecutionArn, Input: JSON.stringify(Input), InputDetails: { Included: true }, Name }
    yield { ...known, StateMachineArn, Status: "PENDING" }
  }
}

/** All that is known of a child execution, as AWS writes it: in alphabetical order, input and output as JSON text. */
function describeResult(result: MapRunResult): JsonObject {
  const { Input, Output, Error: error, Cause, Status, StartDate, StopDate } = result
  const included = { Included: true }
  const succeeded = Status === "SUCCEEDED"
  return {
    ...(Cause === undefined ? {} : { Cause }),
    ...(error === undefined ? {} : { Error: error }),
    ExecutionArn: result.ExecutionArn,
    Input: JSON.stringify(Input),
    InputDetails: included,
    Name: result.Name,
    ...(Output === undefined ? {} : { Output: JSON.stringify(Output), OutputDetails: included }),
    RedriveCount: 0,
    RedriveStatus: succeeded ? "NOT_REDRIVABLE" : "REDRIVABLE",
    ...(succeeded ? { RedriveStatusReason: "Execution is SUCCEEDED and cannot be redriven" } : {}),
    StartDate: isoTime(StartDate),
    StateMachineArn: result.StateMachineArn,
    Status,
    StopDate: isoTime(StopDate),
  }
}
