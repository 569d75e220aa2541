import { backendClauses } from "./backend-clauses.ts"
import { checkClause, concerns } from "./check-clause.ts"
import type { MakeBackend } from "./clause.ts"
import { defineTests } from "./define-tests.ts"

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
  const { backend } = await make()
  await backend.close()
  const concerned = Object.entries(backendClauses).map(
    ([subject, clauses]) => [subject, clauses.filter((each) => concerns(each, backend.capabilities))] as const,
  )
  await defineTests(Object.fromEntries(concerned), skip, (clause) => checkClause(clause, make))
}
