import {
  checkObjectClause,
  type MadeObjectStore,
  type ObjectClause,
  objectStoreClauses,
  type ObjectStoreSaboteur,
  objectStoreSaboteurs,
} from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"

import { folderOfBuckets } from "./buckets.ts"

const clauses = Object.values(objectStoreClauses).flat()

/** By saboteur, the clauses that it breaks. */
const broken = new Map<string, readonly string[]>()

describe("the contract of object stores", () => {
  it.each(objectStoreSaboteurs)("notices a store that $name", async (saboteur) => {
    const names = await brokenBy(
      saboteur,
      clauses.filter(({ costly }) => costly !== true),
    )
    // What is noticed without the costly ones is not looked for by them.
    if (names.length === 0) names.push(...(await brokenBy(saboteur, clauses)))
    broken.set(saboteur.name, names)
    expect(names).not.toEqual([])
  })

  it("has no clause that no saboteur breaks, blunt ones left out", () => {
    const subtle = [...broken.values()].filter((names) => names.length < clauses.length / 4)
    const seen = new Set(subtle.flat())
    expect(clauses.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([])
  })

  it("has no two clauses or saboteurs of one name", () => {
    expect(new Set(clauses.map(({ name }) => name)).size).toBe(clauses.length)
    expect(new Set(objectStoreSaboteurs.map(({ name }) => name)).size).toBe(objectStoreSaboteurs.length)
  })
})

async function brokenBy({ sabotage }: ObjectStoreSaboteur, among: readonly ObjectClause[]): Promise<string[]> {
  const make = (): MadeObjectStore => {
    const made = folderOfBuckets()
    return { ...made, store: sabotage(made.store) }
  }
  const names: string[] = []
  for (const clause of among) {
    const kept = await checkObjectClause(clause, make).then(
      () => true,
      () => false,
    )
    if (!kept) names.push(clause.name)
  }
  return names
}
