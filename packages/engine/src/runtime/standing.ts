import type { Machine, Run } from "../core/index.ts"
import type { StandingState } from "../ports/telemetry.ts"

/** The states that a run stands in. A frame's id is above its parent's, so those that hold others come first. */
export function standingStates(machine: Machine, run: Run): readonly StandingState[] {
  const standing: StandingState[] = []
  run.frames.forEach((frame) => {
    const state = machine.states[frame.state]
    // What stands for a child execution, or before its first state, entered none.
    if (state === undefined || frame.waiting === "child" || frame.entries === 0) return
    standing.push({
      frame: frame.id,
      parent: frame.parent,
      name: state.name,
      type: state.type,
      entered: frame.enteredEvent,
      enteredAt: frame.enteredAt,
      attempts: frame.retryCount + (frame.waiting === "task" ? 1 : 0),
      ...(frame.waiting === "task" ? { attempt: { seq: frame.seq, sinceMs: frame.since } } : {}),
      ...(frame.waiting === "retry" ? { failed: { seq: frame.seq - 1, at: frame.since } } : {}),
    })
  })
  return standing
}
