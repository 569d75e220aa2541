import { memory } from "@stepwright/adapters/memory"
import { bullmq, serveQueue } from "@stepwright/adapters/bullmq"
import { task, workflow } from "@stepwright/dsl"
import { silentLogger, startEngine } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { jobsIn, newPrefix, openQueue, until } from "./lab.ts"

const Asked = z.object({ token: z.string() })

describe("a task with a queue", () => {
  it("goes out once its Redis is back, and its answer comes home", async () => {
    await using redis = await startRedis()
    const connection = { host: "127.0.0.1", port: redis.port }
    const prefix = newPrefix()
    const add = task("add", { queue: "sums", input: z.object({ a: z.number() }), output: z.number() })
    const handlers = [{ task: add, handler: ({ a }: { a: number }) => a + 1 }]
    const flow = workflow("adding", { input: z.number() }, (w, a) => w.run(add({ a })))
    const queues = bullmq({ connection, prefix, sweepEvery: 500 })
    await using engine = await startEngine({ backend: memory(), workflows: [flow], queues, logger: silentLogger })
    await using _ = await serveQueue({ connection, prefix, queue: "sums", handlers, logger: silentLogger })
    const before = await engine.execute(flow, 1, { timeoutMs: 20_000 })
    expect(before.output).toBe(2)
    await redis.kill()
    const { id } = await engine.start(flow, 2)
    // The engine has had the time to fail once or twice.
    await new Promise((resolve) => setTimeout(resolve, 500))
    await redis.restart()
    expect((await engine.result(id, { timeoutMs: 40_000 })).output).toBe(3)
  })

  it("is only called, where its code hands the token on: somebody else answers", async () => {
    await using redis = await startRedis()
    const connection = { host: "127.0.0.1", port: redis.port }
    const prefix = newPrefix()
    const tokens: string[] = []
    const ask = task("ask", {
      queue: "questions",
      input: Asked,
      handler: ({ token }) => {
        if (tokens.length > 0) throw new Error("asked already")
        tokens.push(token)
        return "asked"
      },
    })
    const flow = workflow("asking", { input: z.object({}) }, (w) =>
      w.callback(({ token }) => ask({ token }), { output: z.string() }),
    )
    const queues = bullmq({ connection, prefix, queues: { questions: { concurrency: 1 } } })
    await using engine = await startEngine({ backend: memory(), workflows: [flow], queues, logger: silentLogger })
    const { id } = await engine.start(flow, {})
    await until(() => tokens.length === 1)
    const queue = openQueue(connection, prefix, "questions")
    await until(async () => (await jobsIn(queue)) === 0)
    expect(await engine.describe(id)).toMatchObject({ status: "RUNNING" })
    await engine.succeed(tokens[0] ?? "", "yes")
    expect(await engine.result(id)).toMatchObject({ status: "SUCCEEDED", output: "yes" })
    // One whose call fails has nobody who could answer it.
    const { id: second } = await engine.start(flow, {})
    expect(await engine.result(second, { timeoutMs: 20_000 })).toMatchObject({ status: "FAILED", error: "Error" })
  })
})
