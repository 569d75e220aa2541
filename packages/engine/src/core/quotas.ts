import type { Json, JsonObject } from "../asl/json.ts"
import type { Limits } from "../asl/quotas.ts"
import type { Failure } from "./failure.ts"
import { exceeds } from "./json-size.ts"
import type { Frame } from "./frame.ts"
import type { CompiledState } from "./machine.ts"
import type { Step } from "./step.ts"
import { utf8Length } from "./utf8-length.ts"

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
 * @param after - The frame's variables once they are assigned.
 * @throws {StateFailure} `States.DataLimitExceeded` where one `Assign`, or all variables of the execution with it, are too
 * large. (AWS: workflow variables; error and words are ours)
 */
export function checkVariables(step: Step, frame: Frame, assigned: JsonObject, after: JsonObject): void {
  const { assign, variables } = step.machine.limits
  if (exceeds(assigned, assign) || (variables !== Infinity && variablesOf(step, frame, after) > variables)) {
    throw new StateFailure({ error: dataLimit, cause: tooLarge(step.stateOf(frame).name) })
  }
}

/** Bytes of all variables of the execution, where a frame has those. */
function variablesOf(step: Step, frame: Frame, own: JsonObject): number {
  let bytes = bytesOf(own)
  step.frames.forEach((other) => {
    if (other.id !== frame.id && other.variables !== undefined) bytes += bytesOf(other.variables)
  })
  return bytes
}

/** Variables are looked at again whenever others of their execution are assigned. */
const known = new WeakMap<JsonObject, number>()

function bytesOf(variables: JsonObject): number {
  const before = known.get(variables)
  if (before !== undefined) return before
  const bytes = utf8Length(JSON.stringify(variables))
  known.set(variables, bytes)
  return bytes
}

function tooLarge(what: string): string {
  return `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`
}
