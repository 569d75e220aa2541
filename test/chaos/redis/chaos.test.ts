import { executionRoute, type ListedExecution } from "@stepwright/engine"
import { asking } from "@stepwright/test-redis"
import { describe, expect, it } from "vitest"

import type { Finding } from "./judge.ts"
import type { Report } from "./report.ts"
import { run, type RunOptions } from "./run.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)
const options: RunOptions = {
  seconds: 12,
  seed,
  workers: 3,
  topology: "standalone",
  mode: "fsync",
  rate: 10,
  leaseMs: 2000,
}

/** Some faults take longer than others. */
const everyKind: RunOptions = { ...options, leastFaults: 3 }

/** How fast the recovery is says the runner: on a busy machine a test cannot. */
const lasting = ({ broken }: Report): readonly Finding[] => broken.filter(({ what }) => what !== "slow recovery")

function expectMuch({ faults, started, transitions }: Report): void {
  expect(Object.values(faults).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(2)
  expect(started).toBeGreaterThan(30)
  expect(transitions).toBeGreaterThan(10 * started)
}

describe(`under faults of every kind (STEPWRIGHT_SEED=${seed})`, () => {
  it("one Redis that syncs every write loses and doubles nothing", async () => {
    const report = await run(everyKind)
    expect([lasting(report), report.excused]).toEqual([[], []])
    expectMuch(report)
  }, 180_000)

  it("a primary whose writes reach its replica loses and doubles nothing, whichever of them is the primary", async () => {
    const report = await run({ ...everyKind, topology: "sentinel", mode: "replicated" })
    expect([lasting(report), report.excused]).toEqual([[], []])
    expectMuch(report)
  }, 240_000)

  it("three nodes of a cluster lose and double nothing", async () => {
    const report = await run({ ...everyKind, topology: "cluster" })
    expect([lasting(report), report.excused]).toEqual([[], []])
    expectMuch(report)
  }, 180_000)
})

describe(`a primary that is killed while its replica is behind (STEPWRIGHT_SEED=${seed})`, () => {
  const behind: RunOptions = {
    ...options,
    topology: "sentinel",
    mode: "fast",
    seconds: 6,
    faults: ["failover-behind"],
  }

  it("loses what was acknowledged meanwhile, and tells everybody", async () => {
    const report = await run(behind)
    expect(lasting(report)).toEqual([])
    expect(report.excused.length).toBeGreaterThan(0)
    // The client at least, and the worker that was at work.
    expect(report.reports).toBeGreaterThan(1)
  }, 180_000)

  it("is not excused where nobody tells of it", async () => {
    const { broken, excused } = await run({ ...behind, silenced: true })
    expect(excused).toEqual([])
    // Those who are not told go on with what is gone, and whatever comes of that may be broken, too.
    expect(broken.map(({ what }) => what)).toContain("loss not reported")
  }, 180_000)
})

it("finds an execution that the store has lost, and transitions that were rolled back and done again", async () => {
  let lost = ""
  let doubled = ""
  const { broken } = await run({
    ...options,
    seconds: 12,
    faults: [],
    sabotage: async ({ nodes: [node] }, client) => {
      const { executions } = await client.list({ workflow: "chain", status: "SUCCEEDED" })
      const [one, other] = executions as [ListedExecution, ListedExecution] // some fifth of those that were started
      lost = one.id
      doubled = other.id
      await asking(node?.url ?? "", async (redis) => {
        await redis.del(`sw:{p00}:e:${executionRoute(lost)}`)
        const journal = `sw:{p00}:e:${executionRoute(doubled)}`
        await redis.rpop(journal)
        await redis.lset(journal, 1, "0,0,0,-1,")
        await redis.rpush(`sw:{p00}:r:${other.plan.slice(0, 12)}`, executionRoute(doubled))
      })
    },
  })
  const what = (of: string): readonly string[] => [
    ...new Set(broken.filter(({ subject }) => of.endsWith(`:${subject}`) || of === subject).map(({ what }) => what)),
  ]
  expect(what(lost)).toEqual(["execution lost", "transition lost"])
  expect(what(doubled)).toEqual(["transition doubled", "transition lost"])
}, 120_000)
