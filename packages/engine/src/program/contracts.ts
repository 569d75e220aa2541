import type { JsonObject } from "../asl/json.ts"
import type { Plan } from "../plan/plan.ts"
import { fitsSchema } from "./fits-schema.ts"

/** What a task takes and gives, as JSON Schemas; absent where unconstrained. */
interface Contract {
  readonly input?: JsonObject
  readonly output?: JsonObject
}

/** A task that has changed so that a plan made before cannot call it. */
export interface Mismatch {
  readonly task: string
  /** `input`: what the plan sends is not taken any more. `output`: what comes back is not what the plan reads. */
  readonly part: "input" | "output"
}

/** The contracts of the tasks that plans call, by name. */
export function contractsOf(plans: Iterable<Plan>): ReadonlyMap<string, Contract> {
  const contracts = new Map<string, Contract>()
  for (const { bindings } of plans) {
    for (const binding of Object.values(bindings)) if (binding.kind === "task") contracts.set(binding.task, binding)
  }
  return contracts
}

/** Every task that a plan calls by another contract than its handlers here serve. */
export function mismatchesOf(plan: Plan, served: ReadonlyMap<string, Contract>): readonly Mismatch[] {
  const mismatches: Mismatch[] = []
  for (const [task, was] of contractsOf([plan])) {
    const now = served.get(task)
    if (now === undefined) continue // its handler's own schemas are all that is known
    if (!fitsSchema(was.input, now.input)) mismatches.push({ task, part: "input" })
    if (!fitsSchema(now.output, was.output)) mismatches.push({ task, part: "output" })
  }
  return mismatches
}
