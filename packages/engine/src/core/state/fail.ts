import type { Template } from "../../query/scope.ts"
import { EvalScope } from "../eval-scope.ts"
import { failFrame } from "../fail-state.ts"
import { effectiveInput } from "../flow.ts"
import type { Frame } from "../frame.ts"
import type { CompiledFail } from "../machine.ts"
import type { Step } from "../step.ts"

/** A Fail state: fails its line of control; no Retry or Catch of its own can see it. */
export function begin(step: Step, frame: Frame, state: CompiledFail): boolean {
  const scope = new EvalScope(step, frame, effectiveInput(step, frame, state))
  const error = text(state.error, scope)
  const cause = text(state.cause, scope)
  failFrame(step, frame, { error, cause })
  return false
}

/** The field was compiled to answer a text. */
function text(template: Template | undefined, scope: EvalScope): string | undefined {
  return template?.(scope) as string | undefined // so it was compiled
}
