import { deepEqual, equal } from "node:assert/strict"

import type { Clause } from "../clause.ts"
import { planOf } from "../stage.ts"

/** {@link Plans} */
export const planClauses: readonly Clause[] = [
  {
    name: "a plan that was put is handed back as it was",
    async check({ backend }) {
      const expected = { id: planOf("a"), machine: "machine-a", text: "plan a" }
      deepEqual(await backend.plans.get({ id: planOf("a") }), expected)
    },
  },
  {
    name: "a plan that was never put is unknown",
    async check({ backend }) {
      equal(await backend.plans.get({ id: "c".repeat(64) }), undefined)
    },
  },
  {
    name: "a second put of a plan's id changes nothing",
    async check({ backend }) {
      const before = await backend.plans.list()
      await backend.plans.put({ id: planOf("a"), machine: "machine-c", text: "another text" })
      deepEqual(await backend.plans.list(), before)
    },
  },
  {
    name: "plans are listed in the order they were stored",
    async check({ backend }) {
      for (const letter of ["9", "0", "f"])
        await backend.plans.put({ id: letter.repeat(64), machine: "m", text: letter })
      const listed = await backend.plans.list()
      deepEqual(
        listed.map(({ text }) => text),
        ["plan a", "plan b", "9", "0", "f"],
      )
      deepEqual(await backend.plans.list({ from: 3 }), listed.slice(3))
      deepEqual(await backend.plans.list({ from: 5 }), [])
    },
  },
]
