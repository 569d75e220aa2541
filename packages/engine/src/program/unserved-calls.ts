import { loadPlan } from "../runtime/loaded-plan.ts"
import type { ResourceHandler } from "../runtime/handler-context.ts"
import { ResourceTable } from "../runtime/resource-table.ts"
import type { StateMachine } from "./state-machine.ts"
import { type Unbound, unboundOf } from "./unbound.ts"

const served: ResourceHandler = () => undefined

/**
 * Everything that a state machine calls by name and that is not among what is served: keys as those of `resources`, patterns
 * included. Child workflows and activities are not looked at: they may come later.
 * @throws {EngineError} `PLAN_INVALID`
 */
export function unservedCalls({ plan }: StateMachine, keys: Iterable<string>): readonly Unbound[] {
  const known = new ResourceTable([...keys].map((key) => [key, served]))
  return unboundOf(loadPlan(plan), {
    storedPlans: true,
    task: () => undefined,
    resource: (name) => known.find(name),
    planOf: () => undefined,
  })
}
