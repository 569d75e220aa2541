import { readFileSync } from "node:fs"
import { join } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { bullmq } from "@stepwright/adapters/bullmq"
import { task, workflow } from "@stepwright/dsl"
import { startEngine } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"

import { jobsIn, newFolder, newPrefix, openQueue, startProcess, until } from "./lab.ts"
import { wide, type Written } from "./served-tasks.ts"

let redis: Awaited<ReturnType<typeof startRedis>>
const connection = { host: "127.0.0.1", port: 0 }
beforeAll(async () => {
  redis = await startRedis()
  connection.port = redis.port
})
afterAll(async () => await redis.stop())

/** A task on the queue `measured` that tells how many run at once. */
function measured() {
  const seen = { running: 0, most: 0, order: [] as number[], beganAt: [] as number[] }
  const step = task("step", {
    queue: "measured",
    input: z.object({ index: z.number() }),
    handler: async ({ index }) => {
      seen.order.push(index)
      seen.beganAt.push(Date.now())
      seen.most = Math.max(seen.most, ++seen.running)
      await new Promise((resolve) => setTimeout(resolve, 50))
      seen.running--
    },
  })
  const flow = workflow("measuring", { input: z.array(z.number()) }, (w, input) => {
    w.each(input, (index) => step({ index }))
  })
  return { seen, step, flow }
}

describe("a task queue", () => {
  it("shares a wide fan-out among all processes that serve it", async () => {
    const prefix = newPrefix()
    const file = join(newFolder(), "written")
    const processes = await Promise.all(
      [1, 2].map(async () => await startProcess("piece-worker.ts", [String(connection.port), prefix, "5"])),
    )
    await using engine = await startEngine({
      backend: memory(),
      workflows: [wide],
      queues: bullmq({ connection, prefix }),
    })
    const pieces = Array.from({ length: 200 }, (_, index) => index)
    const { id } = await engine.start(wide, { file, takesMs: 10, pieces })
    const { output } = await engine.result(id, { timeoutMs: 40_000 })
    expect(output).toHaveLength(200)
    const written = readFileSync(file, "utf8").trimEnd().split("\n")
    const of = written.map((line): Written => JSON.parse(line))
    expect(new Set(of.map(({ key }) => key)).size).toBe(200)
    for (const { process } of processes) expect(of.filter(({ pid }) => pid === process.pid).length).toBeGreaterThan(40)
    const queue = openQueue(connection, prefix, "pieces")
    await until(async () => (await jobsIn(queue)) === 0)
  })

  it("keeps to the concurrency of a worker, and to that of all workers together", async () => {
    for (const [queue, workers, most] of [
      [{ concurrency: 3 }, 1, 3],
      [{ concurrency: 3, globalConcurrency: 2 }, 2, 2],
    ] as const) {
      const { seen, flow } = measured()
      const queues = bullmq({ connection, prefix: newPrefix(), queues: { measured: queue } })
      const engines = await Promise.all(
        Array.from({ length: workers }, () => startEngine({ backend: memory(), workflows: [flow], queues })),
      )
      const [engine] = engines
      const { id } = (await engine?.start(flow, [1, 2, 3, 4, 5, 6, 7, 8])) ?? { id: "" }
      expect(await engine?.result(id, { timeoutMs: 20_000 })).toMatchObject({ status: "SUCCEEDED" })
      expect(seen.most).toBe(most)
      for (const one of engines) await one.close()
    }
  })

  it("keeps to the rate of all workers together", async () => {
    const { seen, flow } = measured()
    const queue = { concurrency: 10, rateLimit: { max: 2, durationMs: 500 } }
    const queues = bullmq({ connection, prefix: newPrefix(), queues: { measured: queue } })
    await using engine = await startEngine({ backend: memory(), workflows: [flow], queues })
    const { id } = await engine.start(flow, [1, 2, 3, 4, 5, 6])
    await engine.result(id, { timeoutMs: 20_000 })
    // In no half second more than two began: the fifth came at least two windows after the first.
    expect((seen.beganAt[4] ?? 0) - (seen.beganAt[0] ?? 0)).toBeGreaterThanOrEqual(900)
  })

  it("hands out what has priority first", async () => {
    const { seen, step, flow } = measured()
    const prefix = newPrefix()
    const byIndex = ({ request }: { request: { input?: unknown } }): number =>
      10 - (request.input as { index: number }).index
    const queues = bullmq({ connection, prefix, queues: { measured: { priority: byIndex } } })
    await using engine = await startEngine({ backend: memory(), workflows: [flow], queues })
    const { id } = await engine.start(flow, [1, 2, 3, 4])
    const queue = openQueue(connection, prefix, "measured")
    await until(async () => (await jobsIn(queue)) === 4)
    const { serveQueue } = await import("@stepwright/adapters/bullmq")
    await using _ = await serveQueue({ connection, prefix, queue: "measured", tasks: [step], concurrency: 1 })
    await engine.result(id, { timeoutMs: 20_000 })
    expect(seen.order).toEqual([4, 3, 2, 1])
  })
})
