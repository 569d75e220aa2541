import { defineTests } from "../define-tests.ts"
import { canDelete, checkObjectClause, type MakeObjectStore } from "./object-clause.ts"
import { objectStoreClauses } from "./object-store-clauses.ts"

/** What {@link objectStoreContract} is given. */
export interface ObjectStoreContractOptions {
  /** Makes a store with an empty bucket for each test. */
  readonly make: MakeObjectStore
  /** Clauses that this store does not keep, by name, each with the reason. Printed; the number may only fall. */
  readonly skip?: Readonly<Record<string, string>>
}

/**
 * Defines one Vitest test for each promise that every object store must keep. Await it at the top of a test file. Needs
 * `vitest`.
 * @throws where `skip` names a clause that does not exist
 */
export async function objectStoreContract({ make, skip = {} }: ObjectStoreContractOptions): Promise<void> {
  const { store, close } = await make()
  await close?.()
  const concerned = Object.entries(objectStoreClauses).map(
    ([subject, clauses]) => [subject, clauses.filter(({ needs }) => needs === undefined || canDelete(store))] as const,
  )
  await defineTests(Object.fromEntries(concerned), skip, (clause) => checkObjectClause(clause, make))
}
