import { type Backend, silentLogger } from "@stepwright/engine"
import { startSentinel } from "@stepwright/test-redis"
import { Redis as Client } from "ioredis"
import { expect, it, vi } from "vitest"

import { execution, plan } from "./execution.fixture.ts"
import { redis } from "./redis.ts"

/** Again and again, until Redis is there. */
async function served<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if ((error as { readonly code?: string }).code !== "BACKEND_FAILED") throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

it("a worker whose commits a failover has lost is told so, gives up what it owned, and reads it again", async () => {
  await using sentinel = await startSentinel()
  const { name, sentinels, nodes } = sentinel
  const [primary, replica] = nodes
  const error = vi.fn()
  const backend: Backend = await redis({
    client: { name, sentinels: [...sentinels] },
    leaseMs: 60_000,
    logger: { ...silentLogger, error },
  })
  await backend.plans.put({ id: plan, machine: "m", text: "{}" })
  for (const id of ["kept", "ended"]) await backend.executions.start(execution(id))
  const tick = async (session: string, commits: Parameters<typeof backend.sessions.tick>[0]["commits"], want = 0) => {
    const result = await backend.sessions.tick({ session, now: Date.now(), commits, want })
    if (result.lost) throw new Error("lost")
    return result
  }
  const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  expect((await tick(session, [], 2)).reserved).toHaveLength(2)
  await tick(session, [{ execution: "kept", expected: 0, facts: ["before"] }])
  const client = new Client(primary.url)
  expect(await client.wait(1, 5000)).toBe(1)
  // The replica hears nothing of the rest.
  await replica.pause()
  await client.call("CLIENT", "KILL", "TYPE", "replica")
  const status = { status: "SUCCEEDED", at: 2, output: "1" } as const
  await tick(session, [
    { execution: "kept", expected: 1, facts: ["lost"] },
    { execution: "ended", expected: 0, facts: ["lost too"], status },
  ])
  await backend.executions.start(execution("never"))
  const failover = sentinel.failover("crash")
  await new Promise((resolve) => client.once("close", resolve))
  client.disconnect()
  await replica.resume()
  await failover
  const late = { execution: "kept", expected: 2, facts: ["on top of what is not there"] }
  await expect(served(() => tick(session, [late]))).rejects.toMatchObject({ code: "STORE_WENT_BACK", retryable: true })
  await expect(tick(session, [])).rejects.toMatchObject({ code: "STORE_WENT_BACK" })
  expect(error).toHaveBeenCalledOnce()
  expect(error.mock.calls[0]).toMatchObject([
    expect.any(String),
    { code: "STORE_WENT_BACK", sessions: 1, executions: 1 },
  ])
  await backend.sessions.close({ session })
  const next = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  const { reserved } = await tick(next.session, [], 10)
  const found = reserved.map(({ id, facts }) => ({ id, facts })).toSorted((a, b) => (a.id < b.id ? -1 : 1))
  expect(found).toEqual([
    { id: "ended", facts: [] },
    { id: "kept", facts: ["before"] },
  ])
  expect(await backend.executions.get({ id: "never" })).toBeUndefined()
  // From here on it goes on as ever.
  expect(await backend.executions.start(execution("never"))).toEqual({ outcome: "started" })
  expect(await tick(next.session, [{ execution: "ended", expected: 0, facts: ["again"], status }])).toMatchObject({
    refused: [],
  })
  await backend.close()
  expect(error).toHaveBeenCalledOnce()
})

it("a failover that has lost nothing of a worker's is not told of", async () => {
  await using sentinel = await startSentinel()
  const error = vi.fn()
  const { name, sentinels } = sentinel
  const logger = { ...silentLogger, error }
  const client = { name, sentinels: [...sentinels] }
  const backend = await redis({ client, durability: "replicated", leaseMs: 60_000, logger })
  await backend.plans.put({ id: plan, machine: "m", text: "{}" })
  const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  await backend.executions.start(execution("e"))
  const tick = (expected: number) => {
    const commits = expected < 0 ? [] : [{ execution: "e", expected, facts: [String(expected)] }]
    return served(() => backend.sessions.tick({ session, now: Date.now(), commits, want: 1 }))
  }
  expect(await tick(-1)).toMatchObject({ lost: false, reserved: [{ id: "e" }] })
  expect(await tick(0)).toMatchObject({ lost: false, refused: [] })
  await sentinel.failover()
  expect(await tick(1)).toMatchObject({ lost: false, refused: [] })
  expect(await backend.executions.journal({ id: "e" })).toEqual(["0", "1"])
  expect(error).not.toHaveBeenCalled()
  await backend.close()
})
