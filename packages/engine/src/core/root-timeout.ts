import type { ExecutionHeader } from "./header.ts"
import type { Machine } from "./machine.ts"
import { isExpress } from "./express.ts"
import type { Step } from "./step.ts"

/**
 * When the time of an execution is over, in milliseconds since 1970; a redrive starts it anew. Undefined where nothing
 * bounds it: neither the root's `TimeoutSeconds`, which a distributed Map's child execution does not have, nor a quota.
 */
export function timeoutAt(
  machine: Machine,
  execution: { readonly header: ExecutionHeader; readonly redrivenAt: number },
): number | undefined {
  const { header, redrivenAt } = execution
  const own = header.map === undefined ? (machine.timeoutSeconds ?? Infinity) : Infinity
  const seconds = Math.min(own, longest(machine, header))
  return seconds === Infinity ? undefined : (redrivenAt > 0 ? redrivenAt : header.startedAt) + seconds * 1000
}

function longest(machine: Machine, header: ExecutionHeader): number {
  const { duration, expressDuration } = machine.limits
  return expressDuration !== duration && isExpress(machine, header) ? expressDuration : duration
}

/** Orders the timer of an execution's time, where it is bounded. */
export function orderTimeout(step: Step): void {
  const dueMs = timeoutAt(step.machine, { header: step.run.header, redrivenAt: step.redrivenAt })
  if (dueMs !== undefined) step.order({ type: "StartTimer", frame: -1, seq: 0, dueMs })
}
