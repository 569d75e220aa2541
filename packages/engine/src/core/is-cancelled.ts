import type { Frame } from "./frame.ts"
import type { CompiledMap, CompiledState, Machine } from "./machine.ts"
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

/**
 * Whether the iterations or children of a Map report what they did, also where they are cancelled: the plan leads them to
 * an end of their own from where they begin, be it after a state that only keeps what they were given.
 */
export function reports({ states }: Machine, { startAt }: CompiledMap): boolean {
  const first = states[startAt]
  const leads = first?.cancel === "runs" ? states[first.next] : first
  return typeof leads?.cancel === "object"
}

/** Whether what failed may be tried again. */
export function mayRetry(step: Step, frame: Frame, state: CompiledState): boolean {
  return !isCancelled(step, frame, state) || (typeof state.cancel === "object" && state.cancel.steadfast)
}
