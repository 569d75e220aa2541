import { processorOf } from "./first-state.ts"
import type { ExecutionHeader } from "./header.ts"
import type { Machine } from "./machine.ts"

/** Whether an execution is of the type EXPRESS: by its machine, or as a distributed Map's child of that type. */
export function isExpress(machine: Machine, { map }: ExecutionHeader): boolean {
  return map === undefined ? machine.express : processorOf(machine, map.state).executionType === "EXPRESS"
}
