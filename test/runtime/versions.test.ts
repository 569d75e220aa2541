import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import { handle, task, type Workflow, workflow } from "@stepwright/dsl"
import { type Backend, createClient, createWorker, silentLogger, type Worker } from "@stepwright/engine"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { z } from "zod"

import { temporaryFolder } from "../kit/redis/temporary-folder.ts"

/** One version of a deployment: a workflow, and the handlers that come with it. */
interface Version {
  readonly order: Workflow<{ amount: number }>
  readonly ran: string[]
  worker(backend: Backend): Worker
}

/** Waits at its first step until it is told to go. */
function version(
  charge: { readonly input: z.ZodType; readonly output: z.ZodType },
  extra: boolean,
  go: Promise<void> = Promise.resolve(),
): Version {
  const ran: string[] = []
  const reserve = task("reserve", { input: z.object({}), output: z.object({}) })
  const pay = task("charge", charge)
  const thank = task("thank", { input: z.object({}), output: z.object({}) })
  const order = workflow("order", { input: z.object({ amount: z.number() }), output: z.unknown() }, (w, given) => {
    w.run(reserve({}))
    w.run(pay({ amount: given.amount }))
    if (extra) w.run(thank({}))
    return { amount: given.amount }
  })
  const note = (name: string, answer: object) => () => {
    ran.push(name)
    return answer
  }
  const handlers = [
    handle(reserve, async () => {
      ran.push("reserve")
      await go
      return {}
    }),
    handle(pay, note("charge", { id: "c-1" }) as never), // the schemas differ by version
    handle(thank, note("thank", {}) as never),
  ]
  return {
    order,
    ran,
    worker: (backend) => createWorker({ backend, workflows: [order], handlers, logger: silentLogger }),
  }
}

const amount = z.object({ amount: z.number() })
const receipt = z.object({ id: z.string() })
const v1 = (go?: Promise<void>): Version => version({ input: amount, output: receipt }, false, go)
const never = new Promise<void>(() => {})

describe.each(["memory", "sqlite"] as const)("versions of a workflow side by side on %s", (kind) => {
  const folder = temporaryFolder()
  let backend: Backend
  let file = 0
  beforeEach(() => {
    backend = kind === "memory" ? memory() : sqlite({ file: join(folder.path, `${file++}.sqlite`) })
  })
  afterEach(() => backend.close())

  /** Starts an order with the first version, whose worker leaves in the middle of it. */
  async function begun(): Promise<string> {
    const old = v1(never)
    const worker = old.worker(backend)
    await worker.start()
    const { id } = await createClient({ backend, workflows: [old.order] }).start(old.order, { amount: 5 })
    await expect.poll(() => old.ran).toEqual(["reserve"])
    await worker.close({ drain: false })
    return id
  }

  it("finishes on the plan that it began with, by a later version whose tasks take and give the same", async () => {
    const id = await begun()
    const later = version({ input: amount.extend({ note: z.string().optional() }), output: receipt }, true)
    const worker = later.worker(backend)
    await worker.start()
    const client = createClient({ backend, workflows: [later.order] })
    expect(await client.result(id)).toMatchObject({ status: "SUCCEEDED" })
    expect(later.ran).toEqual(["reserve", "charge"])
    const fresh = await client.execute(later.order, { amount: 6 })
    expect(fresh.status).toBe("SUCCEEDED")
    expect(later.ran.slice(2)).toEqual(["reserve", "charge", "thank"])
    await worker.close()
  })

  it.each<[string, Version]>([
    ["takes more", version({ input: amount.extend({ currency: z.string() }), output: receipt }, false)],
    ["gives less", version({ input: amount, output: z.object({}) }, false)],
  ])("waits for a worker that can run it where the later version's task %s, and is told of", async (_, later) => {
    const id = await begun()
    const newer = later.worker(backend)
    await newer.start()
    const client = createClient({ backend, workflows: [] })
    const { plan } = await client.describe(id)
    expect(await backend.sessions.unserved?.()).toEqual([{ plan, ready: 1 }])
    expect(later.ran).toEqual([])

    const again = v1()
    const older = again.worker(backend)
    await older.start()
    expect(await backend.sessions.unserved?.()).toEqual([])
    expect(await client.result(id)).toMatchObject({ status: "SUCCEEDED", output: { amount: 5 } })
    expect(again.ran).toEqual(["reserve", "charge"])
    expect(later.ran).toEqual([])
    await Promise.all([newer.close(), older.close()])
  })
})
