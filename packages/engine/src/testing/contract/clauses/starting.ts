import { deepEqual, equal } from "node:assert/strict"

import type { Clause } from "../clause.ts"
import { execution, ids } from "../stage.ts"

/** Starting executions and reading one. */
export const startingClauses: readonly Clause[] = [
  {
    name: "a started execution is stored with all that it was given, and runs",
    async check(stage) {
      deepEqual(await stage.start("e"), { outcome: "started" })
      deepEqual(await stage.backend.executions.get({ id: "e" }), { ...execution("e"), status: "RUNNING" })
    },
  },
  {
    name: "a second start of an id tells what exists and overwrites nothing",
    async check(stage) {
      await stage.start("e")
      const record = { ...execution("e"), status: "RUNNING" }
      const again = await stage.start("e", { input: "{}", header: "other", name: "other", startedAt: 7 })
      deepEqual(again, { outcome: "exists", record })
      deepEqual(await stage.backend.executions.get({ id: "e" }), record)
      const worker = await stage.open()
      deepEqual(ids(await worker.reserve()), ["e"])
    },
  },
  {
    name: "of two starts of an id at the same time one is told that the other exists",
    async check(stage) {
      const results = await Promise.all([stage.start("e"), stage.start("e"), stage.start("f")])
      deepEqual(results.map(({ outcome }) => outcome).sort(), ["exists", "started", "started"])
      equal((await stage.backend.executions.list({ limit: 10 })).executions.length, 2)
    },
  },
  {
    name: "a start by an unknown plan stores nothing",
    async check(stage) {
      deepEqual(await stage.start("e", { plan: "c".repeat(64) }), { outcome: "no-plan" })
      equal(await stage.backend.executions.get({ id: "e" }), undefined)
      deepEqual(await stage.backend.executions.list({ limit: 10 }), { executions: [] })
    },
  },
  {
    name: "an unknown execution has no record and no journal",
    async check({ backend }) {
      equal(await backend.executions.get({ id: "e" }), undefined)
      equal(await backend.executions.journal({ id: "e" }), undefined)
    },
  },
  {
    name: "a journal is read in order, from a fact on and so many of them",
    async check(stage) {
      const worker = await stage.running("e")
      deepEqual(await stage.backend.executions.journal({ id: "e" }), [])
      await worker.commit({ execution: "e", expected: 0, facts: ["0", "1", "2"] })
      await worker.commit({ execution: "e", expected: 3, facts: ["3"] })
      await worker.commit({ execution: "e", expected: 4, facts: ["4", "5"] })
      const all = ["0", "1", "2", "3", "4", "5"]
      deepEqual(await stage.backend.executions.journal({ id: "e" }), all)
      for (let from = 0; from <= 7; from++) {
        deepEqual(await stage.backend.executions.journal({ id: "e", from }), all.slice(from))
        for (let limit = 0; limit <= 7; limit++) {
          const page = await stage.backend.executions.journal({ id: "e", from, limit })
          deepEqual(page, all.slice(from, from + limit), `from ${from}, limit ${limit}`)
        }
      }
    },
  },
]
