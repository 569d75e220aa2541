import { TaskError } from "@stepwright/dsl"
import { never, runTest, type RunTestOptions } from "stepwright/testing"
import { describe, expect, it } from "vitest"

import { bookTrip, type Trip } from "./workflow.ts"

const trip: Trip = { traveller: "Ada", city: "Lisbon", nights: 2, card: "visa", price: 100 }

/** Everything goes well, unless a test says otherwise. */
const mocks = {
  "book-flight": { code: "F" },
  "book-hotel": { code: "H" },
  "rent-car": { code: "C" },
  "cancel-flight": null,
  "cancel-hotel": null,
  "cancel-car": null,
  pay: { paymentId: "p" },
  "ask-the-bank": { outcome: "unknown" },
  "issue-tickets": { tickets: 3 },
} satisfies RunTestOptions<Trip>["mocks"]

const run = async (other: RunTestOptions<Trip>["mocks"] = {}) =>
  await runTest(bookTrip, { input: trip, mocks: { ...mocks, ...other } })

const called = ({ calls }: Awaited<ReturnType<typeof run>>): readonly string[] => calls.map(({ task }) => task)

describe("book-trip", () => {
  it("books everything at once, pays, and issues the tickets", async () => {
    const done = await run()
    expect(done.output).toMatchObject({ paymentId: "p", tickets: 3, booked: { flight: { code: "F" } } })
    expect(called(done).slice(3)).toEqual(["pay", "issue-tickets"])
  })

  it("takes back what was booked when there is no car, and does not pay", async () => {
    const done = await run({ "rent-car": new TaskError("Car.NoneLeft") })
    expect(done).toMatchObject({ status: "FAILED", error: "Car.NoneLeft" })
    expect(called(done).slice(3).toSorted()).toEqual(["cancel-flight", "cancel-hotel"])
  })

  it("asks the bank at once when the payment's answer is lost, and goes forward or back", async () => {
    const paid = await run({ pay: never, "ask-the-bank": { outcome: "applied", result: { paymentId: "found" } } })
    expect(paid).toMatchObject({ status: "SUCCEEDED", output: { paymentId: "found" }, elapsedMs: 2000 })
    const not = await run({ pay: never, "ask-the-bank": { outcome: "notApplied" } })
    expect(not).toMatchObject({ status: "FAILED", error: "States.Timeout" })
    expect(called(not)).toEqual(expect.arrayContaining(["cancel-flight", "cancel-hotel", "cancel-car"]))
    expect(called(not).filter((task) => task === "pay")).toHaveLength(1)
  })

  it("takes nothing back that may have been paid for", async () => {
    const unknown = await run({ pay: never })
    expect(unknown.status).toBe("FAILED")
    expect(called(unknown).filter((task) => task.startsWith("cancel"))).toEqual([])
  })

  it("makes a dead letter of a cancellation that keeps failing, and cancels the rest", async () => {
    const done = await run({ pay: new TaskError("Card.Declined"), "cancel-hotel": new TaskError("Hotel.Unreachable") })
    expect(done).toMatchObject({ status: "FAILED", error: "Saga.PartiallyCompensated" })
    expect(called(done)).toEqual(expect.arrayContaining(["cancel-flight", "cancel-car"]))
    expect(done.deadLetters).toHaveLength(1)
  })

  it("takes nothing back after the payment", async () => {
    const done = await run({ "issue-tickets": new TaskError("Printer.Broken") })
    expect(done).toMatchObject({ status: "FAILED", error: "Printer.Broken" })
    expect(called(done).filter((task) => task.startsWith("cancel"))).toEqual([])
  })
})
