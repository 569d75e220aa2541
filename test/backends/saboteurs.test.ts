import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import {
  backendClauses,
  checkClause,
  type Clause,
  type MakeBackend,
  type Saboteur,
  saboteurs,
} from "@stepwright/engine/testing"
import { afterAll, describe, expect, it } from "vitest"

const clauses = Object.values(backendClauses).flat()
const folder = mkdtempSync(join(tmpdir(), "stepwright-saboteurs-"))
let files = 0
afterAll(() => rmSync(folder, { recursive: true }))

/** By saboteur, the clauses that it breaks. */
const broken = new Map<string, readonly string[]>()

describe("the backend contract", () => {
  it.each(saboteurs)("notices a backend that $name", async (saboteur) => {
    const names = await brokenBy(
      saboteur,
      clauses.filter(({ needs }) => needs !== "durable"),
    )
    // Files are slow: what is noticed without them is not looked for in them.
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
    expect(new Set(saboteurs.map(({ name }) => name)).size).toBe(saboteurs.length)
  })
})

async function brokenBy(saboteur: Saboteur, among: readonly Clause[]): Promise<string[]> {
  const names: string[] = []
  for (const clause of among) {
    const kept = await checkClause(clause, maker(saboteur, clause)).then(
      () => true,
      () => false,
    )
    if (!kept) names.push(clause.name)
  }
  return names
}

function maker({ sabotage }: Saboteur, { needs }: Clause): MakeBackend {
  return () => {
    const wrap = sabotage()
    if (needs !== "durable") return { backend: wrap(memory()) }
    const file = join(folder, `${files++}.db`)
    let backend = wrap(sqlite({ file }))
    const reopen = async (): Promise<typeof backend> => {
      await backend.close()
      return (backend = wrap(sqlite({ file })))
    }
    return { backend, reopen }
  }
}
