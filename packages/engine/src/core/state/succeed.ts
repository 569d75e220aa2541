import { leave } from "../flow.ts"
import type { Frame } from "../frame.ts"
import type { CompiledSucceed } from "../machine.ts"
import type { Step } from "../step.ts"

/** A Succeed state: ends its line of control with its output. */
export function begin(step: Step, frame: Frame, state: CompiledSucceed): boolean {
  return leave(step, frame, state, undefined)
}
