import type { ExecutionHeader } from "./header.ts"
import type { Machine } from "./machine.ts"

/**
 * The index of the state that an execution begins with: the machine's first, or, in a distributed Map's child execution,
 * its processor's.
 */
export function firstState(machine: Machine, { map }: ExecutionHeader): number {
  if (map === undefined) return machine.startAt
  const state = machine.states.find((candidate) => candidate.type === "Map" && candidate.name === map.state)
  if (state?.type !== "Map") throw new Error(`the machine has no Map '${map.state}'`)
  return state.startAt
}
