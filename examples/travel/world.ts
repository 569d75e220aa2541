// Airline, hotels, car rental, bank and printer: what is outside of the workflow, with its own memory and its own moods.
import { hash } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"

import { handle, type Handled, keyedEffects, memoryEffects, TaskError } from "@stepwright/dsl"

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

export interface World {
  readonly handlers: readonly Handled[]
  /** Repairs the printer. */
  repair(): void
  /** Gives the Grand Hotel a new telephone. */
  reconnect(): void
}

/** @param tell - Told of everything that happens, in the order in which it does. */
export function openWorld(tell: (execution: string, what: string) => void): World {
  const effects = keyedEffects(memoryEffects())
  const payments = new Map<string, string>()
  /** Keys of bookings in the Grand Hotel, whose telephone is out of order. */
  const grand = new Set<string>()
  let [printerWorks, telephoneWorks] = [false, false]

  /** Does something once for a key, however often it is asked to. */
  async function once<T>(key: string, act: () => T): Promise<T> {
    const begun = await effects.begin(key)
    if (begun.outcome === "done") return begun.result as T // what `act` came to
    if (begun.outcome === "void") throw new TaskError("World.Undone", { cause: `${key} was cancelled before` })
    const result = act()
    await effects.complete(key, result)
    return result
  }

  /** A number that looks like a booking code. */
  const codeOf = (what: string, key: string): string => `${what}-${hash("sha256", key, "hex").slice(0, 4)}`

  const book = async (execution: string, key: string, what: string, code: string): Promise<{ code: string }> => {
    await pause(5)
    return await once(key, () => {
      const booked = codeOf(code, key)
      tell(execution, `${what} booked: ${booked}`)
      return { code: booked }
    })
  }

  const cancel = async (execution: string, key: string, what: string): Promise<void> => {
    await pause(5)
    const { was } = await effects.void(key)
    tell(execution, was === "nothing" ? `${what}: nothing to cancel` : `${what} cancelled`)
  }

  return {
    repair() {
      printerWorks = true
    },
    reconnect() {
      telephoneWorks = true
    },
    handlers: [
      handle(bookFlight, async (_, { key, execution }) => await book(execution.id, key, "flight", "TP")),
      handle(bookHotel, async ({ city }, { key, execution }) => {
        if (city === "Zubrowka") grand.add(key)
        return await book(execution.id, key, grand.has(key) ? "room in the Grand Hotel" : "room", "RM")
      }),
      handle(rentCar, async ({ city }, { key, execution }) => {
        if (city !== "Venice") return await book(execution.id, key, "car", "CR")
        await pause(20)
        tell(execution.id, "no car to be had in Venice")
        throw new TaskError("Car.NoneLeft", { cause: "there are boats" })
      }),
      handle(cancelFlight, async ({ bookedUnder }, { execution }) => await cancel(execution.id, bookedUnder, "flight")),
      handle(cancelHotel, async ({ bookedUnder }, { execution, attempt }) => {
        if (telephoneWorks || !grand.has(bookedUnder)) return await cancel(execution.id, bookedUnder, "room")
        tell(execution.id, `the Grand Hotel does not answer (attempt ${attempt})`)
        throw new TaskError("Hotel.Unreachable", { cause: "the line is dead" })
      }),
      handle(cancelCar, async ({ bookedUnder }, { execution }) => await cancel(execution.id, bookedUnder, "car")),
      handle(pay, async ({ card, amount }, { key, execution, signal }) => {
        if (card === "expired") {
          tell(execution.id, "card declined: it has expired")
          throw new TaskError("Card.Declined", { cause: "the card has expired" })
        }
        const payment = await once(key, () => {
          tell(execution.id, `${(amount / 100).toFixed(2)} paid`)
          payments.set(key, codeOf("PAY", key))
          return { paymentId: codeOf("PAY", key) }
        })
        // The money is taken, but nobody will hear of it from here.
        if (card === "loses answers") await pause(60_000, undefined, { signal })
        return payment
      }),
      handle(askTheBank, ({ paidUnder }, { execution }) => {
        const paymentId = payments.get(paidUnder)
        tell(execution.id, `no answer, so the bank is asked: ${paymentId === undefined ? "not paid" : "it was paid"}`)
        return paymentId === undefined ? { outcome: "notApplied" } : { outcome: "applied", result: { paymentId } }
      }),
      handle(issueTickets, ({ traveller, codes }, { execution }) => {
        if (traveller === "Dora" && !printerWorks) {
          tell(execution.id, "the ticket printer is broken")
          throw new TaskError("Printer.Broken", { cause: "out of ink" })
        }
        tell(execution.id, `${codes.length} tickets printed`)
        return { tickets: codes.length }
      }),
    ],
  }
}
