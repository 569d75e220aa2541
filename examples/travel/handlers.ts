// What airline, hotels, car rental, bank and printer do for each task: one exported handler for each, so that each can be
// bundled by itself.
import { setTimeout as pause } from "node:timers/promises"

import { handle, TaskError } from "@stepwright/dsl"

import { book, cancel, codeOf, once, world } from "./outside.ts"
import {
  askTheBank,
  bookFlight,
  bookHotel,
  cancelCar,
  cancelFlight,
  cancelHotel,
  issueTickets,
  pay,
  rentCar,
} from "./workflow.ts"

export const bookingFlight = handle(
  bookFlight,
  async (_, { key, execution }) => await book(execution.id, key, "flight", "TP"),
)

export const bookingHotel = handle(bookHotel, async ({ city }, { key, execution }) => {
  if (city === "Zubrowka") world().grand.add(key)
  return await book(execution.id, key, world().grand.has(key) ? "room in the Grand Hotel" : "room", "RM")
})

export const rentingCar = handle(rentCar, async ({ city }, { key, execution }) => {
  if (city !== "Venice") return await book(execution.id, key, "car", "CR")
  await pause(20)
  world().tell(execution.id, "no car to be had in Venice")
  throw new TaskError("Car.NoneLeft", { cause: "there are boats" })
})

export const cancellingFlight = handle(
  cancelFlight,
  async ({ bookedUnder }, { execution }) => await cancel(execution.id, bookedUnder, "flight"),
)

export const cancellingHotel = handle(cancelHotel, async ({ bookedUnder }, { execution, attempt }) => {
  if (world().telephoneWorks || !world().grand.has(bookedUnder)) return await cancel(execution.id, bookedUnder, "room")
  world().tell(execution.id, `the Grand Hotel does not answer (attempt ${attempt})`)
  throw new TaskError("Hotel.Unreachable", { cause: "the line is dead" })
})

export const cancellingCar = handle(
  cancelCar,
  async ({ bookedUnder }, { execution }) => await cancel(execution.id, bookedUnder, "car"),
)

export const paying = handle(pay, async ({ card, amount }, { key, execution, signal }) => {
  if (card === "expired") {
    world().tell(execution.id, "card declined: it has expired")
    throw new TaskError("Card.Declined", { cause: "the card has expired" })
  }
  const payment = await once(key, () => {
    world().tell(execution.id, `${(amount / 100).toFixed(2)} paid`)
    world().payments.set(key, codeOf("PAY", key))
    return { paymentId: codeOf("PAY", key) }
  })
  // The money is taken, but nobody will hear of it from here.
  if (card === "loses answers") await pause(60_000, undefined, { signal })
  return payment
})

export const askingTheBank = handle(askTheBank, ({ paidUnder }, { execution }) => {
  const paymentId = world().payments.get(paidUnder)
  world().tell(execution.id, `no answer, so the bank is asked: ${paymentId === undefined ? "not paid" : "it was paid"}`)
  return paymentId === undefined ? { outcome: "notApplied" } : { outcome: "applied", result: { paymentId } }
})

export const issuingTickets = handle(issueTickets, ({ traveller, codes }, { execution }) => {
  if (traveller === "Dora" && !world().printerWorks) {
    world().tell(execution.id, "the ticket printer is broken")
    throw new TaskError("Printer.Broken", { cause: "out of ink" })
  }
  world().tell(execution.id, `${codes.length} tickets printed`)
  return { tickets: codes.length }
})
