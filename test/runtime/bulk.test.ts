import { memory } from "@stepwright/adapters/memory"
import { type BulkOutcome, type Engine, silentLogger, startEngine, stateMachine } from "@stepwright/engine"
import { afterEach, beforeEach, describe, expect, it } from "vitest"

const work = (name: string) =>
  stateMachine(name, {
    StartAt: "Work",
    States: { Work: { Type: "Task", Resource: "arn:aws:lambda:us-east-1:1:function:work", End: true } },
  })
const [orders, refunds] = [work("order"), work("refund")]

let engine: Engine
let mended = false
beforeEach(async () => {
  mended = false
  engine = await startEngine({
    backend: memory(),
    workflows: [orders, refunds],
    logger: silentLogger,
    resources: {
      work: async (input, { signal }) => {
        const { error, forever } = input as { readonly error?: string; readonly forever?: boolean }
        if (forever === true) await new Promise((resolve) => signal.addEventListener("abort", resolve))
        if (error !== undefined && !mended) throw Object.assign(new Error(), { name: error })
        return {}
      },
    },
  })
})
afterEach(() => engine.close({ drain: false }))

/** Starts them, and waits for those that end. */
async function started(
  ...inputs: readonly { readonly error?: string; readonly forever?: boolean }[]
): Promise<readonly string[]> {
  const ids: string[] = []
  for (const input of inputs) ids.push((await engine.start(orders, input)).id)
  for (const [index, id] of ids.entries()) if (inputs[index]?.forever !== true) await engine.result(id)
  return ids
}

describe("redriveAll", () => {
  it("redrives those that fit, and tells of each", async () => {
    const [down, , down2, refused] = await started({ error: "Down" }, {}, { error: "Down" }, { error: "Refused" })
    const other = await engine.start(refunds, { error: "Down" })
    await engine.result(other.id)
    const filter = { workflow: "order", error: "Down" }
    const dry = await engine.redriveAll(filter, { dryRun: true })
    expect(dry).toMatchObject({ matched: 2, succeeded: 2, failed: 0 })
    expect((await engine.describe(down ?? "")).status).toBe("FAILED")

    mended = true
    const told: [BulkOutcome, number, number][] = []
    const result = await engine.redriveAll(filter, {
      onOutcome: (outcome, { done, total }) => told.push([outcome, done, total]),
    })
    expect(result).toMatchObject({ matched: 2, succeeded: 2, failed: 0 })
    expect(new Set(told.map(([{ id }]) => id))).toEqual(new Set([down, down2]))
    expect(told.map(([, done, total]) => [done, total])).toEqual([
      [1, 2],
      [2, 2],
    ])
    for (const id of [down, down2]) expect((await engine.result(id ?? "")).status).toBe("SUCCEEDED")
    for (const id of [refused, other.id]) expect((await engine.describe(id ?? "")).status).toBe("FAILED")
  })

  it("keeps to the times, and leaves alone what was stopped, unless it is asked for", async () => {
    const [id = ""] = await started({ forever: true })
    await engine.stop(id)
    const { startedAt } = await engine.result(id)
    expect((await engine.redriveAll({})).matched).toBe(0)
    const status = ["ABORTED", "FAILED"] as const
    expect((await engine.redriveAll({ status, startedAfter: startedAt }, { dryRun: true })).matched).toBe(0)
    expect((await engine.redriveAll({ status, startedBefore: startedAt }, { dryRun: true })).matched).toBe(0)
    const times = { startedAfter: startedAt - 1, startedBefore: startedAt + 1 }
    expect((await engine.redriveAll({ status, ...times })).succeeded).toBe(1)
    await expect.poll(async () => (await engine.describe(id)).status).toBe("RUNNING")
  })

  it("tells why one could not be redriven", async () => {
    const [id] = await started({})
    const { outcomes, failed } = await engine.redriveAll({ status: "SUCCEEDED" }, { dryRun: true })
    expect(failed).toBe(1)
    expect(outcomes).toEqual([
      { id, ok: false, code: "NOT_REDRIVABLE", message: expect.stringContaining("cannot be redriven") as unknown },
    ])
  })

  it("begins no more once it is aborted", async () => {
    const ids = await started(...Array.from({ length: 12 }, () => ({ error: "Down" })))
    const abort = new AbortController()
    const result = await engine.redriveAll(
      {},
      { concurrency: 1, signal: abort.signal, onOutcome: (_, { done }) => done === 5 && abort.abort() },
    )
    expect(result).toMatchObject({ matched: ids.length, succeeded: 5, failed: 0 })
    await expect(engine.redriveAll({}, { concurrency: 0 })).rejects.toMatchObject({ code: "LIMIT_INVALID" })
  })
})

describe("cancelAll", () => {
  it("cancels those that run, with the reason", async () => {
    const [done, running] = await started({}, { forever: true })
    expect((await engine.cancelAll({}, { dryRun: true })).outcomes).toEqual([{ id: running, ok: true }])
    const result = await engine.cancelAll({ workflow: "order" }, { reason: "closing down", by: "ops" })
    expect(result.outcomes).toEqual([{ id: running, ok: true }])
    await expect.poll(async () => (await engine.describeCancellation(running ?? ""))?.reason).toBe("closing down")
    expect((await engine.describe(done ?? "")).status).toBe("SUCCEEDED")
  })

  it("tells of those that had ended, with how", async () => {
    const [id] = await started({})
    expect((await engine.cancelAll({ status: "SUCCEEDED" })).outcomes).toEqual([{ id, ok: false, code: "SUCCEEDED" }])
    expect((await engine.cancelAll({ status: "SUCCEEDED" }, { dryRun: true })).failed).toBe(1)
  })
})
