import type { Backend } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { describe, expect, it } from "vitest"

import { redis } from "./redis.ts"

const plan = "a".repeat(64)
const ids = Array.from({ length: 250 }, (_, index) => `e${index}`)
/** Those that ended first, and are to be redriven: more than one script looks at. */
const redriven = ids.slice(0, 120)

/** Everything ended, in the order of {@link ids}, with the first 120 about to run again. */
async function ended(backend: Backend): Promise<void> {
  const { plans, executions, sessions, inbox } = backend
  await plans.put({ id: plan, machine: "m", text: "{}" })
  const { session } = await sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  for (const id of ids) {
    await executions.start({ id, machine: "m", name: id, plan, header: "", input: "", startedAt: 1 })
  }
  await sessions.tick({ session, now: 1, commits: [], want: ids.length })
  const commits = ids.map((execution, at) => ({
    execution,
    expected: 0,
    facts: [],
    status: { status: "SUCCEEDED", at, output: "1" } as const,
  }))
  await sessions.tick({ session, now: 1, commits, want: 0 })
  for (const id of redriven) await inbox.send({ execution: id, body: "redrive", when: ["SUCCEEDED"] })
}

describe.each([1, 7])("pruning more than one script looks at, in %i partitions", (partitions) => {
  const opened = () => redis({ ...sharedRedis(), partitions, testing: { clock: "caller", alone: true } })

  it("finds all that may go behind what may not, and each of it once", async () => {
    const backend = await opened()
    await ended(backend)
    const { executions } = backend
    const old = { closedBefore: 240, limit: 1000 }
    expect([...(await executions.prunable(old))].toSorted()).toEqual(ids.slice(120, 240).toSorted())
    expect(new Set(await executions.prunable({ ...old, limit: 70 })).size).toBe(70)
    expect(await executions.prune({ ...old, limit: 70 })).toEqual({ removed: 70 })
    expect(await executions.prunable(old)).toHaveLength(50)
    expect(await executions.prune(old)).toEqual({ removed: 50 })
    expect(await executions.prune(old)).toEqual({ removed: 0 })
    await backend.close()
  })

  it("removes all that are named and may go, however many", async () => {
    const backend = await opened()
    await ended(backend)
    const { executions } = backend
    expect(await executions.prune({ closedBefore: 240, limit: 1000, ids })).toEqual({ removed: 120 })
    const left = (await executions.list({ limit: 1000 })).executions.map(({ id }) => id)
    expect(left.toSorted()).toEqual([...redriven, ...ids.slice(240)].toSorted())
    await backend.close()
  })
})
