import { join } from "node:path"

import { redis } from "@stepwright/adapters/redis"
import type { Workflow } from "@stepwright/dsl"
import { createClient, silentLogger } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { afterAll, expect, it, onTestFinished } from "vitest"

import { makeScratch, type Running, start } from "./command.ts"

const scratch = makeScratch()
afterAll(() => scratch.remove())

/** A release of an order: what the charge is sent is called otherwise in the second one, so neither can do the other's. */
const release = (version: 1 | 2): string => `import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Order = z.object({ amount: z.number() })
const charge = task("charge", {
  input: z.object({ ${version === 1 ? "amount" : "total"}: z.number() }),
  output: z.object({ by: z.string() }),
  readOnly: true,
  handler: () => ({ by: "release ${version}" }),
})
export const order = workflow("order", { input: Order }, (w, { amount }) => {
  w.sleep("1s")
  return w.run(charge({ ${version === 1 ? "amount" : "total"}: amount }))
})
`

it("workers of two releases share a Redis: each runs its own version, and what is left without one is told of", async () => {
  const place = sharedRedis()
  const worker = (file: string): Running =>
    start(["worker", file, "--redis", place.url, "--prefix", place.prefix, "--lease", "1", "--json"], scratch.path)
  const files = [scratch.write("first.ts", release(1)), scratch.write("second.ts", release(2))] as const
  const orderOf = async (file: string): Promise<Workflow<{ amount: number }>> =>
    ((await import(join(scratch.path, file))) as { readonly order: Workflow<{ amount: number }> }).order // as above
  const [first, second] = [await orderOf(files[0]), await orderOf(files[1])]
  const backend = await redis({ ...place, logger: silentLogger })
  onTestFinished(() => backend.close())
  const [before, after] = [first, second].map((flow) => createClient({ backend, workflows: [flow] })) as [
    ReturnType<typeof createClient>,
    ReturnType<typeof createClient>,
  ]

  const [old, next] = [worker(files[0]), worker(files[1])]
  await Promise.all([old.until(/"the worker runs"/), next.until(/"the worker runs"/)])
  const started = await Promise.all(
    Array.from({ length: 10 }, async (_, amount) => ({
      of: amount % 2 === 0 ? "release 1" : "release 2",
      id: (await (amount % 2 === 0 ? before.start(first, { amount }) : after.start(second, { amount }))).id,
    })),
  )
  for (const { id, of } of started) {
    expect(await after.result(id)).toMatchObject({ status: "SUCCEEDED", output: { by: of } })
  }

  old.signal("SIGTERM")
  expect((await old.ended).code).toBe(0)
  const { id } = await before.start(first, { amount: 11 })
  const { plan } = await after.describe(id)
  await expect.poll(() => after.unserved(), { timeout: 20_000 }).toEqual([{ workflow: "order", plan, executions: 1 }])
  const again = worker(files[0])
  expect(await after.result(id)).toMatchObject({ status: "SUCCEEDED", output: { by: "release 1" } })
  expect(await after.unserved()).toEqual([])
  for (const running of [next, again]) {
    running.signal("SIGTERM")
    expect((await running.ended).code).toBe(0)
  }
})
