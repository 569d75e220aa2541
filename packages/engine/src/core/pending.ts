import type { Command } from "./command.ts"
import type { Machine } from "./machine.ts"
import type { Run } from "./run.ts"
import { runTask } from "./state/task.ts"
import { Step } from "./step.ts"

/**
 * What is outstanding in a run, as the orders that asked for it: for a worker that takes an execution over. A task
 * whose call has returned (`.sync`, token) is not asked for again; its answer is still awaited.
 */
export function pendingCommands(machine: Machine, run: Run): readonly Command[] {
  if (run.status !== "RUNNING") return []
  const step = new Step(machine, run, 0, undefined)
  const commands: Command[] = []
  const { timeoutSeconds } = machine
  if (timeoutSeconds !== undefined && run.frames.length > 0) {
    commands.push({ type: "StartTimer", frame: -1, seq: 0, dueMs: run.header.startedAt + timeoutSeconds * 1000 })
  }
  for (const [, frame] of run.frames.entries()) {
    const { waiting } = frame
    const state = step.stateOf(frame)
    if (waiting.for === "time" || waiting.for === "retry") {
      commands.push({ type: "StartTimer", frame: frame.id, seq: frame.seq, dueMs: waiting.dueMs })
    } else if (waiting.for === "task" && state.type === "Task") {
      commands.push({ ...runTask(step, frame, state, waiting), sinceMs: waiting.sinceMs, submitted: waiting.submitted })
    }
  }
  return commands
}
