import type { Json, JsonObject } from "../../asl/json.ts"
import type { MapRunResult, ResultTransformation } from "../command.ts"
import { isoTime } from "../iso-time.ts"

/**
 * Results as a ResultWriter's `Transformation` makes them. Of an execution that did not succeed all that is known is
 * told, whatever the transformation. (AWS: input-output-resultwriter)
 */
export function transformResults(
  results: readonly MapRunResult[],
  transformation: ResultTransformation,
): readonly Json[] {
  return results.flatMap((result): readonly Json[] => {
    if (transformation === "NONE" || result.Status !== "SUCCEEDED") return [describeResult(result)]
    const output = result.Output ?? null
    return transformation === "FLATTEN" && Array.isArray(output) ? (output as readonly Json[]) : [output] // isArray does not narrow a readonly array
  })
}

/** All that is known of a child execution, as AWS writes it: in alphabetical order, input and output as JSON text. */
export function describeResult(result: MapRunResult): JsonObject {
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
