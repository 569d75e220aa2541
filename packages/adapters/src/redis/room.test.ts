import { handle, task, workflow } from "@stepwright/dsl"
import { startEngine, type Tick } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { expect, it } from "vitest"
import { z } from "zod"

import { redis } from "./redis.ts"

const step = task("step", { input: z.number(), output: z.number() })
const chain = workflow("chain", { input: z.number(), output: z.number() }, (w, n) => w.run(step(w.run(step(n)))))

it("leaves room for what its own process starts, and has each of two ticks take half of what happened", async () => {
  const backend = await redis(sharedRedis())
  const ticks: Tick[] = []
  const tick = (params: Tick): ReturnType<typeof backend.sessions.tick> => {
    ticks.push(params)
    return backend.sessions.tick(params)
  }
  const engine = await startEngine({
    backend: { ...backend, sessions: { ...backend.sessions, tick } },
    workflows: [chain],
    handlers: [handle(step, (n) => n + 1)],
    concurrency: 1000,
    taskConcurrency: 200,
  })
  let left = 2000
  const run = async (): Promise<void> => {
    while (left-- > 0) expect(await engine.execute(chain, 1)).toMatchObject({ output: 3 })
  }
  await Promise.all(Array.from({ length: 200 }, run))
  await engine.close()
  const busy = ticks.filter(({ commits }) => commits.length > 0)
  expect(Math.max(...busy.map(({ commits }) => commits.length))).toBeLessThanOrEqual(100)
  // Nothing else was ready: each tick asks for no more than half of the room that was left.
  for (const { spare = 0, want } of busy.slice(2, -2)) expect(spare).toBeGreaterThanOrEqual(want - 1)
})
