import type { Backend } from "../ports/backend.ts"
import { keyPart } from "../runtime/key-part.ts"
import { type LoadedPlan, readPlan } from "../runtime/loaded-plan.ts"

/** The key of the document that says which plan a state machine of this name starts by now. */
export function deploymentKey(machine: string): string {
  return `machine/${keyPart(machine)}`
}

/** What the engine reads of that document; whoever deploys may keep more in it. */
export interface Deployment {
  /** A stored plan's id. */
  readonly plan: string
}

/** The plan by which a state machine starts that was deployed to the backend; undefined where none was. */
export async function deployedPlan(backend: Backend, machine: string): Promise<LoadedPlan | undefined> {
  const document = await backend.documents.get({ key: deploymentKey(machine) })
  if (document === undefined) return undefined
  const { plan } = JSON.parse(document.text) as Deployment // written by whoever deployed it
  const stored = await backend.plans.get({ id: plan })
  return stored === undefined ? undefined : readPlan(stored)
}
