import { memory } from "@stepwright/adapters/memory"
import {
  AdapterError,
  type Backend,
  createClient,
  createWorker,
  silentLogger,
  startEngine,
  stateMachine,
  type WorkerOptions,
} from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { ask, invoke, sequence } from "./asl.ts"
import { stores, until } from "./lab.ts"

const one = sequence("one", { Work: invoke("work") })
const asking = sequence("asking", { Ask: ask() })

/** A handler that does as `fetch` does: it waits, and rejects as soon as it is told that nobody waits any more. */
function obedient() {
  let calls = 0
  const resources: NonNullable<WorkerOptions["resources"]> = {
    work: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        calls++
        signal.addEventListener("abort", () => reject(signal.reason))
      }),
  }
  return { resources, calls: () => calls }
}

describe.each(stores)("closing over %s", (_, make) => {
  it("does not fail what it aborts: the next engine goes on under the same key", async () => {
    for (const drain of [false, 5]) {
      const backend = make()
      const { resources, calls } = obedient()
      const worker = createWorker({ backend, workflows: [one], resources, logger: silentLogger })
      const client = createClient({ backend, workflows: [one] })
      await worker.start()
      const { id } = await client.start(one, "x")
      await until(() => calls() === 1)
      await worker.close({ drain })
      expect(await client.describe(id)).toMatchObject({ status: "RUNNING" })
      const keys: string[] = []
      const engine = await startEngine({
        backend,
        workflows: [one],
        resources: { work: (input, { key }) => (keys.push(key), input) },
      })
      expect(await engine.result(id)).toMatchObject({ status: "SUCCEEDED", output: "x" })
      expect(keys).toEqual([`${id}/Work`])
      await engine.close()
    }
  })

  it("tells who waits for a result that the engine is gone", async () => {
    const engine = await startEngine({
      backend: make(),
      workflows: [asking],
      resources: { "sqs:sendMessage": () => null },
      logger: silentLogger,
    })
    const { id } = await engine.start(asking, {})
    const waiting = engine.result(id).then(
      () => "a result",
      (error: { code?: string }) => error.code,
    )
    await engine.close()
    expect(await waiting).toBe("ENGINE_CLOSED")
  })
})

describe("closing", () => {
  it("waits for as long as it is told, for ever too, and may be told to hurry", async () => {
    const backend = memory()
    const { resources, calls } = obedient()
    const worker = createWorker({ backend, workflows: [one], resources, logger: silentLogger })
    await worker.start()
    await createClient({ backend, workflows: [one] }).start(one, "x")
    await until(() => calls() === 1)
    let closed = false
    const patient = worker.close({ drain: Infinity }).then(() => (closed = true))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(closed).toBe(false)
    await worker.close({ drain: false })
    await patient
    expect(closed).toBe(true)
    await backend.close()
  })

  it("is heard by those who wait when only the backend was closed", async () => {
    const backend = memory()
    const worker = createWorker({
      backend,
      workflows: [asking],
      resources: { "sqs:sendMessage": () => null },
      logger: silentLogger,
    })
    const client = createClient({ backend, workflows: [asking] })
    await worker.start()
    const { id } = await client.start(asking, {})
    const waiting = client.result(id).catch((error: { code?: string }) => error.code)
    await backend.close()
    await worker.close()
    expect(await waiting).toBe("ENGINE_CLOSED")
  })
})

describe("a worker that could not start", () => {
  it("may be started again", async () => {
    const real = memory()
    let failing = true
    const backend: Backend = {
      ...real,
      sessions: {
        ...real.sessions,
        open: async (params) => {
          if (!failing) return await real.sessions.open(params)
          throw new AdapterError({ code: "BACKEND_FAILED", message: "Not yet.", retryable: true })
        },
      },
    }
    const worker = createWorker({
      backend,
      workflows: [one],
      resources: { work: (input) => input },
      logger: silentLogger,
    })
    await expect(worker.start()).rejects.toMatchObject({ code: "BACKEND_FAILED" })
    failing = false
    await worker.start()
    const client = createClient({ backend, workflows: [one] })
    const { id } = await client.start(one, "x")
    expect(await client.result(id)).toMatchObject({ status: "SUCCEEDED" })
    await worker.close()
    await real.close()
  })
})

describe("a client", () => {
  it("that redrove an execution does not keep the process alive", async () => {
    const backend = memory()
    const failing = stateMachine("failing", { StartAt: "Fail", States: { Fail: { Type: "Fail", Error: "Bad" } } })
    const engine = await startEngine({ backend, workflows: [failing], logger: silentLogger })
    const { id } = await engine.start(failing, {})
    await engine.result(id)
    await engine.worker.close()
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length
    const before = timers()
    // No worker is there that would take it up.
    await engine.redrive(id)
    expect(timers()).toBe(before)
    await backend.close()
  })
})
