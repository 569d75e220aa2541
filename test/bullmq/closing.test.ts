import { memory } from "@stepwright/adapters/memory"
import { bullmq, serveQueue } from "@stepwright/adapters/bullmq"
import { task, workflow } from "@stepwright/dsl"
import { createClient, createWorker, silentLogger, startEngine } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { newPrefix, until } from "./lab.ts"

/** A task whose first call waits for `release`, or heeds its signal; later ones answer at once. */
function held({ heeds }: { readonly heeds: boolean }) {
  const seen = { keys: [] as string[], release: (): void => undefined }
  const step = task("step", {
    queue: "held",
    input: z.object({}),
    output: z.string(),
    handler: async (_, { key, signal }) => {
      seen.keys.push(key)
      if (seen.keys.length > 1) return "second"
      await new Promise<void>((resolve, reject) => {
        seen.release = resolve
        if (heeds) signal.addEventListener("abort", () => reject(new Error("aborted")))
      })
      return "first"
    },
  })
  const flow = workflow("held", { input: z.object({}) }, (w) => w.run(step({})))
  return { seen, step, flow }
}

const quick = { lockDuration: 1000, stalledInterval: 500, logger: silentLogger }

describe("a worker of a queue that is closed", () => {
  it("lets the jobs in hand end, and takes no more", async () => {
    await using redis = await startRedis()
    const place = { connection: { host: "127.0.0.1", port: redis.port }, prefix: newPrefix() }
    const { seen, step, flow } = held({ heeds: false })
    await using engine = await startEngine({ backend: memory(), workflows: [flow], queues: bullmq(place) })
    const served = await serveQueue({ ...place, ...quick, queue: "held", tasks: [step] })
    const { id } = await engine.start(flow, {})
    await until(() => seen.keys.length === 1)
    const closing = served.close()
    seen.release()
    await closing
    expect(await engine.result(id, { timeoutMs: 20_000 })).toMatchObject({ output: "first" })
  })

  it.each([true, false])(
    "hands on what does not end in time, and no abort becomes an answer (heeded: %s)",
    async (heeds) => {
      await using redis = await startRedis()
      const place = { connection: { host: "127.0.0.1", port: redis.port }, prefix: newPrefix() }
      const { seen, step, flow } = held({ heeds })
      await using engine = await startEngine({ backend: memory(), workflows: [flow], queues: bullmq(place) })
      const served = await serveQueue({ ...place, ...quick, queue: "held", tasks: [step] })
      const { id } = await engine.start(flow, {})
      await until(() => seen.keys.length === 1)
      await served.close({ patienceMs: 100 })
      await using _ = await serveQueue({ ...place, ...quick, queue: "held", tasks: [step] })
      expect(await engine.result(id, { timeoutMs: 30_000 })).toMatchObject({ status: "SUCCEEDED", output: "second" })
      expect(seen.keys).toEqual([`${id}/step`, `${id}/step`])
    },
  )

  it("ends with its engine, also where Redis is gone", async () => {
    const redis = await startRedis()
    const place = { connection: { host: "127.0.0.1", port: redis.port }, prefix: newPrefix() }
    const { seen, flow } = held({ heeds: false })
    const backend = memory()
    const queues = bullmq({ ...place, queues: { held: { concurrency: 1 } } })
    const worker = createWorker({ backend, workflows: [flow], queues, logger: silentLogger })
    await worker.start()
    const { id } = await createClient({ backend, workflows: [flow] }).start(flow, {})
    await until(() => seen.keys.length === 1)
    await redis.kill()
    await worker.close({ drain: 200 })
    expect(await createClient({ backend, workflows: [flow] }).describe(id)).toMatchObject({ status: "RUNNING" })
    await redis.stop()
  })
})

describe("a handler that throws once its deadline has passed", () => {
  it("leaves it to the state to time out", async () => {
    const { taskHost } = await import("@stepwright/engine")
    const step = task("step", {
      input: z.object({}),
      handler: async (_, { signal }) =>
        await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted")))),
    })
    const deadline = Date.now() + 50
    const request = { v: 1, key: "k", attempt: 1, input: {}, execution: "e", step: "step", deadline }
    const host = taskHost({ tasks: [step], logger: silentLogger })
    const call = { task: "step", request, signal: new AbortController().signal, heartbeat: () => undefined }
    expect(await host.run(call)).toEqual({ outcome: "expired" })
  })
})
