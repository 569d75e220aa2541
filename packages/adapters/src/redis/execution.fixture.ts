import type { NewExecution } from "@stepwright/engine"

/** The id of a plan. */
export const plan: string = "a".repeat(64)

/** An execution of it. */
export function execution(id: string, changes: Partial<NewExecution> = {}): NewExecution {
  return { id, machine: "m", name: id, plan, header: "{}", input: "{}", startedAt: 1, ...changes }
}
