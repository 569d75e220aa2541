import type { Command } from "./command.ts"
import type { Frame } from "./frame.ts"
import type { Machine } from "./machine.ts"
import { timeoutAt } from "./root-timeout.ts"
import type { Run } from "./run.ts"
import { readOrder } from "./state/map.ts"
import { orderOf } from "./state/task.ts"
import { Step } from "./step.ts"

/**
 * What is outstanding in a run, as the orders that asked for it, for a worker that takes an execution over. A task whose
 * call has returned (`.sync`, token) is marked `submitted`: only its answer is awaited. Empty for a run that has ended.
 */
export function pendingCommands(machine: Machine, run: Run): readonly Command[] {
  const commands: Command[] = []
  if (run.status !== "RUNNING" || run.rev === 0) return commands
  const dueMs = timeoutAt(machine, run)
  if (dueMs !== undefined) commands.push({ type: "StartTimer", frame: -1, seq: 0, dueMs })
  run.frames.forEach((frame) => {
    const command = pendingCommand(machine, run, frame)
    if (command !== undefined) commands.push(command)
  })
  return commands
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
    return frame.submitted > 0 ? { ...order, submitted: true } : order
  }
  return frame.waiting === "read" && state.type === "Map" ? readOrder(step, frame, state, frame.seq) : undefined
}
