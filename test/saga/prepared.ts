import type { Plan, StateMachine } from "@stepwright/engine"
import { compile } from "@stepwright/engine/compile"

import type { SagaCase } from "./case.ts"
import { write } from "./write.ts"

/** A case with its plans: what every run of it runs by. */
export interface Prepared {
  readonly given: SagaCase
  /** Of the workflow, and of the child workflows that it calls, by name. */
  readonly plans: ReadonlyMap<string, Plan>
}

/** The name of the workflow, and of its execution. */
export const names = { workflow: "saga", execution: "run" } as const

/** The id of a case's execution: what its keys start with. */
export const rootKey: string = `arn:aws:states:local:000000000000:execution:${names.workflow}:${names.execution}`

/** Compiles a case's workflows, each once. */
export function prepare(given: SagaCase, change: (plan: Plan) => Plan = (plan) => plan): Prepared {
  const plans = write(given.body).all.map((one) => change(compile(one.tree).plan))
  return { given, plans: new Map(plans.map((plan) => [plan.name, plan])) }
}

/** The workflow of a case as the engine runs it, and its children. */
export function machinesOf({ plans }: Prepared): readonly [root: StateMachine, ...StateMachine[]] {
  const machines = [...plans.values()].map((plan): StateMachine => ({ kind: "stateMachine", name: plan.name, plan }))
  const root = machines.find(({ name }) => name === names.workflow)
  if (root === undefined) throw new Error("there is no workflow")
  return [root, ...machines.filter((machine) => machine !== root)]
}
