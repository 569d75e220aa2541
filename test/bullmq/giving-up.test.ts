import { bullmq, serveQueue } from "@stepwright/adapters/bullmq"
import { task, workflow } from "@stepwright/dsl"
import { silentLogger, startEngine } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"
import { Worker } from "bullmq"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"

import { jobsIn, newPrefix, openQueue, startProcess, stores, until } from "./lab.ts"

let redis: Awaited<ReturnType<typeof startRedis>>
const connection = { host: "127.0.0.1", port: 0 }
beforeAll(async () => {
  redis = await startRedis()
  connection.port = redis.port
})
afterAll(async () => await redis.stop())

/** A task that runs until it is told to end. */
function endless(timeout?: "2s") {
  const seen = { aborted: 0, began: 0, deadline: undefined as number | undefined }
  const step = task("step", {
    queue: "slow",
    input: z.object({}),
    ...(timeout === undefined ? {} : { timeout }),
    handler: async (_, { signal, deadline }) => {
      seen.began++
      seen.deadline = deadline
      await new Promise((resolve) => signal.addEventListener("abort", resolve))
      seen.aborted++
      throw new Error("aborted")
    },
  })
  const flow = workflow("slow", { input: z.object({}) }, (w) => w.run(step({})))
  return { seen, step, flow }
}

describe.each(stores)("a job that nobody awaits any more, over %s", (_store, make) => {
  it("is removed where it has not begun", async () => {
    const prefix = newPrefix()
    const { flow } = endless()
    await using engine = await startEngine({
      backend: make(),
      workflows: [flow],
      queues: bullmq({ connection, prefix }),
    })
    const queue = openQueue(connection, prefix, "slow")
    const { id } = await engine.start(flow, {})
    await until(async () => (await jobsIn(queue)) === 1)
    // Long enough to be let go of: whoever takes it up to stop it must know of the job.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    await engine.stop(id)
    await until(async () => (await jobsIn(queue)) === 0)
    expect(await engine.result(id)).toMatchObject({ status: "ABORTED" })
  })

  it("is aborted where it is being worked on, and its answer does not count", async () => {
    const prefix = newPrefix()
    const { seen, step, flow } = endless()
    await using engine = await startEngine({
      backend: make(),
      workflows: [flow],
      queues: bullmq({ connection, prefix }),
    })
    await using _ = await serveQueue({ connection, prefix, queue: "slow", tasks: [step] })
    const { id } = await engine.start(flow, {})
    await until(() => seen.began === 1)
    await engine.stop(id)
    await until(() => seen.aborted === 1)
    const queue = openQueue(connection, prefix, "slow")
    await until(async () => (await jobsIn(queue)) === 0)
    expect(await engine.describe(id)).toMatchObject({ status: "ABORTED" })
  })

  it("times out as everywhere, with its deadline told to the handler", async () => {
    const prefix = newPrefix()
    const { seen, step, flow } = endless("2s")
    await using engine = await startEngine({
      backend: make(),
      workflows: [flow],
      queues: bullmq({ connection, prefix }),
    })
    await using _ = await serveQueue({ connection, prefix, queue: "slow", tasks: [step], logger: silentLogger })
    const { id } = await engine.start(flow, {})
    expect(await engine.result(id, { timeoutMs: 20_000 })).toMatchObject({ status: "FAILED", error: "States.Timeout" })
    await until(() => seen.aborted === 1)
    const { startedAt } = await engine.describe(id)
    expect((seen.deadline ?? 0) - startedAt).toBeGreaterThanOrEqual(2000)
  })

  it("fails its state by the heartbeat that did not come", async () => {
    const mute = task("mute", { queue: "slow", input: z.object({}), heartbeat: "2s" })
    const flow = workflow("mute", { input: z.object({}) }, (w) => w.run(mute({})))
    const prefix = newPrefix()
    await using engine = await startEngine({
      backend: make(),
      workflows: [flow],
      queues: bullmq({ connection, prefix }),
    })
    const { id } = await engine.start(flow, {})
    // Longer than the engine holds on to what only waits: the heartbeat counts on from the sending.
    expect(await engine.result(id, { timeoutMs: 20_000 })).toMatchObject({ status: "FAILED", error: "States.Timeout" })
    const queue = openQueue(connection, prefix, "slow")
    await until(async () => (await jobsIn(queue)) === 0)
  })
})

describe("a worker that is lost", () => {
  const card = task("card", {
    queue: "cards",
    input: z.object({}),
    notApplied: ["Card.Declined"],
    retry: { attempts: 1 },
  })
  const undo = task("undo", { input: z.object({ key: z.string() }), handler: () => undefined })
  const paying = workflow("paying", { input: z.object({}) }, (w) => {
    w.run(card({}), { compensate: ({ key }) => undo({ key }) })
  })

  /** Serves `cards` with a worker that refuses: proof that nothing happened, unless another had it before. */
  const refusing = (prefix: string): Worker =>
    new Worker(
      "cards",
      async (): Promise<unknown> => {
        throw new Error(JSON.stringify({ v: 1, error: "Card.Declined" }))
      },
      { connection, prefix, stalledInterval: 500, lockDuration: 1000 },
    )

  /** Runs until some worker has the job and is killed. */
  const lose = async (prefix: string): Promise<void> => {
    const { process, lines } = await startProcess("losing-worker.mjs", [String(connection.port), prefix, "cards"])
    await until(() => lines.includes("began"))
    const gone = new Promise((resolve) => process.on("exit", resolve))
    process.kill("SIGKILL")
    await gone
  }

  it("leaves the outcome unknown: what the next one says of it is doubted, and it is compensated", async () => {
    for (const lost of [false, true]) {
      const prefix = newPrefix()
      const { memory } = await import("@stepwright/adapters/memory")
      await using engine = await startEngine({
        backend: memory(),
        workflows: [paying],
        queues: bullmq({ connection, prefix }),
        logger: silentLogger,
      })
      const { id } = await engine.start(paying, {})
      if (lost) await lose(prefix)
      const worker = refusing(prefix)
      expect(await engine.result(id, { timeoutMs: 30_000 })).toMatchObject({ error: "Card.Declined" })
      await worker.close()
      const { events } = await engine.history(id)
      const states = events.flatMap((event) => (event.type === "TaskStateEntered" ? [event.name] : []))
      expect(states.some((name) => name === "Undo card")).toBe(lost)
    }
  })

  it("fails the task as Stepwright.WorkerLost, once too many were", async () => {
    const prefix = newPrefix()
    const { memory } = await import("@stepwright/adapters/memory")
    await using engine = await startEngine({
      backend: memory(),
      workflows: [paying],
      queues: bullmq({ connection, prefix }),
      logger: silentLogger,
    })
    const { id } = await engine.start(paying, {})
    await lose(prefix)
    await lose(prefix)
    const worker = refusing(prefix)
    expect(await engine.result(id, { timeoutMs: 30_000 })).toMatchObject({
      status: "FAILED",
      error: "Stepwright.WorkerLost",
    })
    await worker.close()
  })
})
