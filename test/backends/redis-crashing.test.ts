import { redis } from "@stepwright/adapters/redis"
import { startRedis } from "@stepwright/test-redis"
import { describe, expect, it } from "vitest"

import { killed } from "./crashing/killed.ts"
import type { Line } from "./crashing/line.ts"
import { randomFrom } from "./crashing/random.ts"
import { verify } from "./crashing/verify.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 1_000_000)
const prefix = "crashing:"

describe(`killed at any instant (seed ${seed})`, () => {
  it("a worker loses nothing that was acknowledged, and leaves no tick half done", async () => {
    await using server = await startRedis()
    const random = randomFrom(seed)
    const said: Line[] = []
    for (let round = 0; round < 10; round++) {
      const args = ["redis", server.url, prefix, String(round)]
      said.push(...(await killed(args, Math.floor(random() * 60), random() * 4)))
    }
    await verify(await redis({ url: server.url, prefix }), said)
    expect(ticksOf(said)).toBeGreaterThan(20)
  })

  it("a Redis that syncs every write does neither", async () => {
    await using server = await startRedis({ appendfsync: "always" })
    const random = randomFrom(seed)
    const said: Line[] = []
    for (let round = 0; round < 8; round++) {
      const args = ["redis", server.url, prefix, String(round)]
      said.push(...(await killed(args, 10 + Math.floor(random() * 60), random() * 4, () => server.kill())))
      await server.restart()
      await verify(await redis({ url: server.url, prefix }), said)
    }
    expect(ticksOf(said)).toBeGreaterThan(20)
  })
})

function ticksOf(said: readonly Line[]): number {
  return said.filter(({ call, phase, executions }) => call === "tick" && phase === "did" && executions.length > 0)
    .length
}
