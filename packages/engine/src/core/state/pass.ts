import { effectiveInput, enterEvent, guarded, leave } from "../flow.ts"
import type { CompiledPass } from "../machine.ts"
import type { Frame } from "../run.ts"
import { StateScope } from "../state-scope.ts"
import type { Step } from "../step.ts"

/** A Pass state: its Result, its Parameters, or its input goes on. */
export function enterPass(step: Step, before: Frame, state: CompiledPass): void {
  const frame = enterEvent(step, before, state)
  guarded(step, frame.id, () => {
    if (state.jsonata) return leave(step, frame, state, undefined)
    const input = effectiveInput(step, frame, state)
    const result = state.arguments === undefined ? input : state.arguments(new StateScope(step, frame, input))
    leave(step, frame, state, state.result === undefined ? result : state.result.value)
  })
}
