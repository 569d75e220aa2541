import { type Json, isJsonObject } from "../../asl/json.ts"
import { QueryError } from "../../query/query-error.ts"
import type { Template } from "../../query/scope.ts"
import { effectiveInput, enterEvent, failFrame, guarded } from "../flow.ts"
import type { CompiledFail } from "../machine.ts"
import type { Frame } from "../run.ts"
import { StateScope } from "../state-scope.ts"
import type { Step } from "../step.ts"

/** A Fail state: fails its line of control; no Retry or Catch of its own can see it. */
export function enterFail(step: Step, before: Frame, state: CompiledFail): void {
  const frame = enterEvent(step, before, state)
  guarded(step, frame.id, () => {
    const scope = new StateScope(step, frame, effectiveInput(step, frame, state))
    const text = (template: Template | undefined, field: string): string | undefined =>
      template === undefined ? undefined : asText(template(scope), field)
    const error = text(state.error, "Error")
    const cause = text(state.cause, "Cause")
    failFrame(step, frame, {
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    })
  })
}

function asText(value: Json, field: string): string {
  if (typeof value === "string") return value
  const kind = Array.isArray(value) ? "array" : isJsonObject(value) ? "object" : value === null ? "null" : typeof value
  throw new QueryError(
    "States.QueryEvaluationError",
    `The field '${field}' must be a string, but was '${kind}' for value: ${JSON.stringify(value)}`,
    field,
  )
}
