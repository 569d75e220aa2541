import { EvalScope } from "../eval-scope.ts"
import { effectiveInput, leave } from "../flow.ts"
import type { Frame } from "../frame.ts"
import type { CompiledPass } from "../machine.ts"
import type { Step } from "../step.ts"

/** A Pass state: its Result, its Parameters, or its input goes on. */
export function begin(step: Step, frame: Frame, state: CompiledPass): boolean {
  if (state.result !== undefined) return leave(step, frame, state, state.result.value)
  if (state.jsonata || state.arguments === undefined) return leave(step, frame, state, undefined)
  return leave(step, frame, state, state.arguments(new EvalScope(step, frame, effectiveInput(step, frame, state))))
}
