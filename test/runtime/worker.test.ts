import {
  AdapterError,
  type Backend,
  createClient,
  createWorker,
  silentLogger,
  startEngine,
  type WorkerOptions,
} from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { ask, invoke, sequence } from "./asl.ts"
import { stores, until } from "./lab.ts"
import { withTick } from "./wrapped.ts"

const chain = sequence("chain", { A: invoke("step"), B: invoke("step"), C: invoke("step") })

interface Held {
  readonly input: unknown
  readonly aborted: () => boolean
  readonly answer: (value: unknown) => void
}

/** Handlers that answer when they are told to. */
function holding() {
  const held: Held[] = []
  const resources: NonNullable<WorkerOptions["resources"]> = {
    step: (input, { signal }) =>
      new Promise((resolve) => held.push({ input, aborted: () => signal.aborted, answer: resolve })),
  }
  return { held, resources }
}

describe.each(stores)("closing a worker over %s", (_store, make) => {
  it("with drain lets handlers end and keeps what they answered; nothing new begins", async () => {
    const backend = make()
    const { held, resources } = holding()
    const worker = createWorker({ backend, workflows: [chain], resources, logger: silentLogger })
    const client = createClient({ backend, workflows: [chain] })
    await worker.start()
    const { id } = await client.start(chain, "x")
    await until(() => held.length === 1)
    const closed = worker.close({ drain: true })
    const late = await client.start(chain, "late")
    held[0]?.answer("answered")
    await closed
    expect(held).toHaveLength(1)
    expect(held[0]?.aborted()).toBe(false)
    const journal = (await backend.executions.journal({ id })) ?? []
    expect(journal.map((text) => text.includes("answered"))).toEqual([false, true])

    const inputs: unknown[] = []
    const reserved: unknown[] = []
    const watched = withTick(backend, async (params, tick) => {
      const result = await tick(params)
      if (!result.lost)
        for (const { checkpoint, facts } of result.reserved) reserved.push([checkpoint?.length, facts.length])
      return result
    })
    const successor = createWorker({
      backend: watched,
      workflows: [chain],
      resources: { step: (input) => (inputs.push(input), input) },
      logger: silentLogger,
    })
    await successor.start()
    expect((await resultOf(watched, id)).output).toBe("answered")
    await resultOf(watched, late.id)
    // The drained one was handed over by a checkpoint, and before the others.
    expect(reserved[0]).toEqual([2, 0])
    expect(inputs.map(String).toSorted()).toEqual(["answered", "answered", "late", "late", "late"])
    await successor.close()
    await backend.close()
  })

  it("without drain aborts handlers and lets go at once", async () => {
    const backend = make()
    const { held, resources } = holding()
    const worker = createWorker({ backend, workflows: [chain], resources, logger: silentLogger })
    const client = createClient({ backend, workflows: [chain] })
    await worker.start()
    const { id } = await client.start(chain, "x")
    await until(() => held.length === 1)
    await worker.close({ drain: false })
    expect(held[0]?.aborted()).toBe(true)
    held[0]?.answer("nobody listens")
    const engine = await startEngine({ backend, workflows: [chain], resources: { step: (input) => input } })
    expect((await engine.result(id)).output).toBe("x")
    await engine.close()
  })

  it("gives up draining after its time", async () => {
    const backend = make()
    const { held, resources } = holding()
    const worker = createWorker({ backend, workflows: [chain], resources, logger: silentLogger })
    await worker.start()
    await createClient({ backend, workflows: [chain] }).start(chain, "x")
    await until(() => held.length === 1)
    await worker.close({ drain: 5 })
    expect(held[0]?.aborted()).toBe(true)
    await backend.close()
  })
})

describe.each(stores)("limits over %s", (_store, make) => {
  it("hold for handlers and for executions", async () => {
    const backend = make()
    const { held, resources } = holding()
    const engine = await startEngine({ backend, workflows: [chain], resources, concurrency: 6, taskConcurrency: 2 })
    const started = await Promise.all(Array.from({ length: 20 }, (_, n) => engine.start(chain, n)))
    let answered = 0
    while (answered < 60) {
      await until(() => held.length - answered >= Math.min(2, 60 - answered))
      await new Promise((resolve) => setImmediate(resolve))
      expect(held.length - answered).toBeLessThanOrEqual(2)
      const next = held[answered++]
      next?.answer(next.input)
    }
    const outputs = await Promise.all(started.map(async ({ id }) => (await engine.result(id)).output))
    expect(outputs).toEqual(started.map((_, n) => n))
    await engine.close()
  })

  it("let go of what only waits when something else is ready", async () => {
    const asking = sequence("asking", { Ask: ask() })
    let owned = 0
    let most = 0
    const backend = withTick(make(), async (params, tick) => {
      const result = await tick(params)
      if (result.lost) return result
      owned -= params.commits.filter(
        ({ sleep, status }) => sleep !== undefined || (status?.status ?? "RUNNING") !== "RUNNING",
      ).length
      owned += result.reserved.length
      most = Math.max(most, owned)
      return result
    })
    const tokens: string[] = []
    const engine = await startEngine({
      backend,
      workflows: [asking],
      concurrency: 4,
      resources: { "sqs:sendMessage": (_, { token = "" }) => void tokens.push(token) },
    })
    const started = await Promise.all(Array.from({ length: 30 }, () => engine.start(asking, {})))
    await until(() => tokens.length === 30)
    for (const token of tokens) await engine.succeed(token, "ok")
    for (const { id } of started) expect((await engine.result(id)).output).toBe("ok")
    expect(most).toBeLessThanOrEqual(4)
    await engine.close()
  })
})

describe.each(stores)("a session over %s", (_store, make) => {
  it("that is lost aborts every handler, and nothing of it is committed any more", async () => {
    const real = make()
    const { held, resources } = holding()
    let lose = false
    const backend = withTick(real, async (params, tick) => {
      if (!lose) return await tick(params)
      lose = false
      // What a shared store does to a worker that was silent for too long.
      await real.sessions.close({ session: params.session })
      return await tick(params)
    })
    const worker = createWorker({ backend, workflows: [chain], resources, logger: silentLogger })
    const client = createClient({ backend: real, workflows: [chain] })
    await worker.start()
    const { id } = await client.start(chain, "x")
    const other = await client.start(chain, "y")
    await until(() => held.length === 2)
    lose = true
    held[0]?.answer("not committed")
    await until(() => held.length === 4)
    expect(held[1]?.aborted()).toBe(true)
    held[1]?.answer("too late")
    expect(
      held
        .slice(2)
        .map(({ input }) => String(input))
        .toSorted(),
    ).toEqual(["x", "y"])
    for (let at = 2; at < 6 + 2; at++) {
      await until(() => held.length > at)
      held[at]?.answer(held[at]?.input)
    }
    expect((await resultOf(backend, id)).output).toBe("x")
    expect((await resultOf(backend, other.id)).output).toBe("y")
    await worker.close()
    await real.close()
  })

  it("is given up after a tick that failed, and what the tick did is read", async () => {
    for (const applied of [false, true]) {
      const real = make()
      let failing = 2
      const backend = withTick(real, async (params, tick) => {
        if (params.commits.length === 0 || failing-- !== 0) return await tick(params)
        if (applied) await tick(params)
        throw new AdapterError({ code: "BACKEND_FAILED", message: "The disk is full.", retryable: true })
      })
      const calls: unknown[] = []
      const worker = createWorker({
        backend,
        workflows: [chain],
        resources: { step: (input) => (calls.push(input), input) },
        logger: silentLogger,
      })
      const client = createClient({ backend, workflows: [chain] })
      await worker.start()
      const { id } = await client.start(chain, "x")
      expect(await client.result(id)).toMatchObject({ status: "SUCCEEDED" })
      expect(calls).toHaveLength(applied ? 3 : 4)
      await worker.close()
      await real.close()
    }
  })

  it("ends with the backend, quietly", async () => {
    const backend = make()
    const worker = createWorker({
      backend,
      workflows: [chain],
      resources: { step: (input) => input },
      logger: silentLogger,
    })
    const client = createClient({ backend, workflows: [chain] })
    await worker.start()
    await client.start(chain, "x")
    await backend.close()
    await worker.close()
    await expect(client.list()).rejects.toMatchObject({ code: "BACKEND_CLOSED" })
  })
})

describe.each(stores)("a long journal over %s", (_store, make) => {
  it("is replayed from its last checkpoint, and the checkpoint's worth is bounded by its size", async () => {
    const items = 900
    const machine = sequence("long", {
      Each: {
        Type: "Map",
        Items: `{% [1..${items}] %}`,
        MaxConcurrency: 1,
        ItemProcessor: { StartAt: "Item", States: { Item: { ...invoke("step"), End: true } } },
      },
    })
    const real = make()
    const reserved: { readonly length: number; readonly replayed: number }[] = []
    const backend = withTick(real, async (params, tick) => {
      const result = await tick(params)
      if (!result.lost)
        for (const { length, facts } of result.reserved) reserved.push({ length, replayed: facts.length })
      return result
    })
    const seen = new Map<number, number>()
    let stopAt = 700
    const options = (onStop: () => void): WorkerOptions => ({
      backend,
      workflows: [machine],
      logger: silentLogger,
      resources: {
        step: (input) => {
          const item = input as number
          seen.set(item, (seen.get(item) ?? 0) + 1)
          if (item !== stopAt) return item
          onStop()
          return new Promise(() => undefined)
        },
      },
    })
    const reached = Promise.withResolvers<void>()
    const first = createWorker(options(reached.resolve))
    const client = createClient({ backend, workflows: [machine] })
    await first.start()
    const { id } = await client.start(machine, {})
    await reached.promise
    await first.close({ drain: false })
    stopAt = -1
    const second = createWorker(options(() => undefined))
    await second.start()
    expect((await client.result(id)).output).toEqual(Array.from({ length: items }, (_, index) => index + 1))
    expect(reserved[1]?.length).toBe(700)
    expect(reserved[1]?.replayed).toBeLessThan(600)
    expect([...seen].filter(([, times]) => times !== 1)).toEqual([[700, 2]])
    await second.close()
    await real.close()
  })
})

describe.each(stores)("plans over %s", (_store, make) => {
  it("of earlier versions are still run by a worker that has the newer one", async () => {
    const backend = make()
    const older = sequence("chain", { A: invoke("step"), Ask: ask() })
    const tokens: string[] = []
    const resources: NonNullable<WorkerOptions["resources"]> = {
      step: (input) => input,
      "sqs:sendMessage": (_, { token = "" }) => void tokens.push(token),
    }
    const first = createWorker({ backend, workflows: [older], resources, logger: silentLogger })
    const client = createClient({ backend, workflows: [older] })
    await first.start()
    const { id } = await client.start(older, "x")
    await until(() => tokens.length === 1)
    await first.close()
    const engine = await startEngine({ backend, workflows: [chain], resources, logger: silentLogger })
    await engine.succeed(tokens[0] ?? "", "old plan")
    expect((await engine.result(id)).output).toBe("old plan")
    const fresh = await engine.start(chain, "new plan")
    expect((await engine.result(fresh.id)).output).toBe("new plan")
    expect((await engine.history(id)).events.map(({ name }) => name)).toContain("Ask")
    await engine.close()
  })
})

async function resultOf(backend: Backend, id: string) {
  return await createClient({ backend, workflows: [] }).result(id)
}
