import type { BackendCapabilities } from "../../ports/index.ts"
import type { Clause, MakeBackend } from "./clause.ts"
import { Stage } from "./stage.ts"

/** Checks one clause against a fresh backend, which is closed afterwards. Rejects where the promise is broken. */
export async function checkClause(clause: Clause, make: MakeBackend): Promise<void> {
  const stage = await Stage.set(make)
  try {
    await clause.check(stage)
  } finally {
    await stage.backend.close()
  }
}

/** Whether a clause is about backends like this one. */
export function concerns(clause: Clause, capabilities: BackendCapabilities): boolean {
  if (clause.needs === "durable") return capabilities.durable
  if (clause.needs === "overlapping") return capabilities.overlapping === true
  return clause.needs !== "unshared" || !capabilities.shared
}
