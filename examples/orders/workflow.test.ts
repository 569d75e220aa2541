import { readFileSync } from "node:fs"

import { TaskError } from "@stepwright/dsl"
import { never, runTest, type RunTestOptions } from "stepwright/testing"
import { describe, expect, it } from "vitest"

import { type Order, placeOrder } from "./workflow.ts"

const orders = JSON.parse(readFileSync(new URL("./orders.json", import.meta.url), "utf8")) as readonly Order[] // our file
const order = orders.find(({ items, gift }) => items.length > 1 && gift === undefined) as Order // there are many

/** Everything goes well, unless a test says otherwise. */
const mocks = {
  "check-order": { lines: 1 },
  "reserve-stock": { reservationId: "r-1" },
  "charge-card": { paymentId: "p-1" },
  "pick-item": { shelf: "A" },
  "print-label": { tracking: "t-1" },
  "write-to-customer": null,
  "release-stock": null,
  "refund-card": null,
  "refund-by-key": null,
} satisfies RunTestOptions<Order>["mocks"]

const called = (run: { readonly calls: readonly { readonly task: string }[] }): readonly string[] =>
  run.calls.map(({ task }) => task)

describe("place-order", () => {
  it("reserves, charges, and ships everything at once", async () => {
    const run = await runTest(placeOrder, { input: order, mocks })
    expect(run).toMatchObject({
      status: "SUCCEEDED",
      output: { orderId: order.orderId, paymentId: "p-1", tracking: "t-1", shelves: order.items.map(() => "A") },
    })
    expect(called(run)).not.toContain("release-stock")
  })

  it("releases the reservation when the card is declined: nothing was charged", async () => {
    const declined = { ...mocks, "charge-card": new TaskError("Card.Declined", { cause: "expired" }) }
    const run = await runTest(placeOrder, { input: order, mocks: declined })
    expect(run).toMatchObject({ status: "FAILED", error: "Card.Declined" })
    expect(called(run)).toEqual(["check-order", "reserve-stock", "charge-card", "release-stock"])
    const [reserve, release] = ["reserve-stock", "release-stock"].map((task) =>
      run.calls.find((call) => call.task === task),
    )
    expect(release).toMatchObject({ input: { reservedUnder: reserve?.key }, key: `${reserve?.key}~undo` })
  })

  it("refunds by key when the charge's answer never comes", async () => {
    const run = await runTest(placeOrder, { input: order, mocks: { ...mocks, "charge-card": never } })
    expect(run).toMatchObject({ status: "FAILED", error: "States.Timeout" })
    expect(called(run)).toEqual([
      "check-order",
      "reserve-stock",
      "charge-card",
      "charge-card",
      "charge-card",
      "refund-by-key",
      "release-stock",
    ])
    expect(new Set(run.calls.filter(({ task }) => task === "charge-card").map(({ key }) => key)).size).toBe(1)
  })

  it("undoes what was done, newest first, when the fan-out fails", async () => {
    const lost = { ...mocks, "print-label": new TaskError("Label.NotServed") }
    const run = await runTest(placeOrder, { input: order, mocks: lost })
    expect(run).toMatchObject({ status: "FAILED", error: "Label.NotServed" })
    expect(called(run).slice(-2)).toEqual(["refund-card", "release-stock"])
    expect(JSON.parse(run.cause ?? "")).toMatchObject({ step: "ship", compensated: ["charge-card", "reserve-stock"] })
  })

  it("compensates when its 15 minutes are over, in time of its own", async () => {
    const run = await runTest(placeOrder, { input: order, mocks: { ...mocks, "pick-item": never } })
    expect(run).toMatchObject({ status: "FAILED", error: "States.Timeout", elapsedMs: 15 * 60_000 })
    expect(called(run).slice(-2)).toEqual(["refund-card", "release-stock"])
  })

  it("writes a dead letter for a refund that keeps failing, releases the stock, and says so", async () => {
    const broken = {
      ...mocks,
      "print-label": new TaskError("Label.NotServed"),
      "refund-card": new TaskError("Bank.Closed"),
    }
    const run = await runTest(placeOrder, { input: order, mocks: broken })
    expect(run).toMatchObject({ status: "FAILED", error: "Saga.PartiallyCompensated" })
    expect(called(run).at(-1)).toBe("release-stock")
    expect(run.deadLetters).toHaveLength(1)
    expect(JSON.parse(run.deadLetters[0]?.body ?? "")).toMatchObject({ step: "charge-card" })
  })
})
