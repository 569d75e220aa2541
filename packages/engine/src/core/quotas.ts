import type { Json, JsonObject } from "../asl/json.ts"
import type { Failure } from "./failure.ts"
import type { CompiledState } from "./machine.ts"
import { utf8Length } from "./utf8-length.ts"

/** Bytes of UTF-8 that an input, an output or one `Assign` may have on AWS. */
const payloadQuota = 262_144

/** Events that the history of a Standard execution may have on AWS. */
export const historyQuota = 25_000

/** A failure of a state that no expression raised. */
export class StateFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.cause)
    this.failure = failure
  }
}

/** The failure of a task whose answer is too large for AWS; undefined where it is not. */
export function oversizedResult(resource: string, output: Json): Failure | undefined {
  if (!exceeds(output)) return undefined
  return { error: "States.DataLimitExceeded", cause: tooLarge(resource) }
}

/** @throws {StateFailure} `States.DataLimitExceeded` where a state's output is too large for AWS. */
export function checkOutput(state: CompiledState, output: Json): void {
  if (exceeds(output)) throw new StateFailure({ error: "States.DataLimitExceeded", cause: tooLarge(state.name) })
}

/** @throws {StateFailure} `States.DataLimitExceeded` where one `Assign` is too large for AWS. */
export function checkVariables(state: CompiledState, assigned: JsonObject | undefined): void {
  if (assigned !== undefined) checkOutput(state, assigned)
}

function tooLarge(what: string): string {
  return `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`
}

function exceeds(value: Json): boolean {
  const text = JSON.stringify(value)
  if (text.length > payloadQuota) return true
  return text.length * 3 > payloadQuota && utf8Length(text) > payloadQuota
}
