import { mostEvents } from "./history-quota.ts"
import type { Machine } from "./machine.ts"
import type { Run } from "./run.ts"

/** Why an execution of this status cannot be redriven. */
export function stays(status: "RUNNING" | "SUCCEEDED"): string {
  return `Execution is ${status} and cannot be redriven`
}

/**
 * Why an execution as it stands cannot be redriven; undefined where it can. AWS's words, but for the count's. (AWS: API
 * reference, DescribeExecution, redriveStatusReason)
 */
export function notRedrivable(machine: Machine, run: Run): string | undefined {
  const { status, eventCount, redriveCount, header } = run
  if (status === "RUNNING" || status === "SUCCEEDED") return stays(status)
  // Room is needed for ExecutionRedriven and for another event.
  if (eventCount + 2 > mostEvents(machine, header)) return "Execution history event limit exceeded"
  return redriveCount >= machine.limits.redrives ? "Execution redrive limit exceeded" : undefined
}
