import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import { createClient, type Engine, startEngine } from "@stepwright/engine"
import { openBooks } from "@stepwright/example-orders/books"
import { type CatalogEntry, openShop } from "@stepwright/example-orders/shop"
import { type Order, placeOrder } from "@stepwright/example-orders/workflow"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

const example = (name: string): string => fileURLToPath(import.meta.resolve(`@stepwright/example-orders/${name}`))
const catalog = JSON.parse(readFileSync(example("catalog.json"), "utf8")) as readonly CatalogEntry[] // our file
const known = JSON.parse(readFileSync(example("orders.json"), "utf8")) as readonly Order[] // likewise

/** 500 orders: those of the example twice, under ids of their own. */
const orders = ["first", "second"].flatMap((batch) =>
  known.map((order) => ({ ...order, orderId: `${batch}-${order.orderId}` })),
)

const kills = 24
const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)

/** Numbers in [0, 1) from the seed. (mulberry32) */
function chance(): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface HandlerCall {
  readonly execution: string
  readonly task: string
  readonly key: string
}

/** What runs before what. */
const stages = [
  ["check-order"],
  ["reserve-stock"],
  ["charge-card"],
  ["pick-item", "print-label", "write-to-customer"],
  ["refund-card", "refund-by-key"],
  ["release-stock"],
]

interface Outcome {
  readonly status: string
  readonly error: string | undefined
}

describe(`500 orders on sqlite, their worker killed ${kills} times (seed ${seed})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-crash-"))
  const calls: HandlerCall[] = []
  let expected: ReadonlyMap<string, Outcome>

  beforeAll(async () => {
    writeFileSync(join(folder, "work.json"), JSON.stringify({ orders, catalog }))
    expected = await undisturbed(join(folder, "undisturbed.sqlite"))
    const random = chance()
    for (let killed = 0; killed < kills; killed++) {
      calls.push(...(await live(folder, { afterCalls: 1 + Math.floor(random() * 80), delayMs: random() * 8 })))
    }
    calls.push(...(await live(folder)))
  }, 300_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it("finishes every order as an undisturbed run does", async () => {
    await withClient(folder, async (client) => {
      const ended = new Map<string, Outcome>()
      for (const { orderId } of orders) {
        const { id } = await client.start(placeOrder, orderOf(orderId), { name: orderId })
        const { status, error } = await client.describe(id)
        ended.set(orderId, { status, error })
      }
      expect(ended).toEqual(expected)
    })
  })

  it("leaves histories without a gap", async () => {
    await withClient(folder, async (client) => {
      for (const { orderId } of orders) {
        const { id } = await client.start(placeOrder, orderOf(orderId), { name: orderId })
        const { events } = await client.history(id, { limit: 1000 })
        expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1))
        expect(events.every((event) => event.previousEventId < event.id)).toBe(true)
        expect(events.at(-1)?.type).toMatch(/^Execution(Succeeded|Failed)$/)
      }
    })
  })

  it("carries out each effect once per key, and leaves nothing standing of what failed", () => {
    const books = openBooks(join(folder, "shop.sqlite"))
    const succeeded = [...expected].filter(([, { status }]) => status === "SUCCEEDED").map(([orderId]) => orderId)
    for (const what of ["reserve", "charge", "label", "letter"]) {
      // Each order may leave labels and letters behind when its saga fails later: only what is compensated must be gone.
      const standing = books.standing(what)
      expect(new Set(standing).size).toBe(standing.length)
      if (what === "reserve" || what === "charge") expect(standing).toHaveLength(succeeded.length)
      else expect(standing.length).toBeGreaterThanOrEqual(succeeded.length)
    }
    books.close()
  })

  it("repeats a handler only where it was in flight, and with the same key", () => {
    const stageOf = new Map<string, number>()
    const keyOf = new Map<string, Set<string>>()
    for (const { execution, task, key } of calls) {
      // That a later step was called proves that the earlier one's answer was committed: it must never run again.
      const stage = stages.findIndex((tasks) => tasks.includes(task))
      expect(stage, `${task} of ${execution}`).toBeGreaterThanOrEqual(stageOf.get(execution) ?? 0)
      stageOf.set(execution, stage)
      if (task !== "pick-item")
        keyOf.set(`${execution} ${task}`, (keyOf.get(`${execution} ${task}`) ?? new Set()).add(key))
    }
    expect([...keyOf].filter(([, keys]) => keys.size > 1)).toEqual([])
    expect(stageOf.size).toBe(orders.length)
  })
})

function orderOf(orderId: string): Order {
  return orders.find((order) => order.orderId === orderId) as Order // the ids are ours
}

/** What the orders come to when nothing is killed. */
async function undisturbed(shopFile: string): Promise<ReadonlyMap<string, Outcome>> {
  const shop = openShop({ file: shopFile, catalog })
  const engine = await startEngine({ backend: memory(), workflows: [placeOrder], handlers: shop.handlers })
  const outcomes = await Promise.all(
    orders.map(async (order) => {
      const { id } = await engine.start(placeOrder, order, { name: order.orderId })
      const { status, error } = await engine.result(id)
      return [order.orderId, { status, error }] as const
    }),
  )
  await engine.close()
  shop.books.close()
  return new Map(outcomes)
}

/** One life of the worker: until it has finished, or until it is killed. Answers which handlers it called. */
async function live(
  folder: string,
  kill?: { readonly afterCalls: number; readonly delayMs: number },
): Promise<readonly HandlerCall[]> {
  const script = fileURLToPath(new URL("./orders-worker.ts", import.meta.url))
  const worker = spawn(process.execPath, ["--conditions=@stepwright/source", script, folder], {
    stdio: ["ignore", "pipe", "pipe"],
  })
  const calls: HandlerCall[] = []
  let complaint = ""
  worker.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()))
  createInterface(worker.stdout).on("line", (line) => {
    const [execution, task, key] = JSON.parse(line) as [string, string, string] // as the worker writes it
    calls.push({ execution, task, key })
    if (calls.length === kill?.afterCalls) setTimeout(() => worker.kill("SIGKILL"), kill.delayMs)
  })
  const { code, signal } = await exited(worker)
  if (kill === undefined ? code !== 0 : signal !== "SIGKILL") {
    throw new Error(`the worker ended with ${signal ?? code} after ${calls.length} calls:\n${complaint}`)
  }
  return calls
}

function exited(child: ChildProcess): Promise<{ readonly code: number | null; readonly signal: string | null }> {
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal })))
}

async function withClient(
  folder: string,
  run: (client: Pick<Engine, "start" | "describe" | "history">) => Promise<void>,
): Promise<void> {
  const backend = sqlite({ file: join(folder, "engine.sqlite") })
  try {
    await run(createClient({ backend, workflows: [placeOrder] }))
  } finally {
    await backend.close()
  }
}
