import { errorFields, type Failure } from "./failure.ts"
import type { Frame } from "./frame.ts"
import { cancelledError, type Step } from "./step.ts"

/**
 * Ends a cancelled execution.
 * @param failure - What its compensation, or whatever came last, ended with; undefined where that said nothing.
 */
export function finishCancelled(step: Step, frame: Frame, failure: Failure | undefined): void {
  const { error = cancelledError, cause = step.cancelled?.cause } = failure ?? { error: undefined, cause: undefined }
  const told: Failure = { error, cause }
  step.event(frame, "ExecutionAborted", errorFields(told))
  step.finish("ABORTED", undefined, told)
}
