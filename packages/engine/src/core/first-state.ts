import type { ExecutionHeader } from "./header.ts"
import type { CompiledMap, Machine } from "./machine.ts"

/**
 * The index of the state that an execution begins with: the machine's first, or, in a distributed Map's child execution,
 * its processor's.
 */
export function firstState(machine: Machine, { map }: ExecutionHeader): number {
  return map === undefined ? machine.startAt : processorOf(machine, map.state).startAt
}

/** The Map whose processor a child execution runs, by the Map's name. */
export function processorOf(machine: Machine, name: string): CompiledMap {
  const state = machine.states.find((candidate) => candidate.type === "Map" && candidate.name === name)
  if (state?.type !== "Map") throw new Error(`the machine has no Map '${name}'`)
  return state
}
