import { EngineError } from "../errors.ts"
import type { Backend } from "../ports/backend.ts"
import { type LoadedPlan, readPlan } from "../runtime/loaded-plan.ts"
import type { Program } from "./program.ts"

/** Plans of a backend that are kept compiled. */
const kept = 500
const loaded = new WeakMap<Backend, Map<string, LoadedPlan>>()

function loadedOf(backend: Backend): Map<string, LoadedPlan> {
  let plans = loaded.get(backend)
  if (plans === undefined) loaded.set(backend, (plans = new Map()))
  return plans
}

/**
 * A plan by its id: the program's own, or one that the backend keeps of earlier ones.
 * @throws {EngineError} `PLAN_MISSING`
 */
export async function storedPlanOf(program: Program, backend: Backend, id: string): Promise<LoadedPlan> {
  const known = program.planById(id)
  if (known !== undefined) return known
  const loaded = loadedOf(backend)
  const found = loaded.get(id)
  if (found !== undefined) return found
  const stored = await backend.plans.get({ id })
  if (stored !== undefined) {
    const plan = readPlan(stored)
    const [oldest] = loaded.keys()
    if (loaded.size >= kept && oldest !== undefined) loaded.delete(oldest)
    loaded.set(id, plan)
    return plan
  }
  throw new EngineError({ code: "PLAN_MISSING", message: `The backend has lost the plan ${id}.` })
}
