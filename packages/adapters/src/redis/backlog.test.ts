import { silentLogger } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { expect, it } from "vitest"

import { redis } from "./redis.ts"

const plan = { id: "a".repeat(64), machine: "m", text: "{}" }
const other = { id: "b".repeat(64), machine: "m", text: "{}" }

it("tells how much waits for the sessions of this process, once somebody has asked, and nothing when all is taken", async () => {
  const backend = await redis({ ...sharedRedis(), logger: silentLogger })
  try {
    await backend.plans.put(plan)
    await backend.plans.put(other)
    const { sessions, executions } = backend
    const { session } = await sessions.open({ worker: "w", plans: [plan.id], onWake: () => {} })
    const began = Date.now()
    for (const [name, of] of [
      ["e1", plan],
      ["e2", plan],
      ["e3", other],
    ] as const) {
      await executions.start({ id: name, machine: "m", name, plan: of.id, header: "", input: "", startedAt: began })
    }
    expect(sessions.backlog?.()).toBeUndefined()
    await expect.poll(() => sessions.backlog?.()).toMatchObject({ ready: 2 })
    // By Redis's clock, which is this machine's.
    const { oldest = 0 } = sessions.backlog?.() ?? {}
    expect(oldest).toBeGreaterThanOrEqual(began - 1)
    expect(oldest).toBeLessThanOrEqual(Date.now() + 1)

    const ticked = await sessions.tick({ session, now: Date.now(), commits: [], want: 5 })
    expect(ticked).toMatchObject({ reserved: [{}, {}] })
    await expect.poll(() => sessions.backlog?.(), { timeout: 30_000 }).toEqual({ ready: 0 })
  } finally {
    await backend.close()
  }
})
