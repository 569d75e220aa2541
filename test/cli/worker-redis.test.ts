import { redis } from "@stepwright/adapters/redis"
import { task, workflow } from "@stepwright/dsl"
import { type Backend, createClient, silentLogger } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"

import { makeScratch, type Running, start, stepwright } from "./command.ts"

const scratch = makeScratch()
beforeAll(() => {
  scratch.write("sum.ts", sumModule)
})
afterAll(() => scratch.remove())

const sumModule = `import { setTimeout as sleep } from "node:timers/promises"
import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const n = z.object({ n: z.number() })
const slowly = async (n: number): Promise<number> => (await sleep(40), n)
const double = task("double", { input: n, output: z.number(), readOnly: true, handler: ({ n }) => slowly(2 * n) })
const add = task("add", { input: n, output: z.number(), readOnly: true, handler: ({ n }) => slowly(n + 1) })
export const sum = workflow("sum", { input: n, output: z.number() }, (w, given) =>
  w.run(add({ n: w.run(double({ n: given.n })) })),
)
`

/** The same, as its caller knows it. */
const n = z.object({ n: z.number() })
const double = task("double", { input: n, output: z.number(), readOnly: true })
const add = task("add", { input: n, output: z.number(), readOnly: true })
const sum = workflow("sum", { input: n, output: z.number() }, (w, given) =>
  w.run(add({ n: w.run(double({ n: given.n })) })),
)

const args = (url: string, ...more: readonly string[]): readonly string[] => [
  "worker",
  "sum.ts",
  "--redis",
  url,
  "--json",
  ...more,
]
const worker = (url: string, ...more: readonly string[]): Running => start(args(url, ...more), scratch.path)
const ready = (running: Running): Promise<void> => running.until(/"the worker runs"/)
const connected = (url: string): Promise<Backend> => redis({ url, logger: silentLogger })

async function stop(...running: readonly Running[]): Promise<void> {
  for (const each of running) each.signal("SIGTERM")
  for (const each of running) expect((await each.ended).code).toBe(0)
}

describe("stepwright worker on Redis", () => {
  it("shares work with others, and goes on with what a killed one held", async () => {
    await using server = await startRedis()
    const [first, second] = [worker(server.url), worker(server.url)]
    await Promise.all([ready(first), ready(second)])
    expect(first.output()).toContain('"mayLose":"of a power cut')
    const backend = await connected(server.url)
    const client = createClient({ backend, workflows: [sum] })
    const started = []
    for (let n = 0; n < 60; n++) {
      started.push(await client.start(sum, { n }))
      if (n === 40) {
        first.signal("SIGKILL")
        await first.ended
      }
    }
    for (const [n, { id }] of started.entries()) {
      expect(await client.result(id)).toMatchObject({ status: "SUCCEEDED", output: 2 * n + 1 })
    }
    await backend.close()
    await stop(second)
  })

  it("outlives a restart of Redis", async () => {
    await using server = await startRedis()
    const running = worker(server.url)
    await ready(running)
    await server.restart()
    const backend = await connected(server.url)
    const client = createClient({ backend, workflows: [sum] })
    expect(await client.execute(sum, { n: 3 })).toMatchObject({ status: "SUCCEEDED", output: 7 })
    await backend.close()
    await stop(running)
  })

  it("takes another session where its store falls silent, and then gives up with a code of its own", async () => {
    await using server = await startRedis()
    const running = worker(server.url, "--stall-after", "1")
    await ready(running)
    await server.pause()
    await running.until(/it takes another session","code":"WORKER_STALLED","problem":"STORE_SILENT"/)
    const { code, stdout } = await running.ended
    await server.resume()
    expect(stdout).toContain("it gives up")
    expect(code).toBe(75)
  })

  it("cannot start where there is no Redis", async () => {
    const ended = await stepwright(args("redis://127.0.0.1:1"), scratch.path)
    expect(ended.stderr).toContain("BACKEND_FAILED")
    expect(ended.code).toBe(1)
  })
})
