import type { ExecutionHeader } from "./header.ts"
import type { Machine } from "./machine.ts"
import type { Step } from "./step.ts"

/**
 * When the root's `TimeoutSeconds` is over, in milliseconds since 1970; a redrive starts it anew. Undefined where the
 * machine sets none, and for a distributed Map's child execution.
 */
export function timeoutAt(
  machine: Machine,
  execution: { readonly header: ExecutionHeader; readonly redrivenAt: number },
): number | undefined {
  if (machine.timeoutSeconds === undefined || execution.header.map !== undefined) return undefined
  return (execution.redrivenAt > 0 ? execution.redrivenAt : execution.header.startedAt) + machine.timeoutSeconds * 1000
}

/** Orders the timer of the root's `TimeoutSeconds`, where there is one. */
export function orderTimeout(step: Step): void {
  const dueMs = timeoutAt(step.machine, { header: step.run.header, redrivenAt: step.redrivenAt })
  if (dueMs !== undefined) step.order({ type: "StartTimer", frame: -1, seq: 0, dueMs })
}
