import type { EngineOptions } from "@stepwright/engine"

import { defaultConfiguration } from "../operations/configuration.ts"
import type { Parts } from "../parts.ts"
import type { Revision, StoredMachine } from "./machine.ts"

/** The role of what was created by nobody. */
const roleArn = "arn:aws:iam::000000000000:role/stepwright"

/** Makes state machines of workflows, or revises those that there are. */
export async function registered(parts: Parts, workflows: EngineOptions["workflows"]): Promise<void> {
  for (const workflow of workflows) {
    const plan = await parts.client.storePlan(workflow)
    const stored = await parts.backend.plans.get({ id: plan })
    const { definition, type = "STANDARD" } = JSON.parse(stored?.text ?? "{}") as {
      readonly definition?: object
      readonly type?: StoredMachine["type"]
    } // a stored plan
    const text = await parts.definitions.keep(JSON.stringify(definition))
    const now = parts.clock.now()
    await parts.machines.change(workflow.name, (known): StoredMachine => {
      if (known?.plan === plan && known.deleting !== true) return known
      const revision: Revision = {
        ...(known === undefined ? {} : { id: plan.slice(0, 36) }),
        definition: text,
        plan,
        roleArn,
        updatedAt: now,
        ...defaultConfiguration,
      }
      const { name } = workflow
      const fresh: StoredMachine = {
        plan,
        name,
        type,
        createdAt: now,
        revision,
        versions: [],
        lastVersion: 0,
        aliases: [],
        tags: {},
      }
      return known === undefined || known.deleting === true ? fresh : { ...known, plan, revision }
    })
  }
}
