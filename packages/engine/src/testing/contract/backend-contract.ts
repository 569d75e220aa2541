import { backendClauses } from "./backend-clauses.ts"
import { checkClause, concerns } from "./check-clause.ts"
import type { MakeBackend } from "./clause.ts"

/** What {@link backendContract} is given. */
export interface ContractOptions {
  /** Makes a fresh, empty backend for each test. */
  readonly make: MakeBackend
  /** Clauses that this backend does not keep, by name, each with the reason. Printed; the number may only fall. */
  readonly skip?: Readonly<Record<string, string>>
}

/**
 * Defines one Vitest test for each promise that every backend must keep. Await it at the top of a test file. Needs
 * `vitest` and `fast-check`; `STEPWRIGHT_SEED` repeats a property's run.
 * @throws where `skip` names a clause that does not exist
 */
export async function backendContract({ make, skip = {} }: ContractOptions): Promise<void> {
  const { describe, it } = await import("vitest")
  const made = await make()
  await made.backend.close()
  const unknown = new Set(Object.keys(skip))
  for (const [subject, clauses] of Object.entries(backendClauses)) {
    const concerned = clauses.filter((each) => concerns(each, made.backend.capabilities))
    if (concerned.length === 0) continue
    describe(subject, () => {
      for (const clause of concerned) {
        const reason = skip[clause.name]
        unknown.delete(clause.name)
        if (reason === undefined) it(clause.name, () => checkClause(clause, make))
        else it.skip(`${clause.name} (${reason})`, () => {})
      }
    })
  }
  if (unknown.size > 0) throw new Error(`no such clauses: ${[...unknown].join("; ")}`)
}
