import { dropChildren } from "./abort.ts"
import { cancel, frameIds, raise, refuse, rest } from "./cancel.ts"
import { isCancelled, reports } from "./is-cancelled.ts"
import type { CancelRequested } from "./fact.ts"
import { editFan } from "./fan.ts"
import type { Frame } from "./frame.ts"
import type { Machine } from "./machine.ts"
import { joinStopped } from "./map/children.ts"
import { orderTimeout } from "./root-timeout.ts"
import type { Run } from "./run.ts"
import { begin } from "./settle.ts"
import type { Step } from "./step.ts"

/** Whether there may be something left to undo of an execution that has ended: it did not come to the end of its saga. */
export function isCompensable(machine: Machine, run: Run): boolean {
  if (run.status === "SUCCEEDED" || run.status === "RUNNING") return false
  const state = machine.states[run.frames.get(0)?.state ?? -1]
  if (state === undefined || state.type === "Fail" || state.cancel === "forward" || state.cancel === "halts")
    return false
  return state.cancel !== "raises" || state.catch.length > 0
}

/**
 * Undoes what an execution had done that has ended: its end is taken back, and every line of control is led to its
 * compensation from where it stood. A task that was in flight counts as attempted. A compensation that was under way
 * begins anew, with its key from before.
 */
export function revive(step: Step, fact: CancelRequested): void {
  step.status = "RUNNING"
  step.error = undefined
  step.cause = undefined
  step.redriveCount++
  step.redrivenAt = step.at
  const root = step.own(0)
  root.lastEvent = step.aside(root.lastEvent, "ExecutionRedriven", { redriveCount: step.redriveCount })
  orderTimeout(step)
  const ids = frameIds(step)
  for (const id of ids) if (step.frames.get(id) !== undefined) step.own(id).waiting = "nothing"
  cancel(step, fact)
  for (const id of ids) {
    if (step.status === "RUNNING" && step.frames.get(id) !== undefined) restart(step, step.own(id))
  }
}

function restart(step: Step, frame: Frame): void {
  if (frame.entries === 0) return step.goOn(frame)
  const state = step.stateOf(frame)
  frame.retryCount = 0
  frame.retries = undefined
  if (frame.fan !== undefined && !(state.type === "Map" && state.distributed)) {
    const fan = editFan(step.rev, frame)
    fan.failed = fan.begun - fan.slots.size
    frame.waiting = "children"
    if (rest(step, frame, state)) step.goOn(frame)
    return
  }
  if (
    frame.fan !== undefined &&
    state.type === "Map" &&
    reports(step.machine, state) &&
    isCancelled(step, frame, state)
  ) {
    if (joinStopped(step, frame, state)) step.goOn(frame)
    return
  }
  dropChildren(step, frame)
  if (!isCancelled(step, frame, state)) {
    if (begin(step, frame)) step.goOn(frame)
    return
  }
  const attempted = state.type === "Task" || state.type === "Map" || state.type === "Parallel"
  if (attempted ? raise(step, frame, state) : refuse(step, frame, state)) step.goOn(frame)
}
