import type { Frame } from "./frame.ts"
import type { CompiledState } from "./machine.ts"
import type { Step } from "./step.ts"

/** Whether a line of control must not begin, or go on with, the state it stands in. */
export function isCancelled(step: Step, frame: Frame, state: CompiledState): boolean {
  if (step.cancelled === undefined || state.cancel === "runs" || state.cancel === "forward") return false
  if (state.cancel !== "raises") return true
  // In a machine without notes what a Catch leads to is what the author wants to happen.
  for (let at: Frame | undefined = frame; at !== undefined; at = step.frames.get(at.parent)) {
    if (at.shielded) return false
  }
  return true
}

/** Whether what failed may be tried again. */
export function mayRetry(step: Step, frame: Frame, state: CompiledState): boolean {
  return !isCancelled(step, frame, state) || (typeof state.cancel === "object" && state.cancel.steadfast)
}
