import { deepEqual, equal, ok } from "node:assert/strict"

import type { ExecutionSummary, ListExecutions } from "../../../ports/index.ts"
import type { Clause } from "../clause.ts"
import { refuses } from "../refuses.ts"
import { ids, planOf, type Stage } from "../stage.ts"

/** {@link Executions.list} */
export const listingClauses: readonly Clause[] = [
  {
    name: "the newest start is listed first",
    async check(stage) {
      await stage.startAll("b", "c", "a")
      deepEqual(ids((await stage.backend.executions.list({ limit: 10 })).executions), ["a", "c", "b"])
    },
  },
  {
    name: "a listing shows how executions stand",
    async check(stage) {
      await stage.ended("e", 5000, { name: "n", startedAt: 3000 })
      await stage.start("f", { name: "o", startedAt: 4000 })
      const common = { machine: "machine-a", plan: planOf("a") }
      deepEqual(await stage.backend.executions.list({ limit: 10 }), {
        executions: [
          { id: "f", name: "o", ...common, status: "RUNNING", startedAt: 4000 },
          { id: "e", name: "n", ...common, status: "SUCCEEDED", startedAt: 3000, stoppedAt: 5000 },
        ],
      })
    },
  },
  {
    name: "a listing can be of one machine, of one status, or of both",
    async check(stage) {
      await mixed(stage)
      deepEqual(await listed(stage, { limit: 3, machine: "machine-a" }), ["a6", "a4", "a2", "a0"])
      deepEqual(await listed(stage, { limit: 3, status: "RUNNING" }), ["b5", "a4", "b1", "a0"])
      deepEqual(await listed(stage, { limit: 1, machine: "machine-b", status: "SUCCEEDED" }), ["b7", "b3"])
      deepEqual(await listed(stage, { limit: 1, machine: "machine-c" }), [])
      deepEqual(await listed(stage, { limit: 1, status: "ABORTED" }), [])
    },
  },
  {
    name: "pages follow on each other with nothing twice and nothing left out",
    async check(stage) {
      await mixed(stage)
      const all = ["b7", "a6", "b5", "a4", "b3", "a2", "b1", "a0"]
      for (let limit = 1; limit <= 9; limit++) deepEqual(await listed(stage, { limit }), all, `pages of ${limit}`)
    },
  },
  {
    name: "no page is longer than its limit, and the last one has no cursor",
    async check(stage) {
      await stage.startAll("a", "b", "c")
      equal((await stage.backend.executions.list({ limit: 2 })).executions.length, 2)
      equal((await stage.backend.executions.list({ limit: 3 })).cursor, undefined)
      ok((await stage.backend.executions.list({ limit: 2 })).cursor !== undefined)
    },
  },
  {
    name: "what starts or ends between two pages comes at most once",
    async check(stage) {
      await stage.startAll("a", "b", "c")
      const first = await stage.backend.executions.list({ limit: 2 })
      await stage.startAll("d", "e")
      const second = await stage.backend.executions.list({ limit: 2, cursor: first.cursor ?? "" })
      deepEqual([ids(first.executions), ids(second.executions)], [["c", "b"], ["a"]])
    },
  },
  {
    name: "executions of a map run are listed only where that is asked for",
    async check(stage) {
      await stage.startAll("a")
      for (const id of ["b", "c", "d"]) await stage.start(id, { mapRun: "run-1" })
      await stage.start("e", { mapRun: "run-2" })
      await stage.ended("f", 5000, { mapRun: "run-1", machine: "machine-b", plan: planOf("b") })
      for (const filter of [{}, { machine: "machine-a" }, { status: "RUNNING" }] as const) {
        deepEqual(await listed(stage, { limit: 2, ...filter }), ["a"])
      }
      deepEqual(await listed(stage, { limit: 1, status: "SUCCEEDED" }), [])
      deepEqual(await listed(stage, { limit: 2, mapRun: "run-1" }), ["f", "d", "c", "b"])
      deepEqual(await listed(stage, { limit: 1, mapRun: "run-1", status: "SUCCEEDED" }), ["f"])
      deepEqual(await listed(stage, { limit: 2, mapRun: "run-1", machine: "machine-a" }), ["d", "c", "b"])
      deepEqual(await listed(stage, { limit: 2, mapRun: "run-2" }), ["e"])
      deepEqual(await listed(stage, { limit: 2, mapRun: "run-3" }), [])
      equal((await stage.backend.executions.get({ id: "b" }))?.mapRun, "run-1")
      const { cursor = "" } = await stage.backend.executions.list({ limit: 1, mapRun: "run-1" })
      await refuses("CURSOR_INVALID", () => stage.backend.executions.list({ limit: 1, mapRun: "run-2", cursor }))
      await refuses("CURSOR_INVALID", () => stage.backend.executions.list({ limit: 1, cursor }))
    },
  },
  {
    name: "a cursor that was not handed out for these filters is refused",
    async check(stage) {
      await stage.startAll("a", "b")
      const { executions } = stage.backend
      const { cursor = "" } = await executions.list({ limit: 1, machine: "machine-a" })
      equal((await executions.list({ limit: 1, machine: "machine-a", cursor })).executions.length, 1)
      await refuses("CURSOR_INVALID", () => executions.list({ limit: 1, cursor: "nonsense" }))
      await refuses("CURSOR_INVALID", () => executions.list({ limit: 1, cursor: "" }))
      await refuses("CURSOR_INVALID", () => executions.list({ limit: 1, machine: "machine-b", cursor }))
      await refuses("CURSOR_INVALID", () =>
        executions.list({ limit: 1, machine: "machine-a", status: "RUNNING", cursor }),
      )
    },
  },
]

/** Two machines in turn; every other execution of each has ended. */
async function mixed(stage: Stage): Promise<void> {
  for (let index = 0; index < 8; index++) {
    const letter = index % 2 === 0 ? "a" : "b"
    const changes = { machine: `machine-${letter}`, plan: planOf(letter) } as const
    if (index % 4 < 2) await stage.start(`${letter}${index}`, changes)
    else await stage.ended(`${letter}${index}`, 5000, changes)
  }
}

/** Every page, one after the other. */
async function listed(stage: Stage, params: ListExecutions): Promise<readonly string[]> {
  const all: ExecutionSummary[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < 20; pages++) {
    const page = await stage.backend.executions.list({ ...params, ...(cursor === undefined ? {} : { cursor }) })
    all.push(...page.executions)
    cursor = page.cursor
    if (cursor === undefined) break
  }
  return ids(all)
}
