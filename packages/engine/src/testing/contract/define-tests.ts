/** Something that a contract promises, by its name. */
interface Named {
  readonly name: string
}

/**
 * Defines one Vitest test for each clause, by what they are about. Needs `vitest`.
 * @param skip - Clauses that are not kept, by name, each with the reason; printed.
 * @throws where `skip` names a clause that is not there
 */
export async function defineTests<C extends Named>(
  subjects: Readonly<Record<string, readonly C[]>>,
  skip: Readonly<Record<string, string>>,
  check: (clause: C) => Promise<void>,
): Promise<void> {
  const { describe, it } = await import("vitest")
  const names = new Set(Object.values(subjects).flatMap((clauses) => clauses.map(({ name }) => name)))
  const unknown = Object.keys(skip).filter((name) => !names.has(name))
  if (unknown.length > 0) throw new Error(`no such clauses: ${unknown.join("; ")}`)
  for (const [subject, clauses] of Object.entries(subjects)) {
    if (clauses.length === 0) continue
    describe(subject, () => {
      for (const clause of clauses) {
        const reason = skip[clause.name]
        if (reason === undefined) it(clause.name, () => check(clause))
        else it.skip(`${clause.name} (${reason})`, () => {})
      }
    })
  }
}
