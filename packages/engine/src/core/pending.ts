import { isCancelled } from "./is-cancelled.ts"
import type { Command, RunTask } from "./command.ts"
import type { Frame } from "./frame.ts"
import type { Machine } from "./machine.ts"
import { timeoutAt } from "./root-timeout.ts"
import type { Run } from "./run.ts"
import { childOrder } from "./map/child.ts"
import { awaitedChild } from "./map/child-name.ts"
import { writeOrder } from "./map/join.ts"
import { readOrder } from "./state/map.ts"
import { cancelChild, orderOf } from "./state/task.ts"
import { Step } from "./step.ts"

const none: readonly never[] = []

/**
 * What is outstanding in a run, as the orders that asked for it, for a worker that takes an execution over. A task whose
 * call has returned (`.sync`, token) is marked `submitted`: only its answer is awaited; any other `again`: it may have been
 * made. A child workflow that is cancelled has no timeout any more. Empty for a run that has ended.
 * @param childrenFrom - Orders of child executions are left out whose frames stand below this one: they are known to run.
 */
export function pendingCommands(machine: Machine, run: Run, childrenFrom = 0): readonly Command[] {
  const commands: Command[] = []
  if (run.status !== "RUNNING" || run.rev === 0) return commands
  const dueMs = timeoutAt(machine, run)
  if (dueMs !== undefined) commands.push({ type: "StartTimer", frame: -1, seq: 0, dueMs })
  run.frames.forEach((frame) => {
    if (frame.waiting === "child" && frame.id < childrenFrom) return
    const command = pendingCommand(machine, run, frame)
    const cancels = childCancels(machine, run, frame)
    if (command?.type === "RunTask" && cancels.length > 0) commands.push(unbounded(command))
    else if (command !== undefined) commands.push(command)
    commands.push(...cancels)
  })
  return commands
}

/** Whether the child execution or child workflow that a frame awaits is cancelled with its parent. */
export function isChildCancelled(machine: Machine, run: Run, frame: number): boolean {
  const awaiting = run.frames.get(frame)
  return awaiting !== undefined && childCancels(machine, run, awaiting).length > 0
}

/** A child that was cancelled is given the time that it takes. */
function unbounded({ timeoutSeconds: _timeout, heartbeatSeconds: _heartbeat, ...order }: RunTask): RunTask {
  return order
}

/** Word to a child that its parent was cancelled may have been lost with whoever was to send it. */
function childCancels(machine: Machine, run: Run, frame: Frame): readonly Command[] {
  if (run.cancelled === undefined) return none
  const step = new Step(machine, run, run.header.startedAt, undefined)
  const state = step.stateOf(frame)
  if (!isCancelled(step, frame, state)) return none
  if (frame.waiting === "child")
    return [{ type: "CancelChild", frame: frame.id, seq: frame.seq, child: awaitedChild(step, frame) }]
  if (frame.waiting === "task" && state.type === "Task") cancelChild(step, frame, state)
  return step.commands
}

function pendingCommand(machine: Machine, run: Run, frame: Frame): Command | undefined {
  if (frame.waiting === "time" || frame.waiting === "retry") {
    return { type: "StartTimer", frame: frame.id, seq: frame.seq, dueMs: frame.due }
  }
  // The order is evaluated again, at the time of the attempt: it comes out as it did then.
  const step = new Step(machine, run, frame.since, undefined)
  const state = step.stateOf(frame)
  if (frame.waiting === "task" && state.type === "Task") {
    const order = orderOf(step, frame, state, frame.seq)
    return frame.submitted > 0 ? { ...order, submitted: true } : { ...order, again: true }
  }
  if (state.type !== "Map") return undefined
  if (frame.waiting === "child") return childOrder(step, frame)
  if (frame.waiting === "write") return writeOrder(step, frame, state, frame.seq)
  return frame.waiting === "read" ? readOrder(step, frame, state, frame.seq) : undefined
}
