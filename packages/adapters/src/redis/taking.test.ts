import { startRedis } from "@stepwright/test-redis"
import { Redis as Client } from "ioredis"
import { expect, it } from "vitest"

import { execution, plan } from "./execution.fixture.ts"
import { redis } from "./redis.ts"

it("hands out what was started while the next start is on its way", async () => {
  await using server = await startRedis() // it is paused
  const backend = await redis({ url: server.url })
  await backend.plans.put({ id: plan, machine: "m", text: "{}" })
  const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
  const tick = async (): Promise<readonly string[]> => {
    const result = await backend.sessions.tick({ session, now: Date.now(), commits: [], want: 0, spare: 10 })
    return result.lost ? ["lost"] : result.reserved.map(({ id }) => id)
  }
  // It joins, says what room there is, and looks at what there is.
  expect(await tick()).toEqual([])
  expect(await tick()).toEqual([])
  await backend.executions.start(execution("first"))
  const client = new Client(server.url)
  await client.client("PAUSE", 60_000, "WRITE")
  const second = backend.executions.start(execution("second"))
  // It was sent: starts go out with the turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve))
  expect(await tick()).toEqual(["first"])
  await client.client("UNPAUSE")
  await client.quit()
  await second
  expect(await tick()).toEqual(["second"])
  await backend.close()
})
