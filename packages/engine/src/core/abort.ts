import type { Frame } from "./run.ts"
import type { Step } from "./step.ts"

/** Ends every line of control below a frame: states still entered are written as aborted, work out is called back. */
export function abortBelow(step: Step, parent: Frame): void {
  const doomed = [...step.frames.entries()].map(([, frame]) => frame).filter((frame) => isBelow(step, frame, parent.id))
  for (const frame of doomed) {
    const { type } = step.stateOf(frame)
    if (frame.waiting.for === "task" || frame.waiting.for === "time" || frame.waiting.for === "retry") {
      step.commands.push({ type: "CancelWork", frame: frame.id, seq: frame.seq })
    }
    if (type === "Task" || type === "Wait") step.event(`${type}StateAborted`, frame.lastEvent)
  }
  for (const frame of doomed) step.drop(frame)
}

function isBelow(step: Step, frame: Frame, ancestor: number): boolean {
  for (let at = step.frames.get(frame.parent); at !== undefined; at = step.frames.get(at.parent)) {
    if (at.id === ancestor) return true
  }
  return false
}
