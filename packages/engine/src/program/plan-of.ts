import type { Workflow } from "@stepwright/dsl"

import { compile } from "../compile/index.ts"
import type { Plan } from "../plan/plan.ts"

const compiled = new WeakMap<Workflow, Plan>()

/**
 * The plan of a workflow, compiled once.
 * @throws {CompileError} with every problem.
 */
export function planOf(workflow: Workflow): Plan {
  let plan = compiled.get(workflow)
  if (plan === undefined) compiled.set(workflow, (plan = compile(workflow.tree).plan))
  return plan
}
