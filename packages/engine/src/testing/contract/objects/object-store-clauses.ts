import { objectListingClauses } from "./listing.ts"
import type { ObjectClause } from "./object-clause.ts"
import { objectRefusingClauses } from "./refusing.ts"
import { removingClauses } from "./removing.ts"
import { writingAndReadingClauses } from "./writing-and-reading.ts"

/** Every promise of the port of object stores, by what it is about. */
export const objectStoreClauses: Readonly<Record<string, readonly ObjectClause[]>> = {
  "writing and reading objects": writingAndReadingClauses,
  "listing objects": objectListingClauses,
  "removing objects": removingClauses,
  "refusing what is not there": objectRefusingClauses,
}
