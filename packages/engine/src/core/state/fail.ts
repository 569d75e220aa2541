import type { Json } from "../../asl/json.ts"
import { QueryError } from "../../query/query-error.ts"
import type { Template } from "../../query/scope.ts"
import { EvalScope } from "../eval-scope.ts"
import { failFrame } from "../fail-state.ts"
import { effectiveInput } from "../flow.ts"
import type { Frame } from "../frame.ts"
import { jsonType } from "../json-type.ts"
import type { CompiledFail } from "../machine.ts"
import type { Step } from "../step.ts"

/** A Fail state: fails its line of control; no Retry or Catch of its own can see it. */
export function begin(step: Step, frame: Frame, state: CompiledFail): boolean {
  const scope = new EvalScope(step, frame, effectiveInput(step, frame, state))
  const error = text(state, state.error, scope, "Error")
  const cause = text(state, state.cause, scope, "Cause")
  failFrame(step, frame, { error, cause })
  return false
}

function text(
  state: CompiledFail,
  template: Template | undefined,
  scope: EvalScope,
  field: string,
): string | undefined {
  if (template === undefined) return undefined
  const value: Json = template(scope)
  if (typeof value === "string") return value
  throw new QueryError(
    state.jsonata ? "States.QueryEvaluationError" : "States.Runtime",
    `The ${field} field must be a string, but was '${jsonType(value)}' for value: ${JSON.stringify(value)}`,
    field,
  )
}
