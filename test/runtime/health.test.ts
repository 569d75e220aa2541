import { memory } from "@stepwright/adapters/memory"
import { handle, task, workflow } from "@stepwright/dsl"
import { type Backend, createClient, createWorker, silentLogger } from "@stepwright/engine"
import { afterEach, expect, it } from "vitest"
import { z } from "zod"

const add = task("add", { input: z.object({ n: z.number() }), output: z.number() })
const sum = workflow("sum", { input: z.object({ n: z.number() }), output: z.number() }, (w, given) =>
  w.run(add({ n: given.n })),
)

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A store that can be made to answer no tick, as one behind a dead connection. */
function fallingSilent(): { readonly backend: Backend; silent: boolean } {
  // As a store elsewhere: orders wait for commits.
  const real = memory()
  closing.push(() => real.close())
  const store = {
    silent: false,
    backend: {
      ...real,
      capabilities: { durable: false, shared: true },
      sessions: {
        ...real.sessions,
        tick: (params: Parameters<Backend["sessions"]["tick"]>[0]) =>
          store.silent ? new Promise<never>(() => {}) : real.sessions.tick(params),
      },
    },
  }
  return store
}

it("a worker whose store falls silent is not live, and gets on over another session", async () => {
  const store = fallingSilent()
  const { backend } = store
  const worker = createWorker({
    backend,
    workflows: [sum],
    handlers: [handle(add, ({ n }) => n + 1)],
    logger: silentLogger,
  })
  const client = createClient({ backend, workflows: [sum] })
  expect(worker.health()).toMatchObject({ ready: false })
  await worker.start()
  closing.push(() => worker.close())
  expect((await client.execute(sum, { n: 1 })).output).toBe(2)
  expect(worker.health()).toEqual({ live: true, ready: true, executions: 0, handlers: 0 })

  store.silent = true
  const { id } = await client.start(sum, { n: 2 })
  await expect.poll(() => worker.health({ stallAfterMs: 50 })).toMatchObject({ live: false, problem: "STORE_SILENT" })
  expect(worker.health()).toMatchObject({ live: true })

  store.silent = false
  worker.reconnect("nothing was answered")
  expect((await client.result(id)).output).toBe(3)
  expect(worker.health({ stallAfterMs: 5000 })).toMatchObject({ live: true, ready: true })
})

it("a worker that goes by its lag holds the fewer executions the later its event loop is", async () => {
  const backend = memory()
  closing.push(() => backend.close())
  const client = createClient({ backend, workflows: [sum] })
  const started = await Promise.all(Array.from({ length: 300 }, (_, n) => client.start(sum, { n })))
  let most = 0
  const worker = createWorker({
    backend,
    workflows: [sum],
    maxLagMs: 1,
    logger: silentLogger,
    handlers: [
      handle(add, async ({ n }) => {
        const end = performance.now() + 4
        while (performance.now() < end) most = Math.max(most, worker.health().executions)
        return n
      }),
    ],
  })
  await worker.start()
  closing.push(() => worker.close())
  for (const { id } of started) expect((await client.result(id)).status).toBe("SUCCEEDED")
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(64)
})
