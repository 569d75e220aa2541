import { editFan } from "./fan.ts"
import type { Frame } from "./frame.ts"
import { orderTimeout } from "./root-timeout.ts"
import { begin } from "./settle.ts"
import type { Step } from "./step.ts"

/**
 * Goes on from where the execution ended: every line of control that failed or was stopped starts the state it stood in
 * again, with its input from before and its retries to spend anew; branches and iterations that had ended stay ended.
 * (AWS: redrive-executions)
 */
export function redrive(step: Step): void {
  step.status = "RUNNING"
  step.error = undefined
  step.cause = undefined
  step.redriveCount++
  step.redrivenAt = step.at
  const root = step.own(0)
  root.lastEvent = step.aside(root, root.lastEvent, "ExecutionRedriven", { redriveCount: step.redriveCount })
  orderTimeout(step)
  const stopped: Frame[] = []
  step.frames.forEach((frame) => stopped.push(frame))
  for (const { id } of stopped) {
    if (step.status === "RUNNING" && step.frames.get(id) !== undefined) restart(step, step.own(id))
  }
}

function restart(step: Step, frame: Frame): void {
  frame.waiting = "nothing"
  if (frame.entries === 0) return void step.ready.push(frame)
  if (frame.fan !== undefined) {
    const fan = editFan(step.rev, frame)
    // A child that failed runs again; what was tolerated before stays counted.
    fan.failed = fan.begun - fan.slots.size
    frame.waiting = "children"
    return
  }
  frame.retryCount = 0
  frame.retries = undefined
  if (begin(step, frame)) step.ready.push(frame)
}
