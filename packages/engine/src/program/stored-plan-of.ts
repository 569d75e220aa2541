import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import { type LoadedPlan, readPlan } from "../runtime/loaded-plan.ts"
import type { Program } from "./program.ts"

/**
 * A plan by its id: the program's own, or one that the backend keeps of earlier ones.
 * @throws {EngineError} `PLAN_MISSING`
 */
export async function storedPlanOf(program: Program, backend: Backend, id: string): Promise<LoadedPlan> {
  const known = program.planById(id)
  if (known !== undefined) return known
  const stored = await backend.plans.get({ id })
  if (stored !== undefined) return readPlan(stored)
  throw new EngineError({ code: "PLAN_MISSING", message: `The backend has lost the plan ${id}.` })
}
