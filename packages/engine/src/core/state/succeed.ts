import { enterEvent, guarded, leave } from "../flow.ts"
import type { CompiledSucceed } from "../machine.ts"
import type { Frame } from "../run.ts"
import type { Step } from "../step.ts"

/** A Succeed state: ends its line of control with its output. */
export function enterSucceed(step: Step, before: Frame, state: CompiledSucceed): void {
  const frame = enterEvent(step, before, state)
  guarded(step, frame.id, () => leave(step, frame, state, undefined))
}
