import type { Json, JsonObject } from "../asl/json.ts"
import type { Limits } from "../asl/quotas.ts"
import type { Failure } from "./failure.ts"
import { exceeds } from "./json-size.ts"
import type { CompiledState } from "./machine.ts"
import type { Step } from "./step.ts"

const dataLimit = "States.DataLimitExceeded"

/** A failure of a state that no expression raised. */
export class StateFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.cause)
    this.failure = failure
  }
}

/** The failure of a task whose answer is too large; undefined where it is not. The words are recorded. */
export function oversizedResult(limits: Limits, resource: string, output: Json): Failure | undefined {
  return exceeds(output, limits.payload) ? { error: dataLimit, cause: tooLarge(resource) } : undefined
}

/** @throws {StateFailure} `States.DataLimitExceeded` where a state's output is too large. */
export function checkOutput(step: Step, state: CompiledState, output: Json): void {
  if (exceeds(output, step.machine.limits.payload)) {
    throw new StateFailure({ error: dataLimit, cause: tooLarge(state.name) })
  }
}

/**
 * @throws {StateFailure} `States.DataLimitExceeded` where one `Assign`, or all variables of the execution with it, are too
 * large. (AWS: workflow variables; error and words are ours)
 */
export function checkVariables(step: Step, state: CompiledState, assigned: JsonObject): void {
  if (exceeds(assigned, step.machine.limits.assign)) {
    throw new StateFailure({ error: dataLimit, cause: tooLarge(state.name) })
  }
}

function tooLarge(what: string): string {
  return `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`
}
