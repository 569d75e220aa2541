import { bullmq, serveQueue } from "@stepwright/adapters/bullmq"
import { task, TaskError, workflow } from "@stepwright/dsl"
import { createClient, createWorker, jobAnswers, silentLogger, startEngine } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"

import { jobsIn, newPrefix, openQueue, startProcess, stores, until } from "./lab.ts"

const Text = z.object({ text: z.string() })
const options = { queue: "paper", input: Text }

const convert = task("convert", {
  ...options,
  output: z.object({ text: z.string(), key: z.string(), attempt: z.number() }),
})
const refuse = task("refuse", options)
const stumble = task("stumble", options)
const mumble = task("mumble", options)
const beat = task("beat", { ...options, output: z.string(), heartbeat: "2s" })

const converting = workflow("converting", { input: Text }, (w, input) => w.run(convert(input)))
const refusing = workflow("refusing", { input: Text }, (w, input) => w.run(refuse(input)))
const stumbling = workflow("stumbling", { input: Text }, (w, input) => w.run(stumble(input)))
const mumbling = workflow("mumbling", { input: Text }, (w, input) => w.run(mumble(input)))
const beating = workflow("beating", { input: Text }, (w, input) => w.run(beat(input)))
const all = [converting, refusing, stumbling, mumbling, beating]

const handlers = [
  {
    task: convert,
    handler: ({ text }: z.output<typeof Text>, { key, attempt }: { key: string; attempt: number }) => ({
      text: text.toUpperCase(),
      key,
      attempt,
    }),
  },
  {
    task: refuse,
    handler: () => {
      throw new TaskError("Paper.Jam", { cause: "tray 2" })
    },
  },
  {
    task: stumble,
    handler: () => {
      throw new Error("out of toner")
    },
  },
  { task: mumble, handler: () => "whatever" },
  {
    task: beat,
    handler: async (_: unknown, { heartbeat }: { heartbeat: () => void }) => {
      for (let beats = 0; beats < 8; beats++) {
        heartbeat()
        await new Promise((resolve) => setTimeout(resolve, 400))
      }
      return "alive"
    },
  },
]

let redis: Awaited<ReturnType<typeof startRedis>>
const connection = { host: "127.0.0.1", port: 0 }
beforeAll(async () => {
  redis = await startRedis()
  connection.port = redis.port
})
afterAll(async () => await redis.stop())

describe.each(stores)("a task with a queue, over %s", (_store, make) => {
  it("is served by the engine's own process as if there were no queue", async () => {
    const prefix = newPrefix()
    const queues = bullmq({ connection, prefix, queues: { paper: { concurrency: 5 } } })
    await using plain = await startEngine({ backend: make(), workflows: all, handlers, logger: silentLogger })
    await using engine = await startEngine({ backend: make(), workflows: all, handlers, queues, logger: silentLogger })
    for (const flow of all) {
      const name = "same-name"
      const ids = await Promise.all([plain, engine].map((on) => on.start(flow, { text: "a" }, { name })))
      const [expected, got] = await Promise.all([
        plain.result(ids[0]?.id ?? ""),
        engine.result(ids[1]?.id ?? "", { timeoutMs: 20_000 }),
      ])
      const timeless = { startedAt: 0, stoppedAt: 0 }
      expect({ ...got, ...timeless }).toEqual({ ...expected, ...timeless })
      const [before, after] = await Promise.all([plain.history(ids[0]?.id ?? ""), engine.history(ids[1]?.id ?? "")])
      expect(after.events.map(({ type }) => type)).toEqual(before.events.map(({ type }) => type))
    }
    const queue = openQueue(connection, prefix, "paper")
    await until(async () => (await jobsIn(queue)) === 0)
  })

  it("is served by a worker in any process, by the contract alone", async () => {
    const prefix = newPrefix()
    await startProcess("foreign-worker.mjs", [String(connection.port), prefix, "paper"])
    const queues = bullmq({ connection, prefix })
    await using engine = await startEngine({ backend: make(), workflows: all, queues, logger: silentLogger })
    const run = async (flow: (typeof all)[number]): Promise<unknown> => {
      const { id } = await engine.start(flow, { text: "a" })
      const { status, output, error, cause } = await engine.result(id, { timeoutMs: 20_000 })
      return { status, output, error, cause }
    }
    expect(await run(converting)).toMatchObject({
      status: "SUCCEEDED",
      output: { text: "A", attempt: 1, key: expect.stringContaining("/convert") },
    })
    expect(await run(refusing)).toMatchObject({ status: "FAILED", error: "Paper.Jam", cause: "tray 2" })
    expect(await run(stumbling)).toMatchObject({
      status: "FAILED",
      error: "Error",
      cause: JSON.stringify({ errorType: "Error", errorMessage: "out of toner", trace: [] }),
    })
    expect(await run(mumbling)).toMatchObject({ status: "FAILED", error: "Stepwright.AnswerInvalid" })
    expect(await run(beating)).toMatchObject({ status: "SUCCEEDED", output: "alive" })
    const queue = openQueue(connection, prefix, "paper")
    await until(async () => (await jobsIn(queue)) === 0)
  })

  it("waits for whoever serves its queue, with the envelope as the job's data, and survives a restart", async () => {
    const prefix = newPrefix()
    const backend = make()
    const queues = bullmq({ connection, prefix })
    const parts = { backend, workflows: [converting], queues, logger: silentLogger }
    const first = createWorker(parts)
    await first.start()
    const client = createClient({ backend, workflows: [converting] })
    const { id } = await client.start(converting, { text: "a" }, { name: "waiting" })
    const queue = openQueue(connection, prefix, "paper")
    await until(async () => (await jobsIn(queue)) === 1)
    const [job] = await queue.getJobs()
    expect(job?.id).toMatch(/^waiting\.1\.invoke\.0\.1\.[\w-]{22}$/)
    expect(job?.name).toBe("convert")
    // Byte by byte what the plan's `Payload` evaluates to: what a Lambda would be sent.
    const payload = { v: 1, key: `${id}/convert`, attempt: 1, input: { text: "a" }, execution: id, step: "convert" }
    expect(JSON.stringify(job?.data)).toBe(JSON.stringify(payload))
    await first.close()
    // The queue loses everything: what is owed stands in the journal.
    await queue.obliterate({ force: true })
    const second = createWorker(parts)
    await second.start()
    await until(async () => (await jobsIn(queue)) === 1)
    const [again] = await queue.getJobs()
    expect(again?.id).toBe(job?.id)
    expect(JSON.stringify(again?.data)).toBe(JSON.stringify({ ...payload, again: true }))
    await using _ = await serveQueue({ connection, prefix, queue: "paper", handlers: handlers.slice(0, 1) })
    expect(await client.result(id, { timeoutMs: 20_000 })).toMatchObject({ status: "SUCCEEDED" })
    await second.close()
    await backend.close()
  })

  it("is sent anew, under another id, by a redrive", async () => {
    const prefix = newPrefix()
    const seen: string[] = []
    const queues = bullmq({ connection, prefix, queues: { paper: { concurrency: 1 } } })
    const moody = task("moody", {
      ...options,
      handler: (_, { key }) => {
        seen.push(key)
        if (seen.length === 1) throw new Error("not today")
        return "done"
      },
    })
    const flow = workflow("moody", { input: Text }, (w, input) => w.run(moody(input)))
    await using engine = await startEngine({ backend: make(), workflows: [flow], queues, logger: silentLogger })
    const { id } = await engine.start(flow, { text: "a" })
    expect(await engine.result(id, { timeoutMs: 20_000 })).toMatchObject({ status: "FAILED", error: "Error" })
    await engine.redrive(id)
    expect(await engine.result(id, { timeoutMs: 20_000 })).toMatchObject({ status: "SUCCEEDED", output: "done" })
    expect(seen).toEqual([`${id}/moody`, `${id}/moody`])
  })

  it("is answered by a worker that reaches the store, before its job ends: the first answer counts", async () => {
    const prefix = newPrefix()
    const backend = make()
    await using engine = await startEngine({
      backend,
      workflows: [converting],
      queues: bullmq({ connection, prefix }),
    })
    const queue = openQueue(connection, prefix, "paper")
    const { id } = await engine.start(converting, { text: "a" })
    await until(async () => (await jobsIn(queue)) === 1)
    const [job] = await queue.getJobs()
    const answers = jobAnswers(backend)
    const named = { id: job?.id ?? "" }
    const output = { text: "first", key: "k", attempt: 1 }
    expect(await answers.succeeded(named, { v: 1, output })).toBe("accepted")
    expect(await answers.succeeded(named, { v: 1, output: "second" })).toBe("closed")
    expect(await answers.failed(named, { error: "Late" })).toBe("closed")
    expect(await answers.heartbeat(named)).toBe("closed")
    expect(await answers.succeeded({ id: `${named.id}x` }, { v: 1, output })).toBe("unknown")
    expect(await engine.result(id)).toMatchObject({ status: "SUCCEEDED", output })
    await using _ = await serveQueue({ connection, prefix, backend, queue: "paper", handlers: handlers.slice(0, 1) })
    // The worker's own answer comes too late, and changes nothing.
    await until(async () => (await jobsIn(queue)) === 0)
    expect(await engine.result(id)).toMatchObject({ output })
  })
})
