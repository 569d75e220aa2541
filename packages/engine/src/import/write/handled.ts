import { Unstructured } from "../unstructured.ts"

/** The errors of the States Language itself that the DSL handles by name. (`packages/dsl/src/task/name.ts`) */
const own =
  /^States\.(?:ALL|BranchFailed|DataLimitExceeded|ExceedToleratedFailureThreshold|HeartbeatTimeout|Http\.Socket|Http\.StatusCode\.\d{3}|IntrinsicFailure|ItemReaderFailed|NoChoiceMatched|ParameterPathFailure|Permissions|QueryEvaluationError|ResultPathMatchFailure|ResultWriterFailed|Runtime|TaskFailed|Timeout)$/

/** @throws {Unstructured} for an error that no step may handle. */
export function checkHandled(state: string, error: string): void {
  if (error.length >= 1 && error.length <= 256 && (!error.startsWith("States.") || own.test(error))) return
  throw new Unstructured("NAME", `It handles ${JSON.stringify(error)}.`, state)
}
