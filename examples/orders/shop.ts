// The shop's own systems: its stock, its bank, its post. They keep books of their own, as real ones do, so that a
// workflow which goes on after a crash meets what it did before.
import { setTimeout as pause } from "node:timers/promises"

import { handle, type Handled, keyedEffects, TaskError } from "@stepwright/dsl"

import { type Books, openBooks } from "./books.ts"
import {
  chargeCard,
  checkOrder,
  pickItem,
  printLabel,
  refundByKey,
  refundCard,
  releaseStock,
  reserveStock,
  writeToCustomer,
} from "./workflow.ts"

export interface CatalogEntry {
  readonly sku: string
  readonly name: string
  readonly price: number
  /** What the books say is there. */
  readonly stock: number
  /** What stands on the shelf. */
  readonly shelf: number
}

export interface Shop {
  readonly handlers: readonly Handled[]
  readonly books: Books
}

/** The day on which the shop is open: cards that expire before it are declined. */
const today = "2026-11"

/** Opens the shop over a file of books. */
export function openShop(options: { readonly file: string; readonly catalog: readonly CatalogEntry[] }): Shop {
  const books = openBooks(options.file)
  const effects = keyedEffects(books.effects)
  const catalog = new Map(options.catalog.map((entry) => [entry.sku, entry]))

  /** Acts once per key, whatever is repeated, crashes or comes late. */
  async function once<T>(key: string, what: string, result: T): Promise<T> {
    const begun = await effects.begin(key)
    if (begun.outcome === "done") return begun.result as T // stored by this function
    if (begun.outcome === "void") throw new TaskError("Shop.Undone", { cause: `${what} ${key} was undone before` })
    books.enter(key, what, result)
    // Undone while it was happening: then this is the one to take it back.
    if (!(await effects.complete(key, result))) books.enter(`${key}~undo`, `undo ${what}`, result)
    return result
  }

  /** Undoes what was done under `key`, if anything was, and sees to it that it cannot be done any more. */
  async function undo(key: string, undoKey: string, what: string): Promise<void> {
    await effects.void(key)
    const done = books.entry(key)
    if (done !== undefined) books.enter(undoKey, `undo ${what}`, done)
  }

  return {
    books,
    handlers: [
      handle(checkOrder, ({ items, total }) => {
        const unknown = items.filter(({ sku }) => !catalog.has(sku)).map(({ sku }) => sku)
        if (unknown.length > 0)
          throw new TaskError("Order.Invalid", { cause: `no such article: ${unknown.join(", ")}` })
        const sum = items.reduce((cents, { quantity, price }) => cents + quantity * price, 0)
        if (sum !== total) throw new TaskError("Order.Invalid", { cause: `the items come to ${sum}, not ${total}` })
        return { lines: items.length }
      }),
      handle(reserveStock, async ({ items }, { key }) => {
        await pause(1)
        const short = items.find(({ sku, quantity }) => (catalog.get(sku)?.stock ?? 0) < quantity)
        if (short !== undefined) throw new TaskError("Stock.Insufficient", { cause: `${short.sku} is sold out` })
        return await once(key, "reserve", { reservationId: `r-${key.split("/")[0]?.slice(-6)}` })
      }),
      handle(releaseStock, async ({ reservedUnder }, { key }) => await undo(reservedUnder, key, "reserve")),
      handle(chargeCard, async ({ card, amount }, { key, attempt }) => {
        await pause(1)
        if (card.expires < today) throw new TaskError("Card.Declined", { cause: `expired ${card.expires}` })
        if (amount > card.limit) throw new TaskError("Card.Declined", { cause: `over the limit of ${card.limit}` })
        if (card.network === "fails once" && attempt === 1) throw new TaskError("Network.Failed")
        const charged = await once(key, "charge", { paymentId: `p-${card.token.slice(4)}` })
        // The money is taken, but nobody will ever know: the compensation has to ask by key.
        if (card.network === "loses every answer") throw new TaskError("Network.AnswerLost")
        return charged
      }),
      handle(refundCard, async ({ chargedUnder }, { key }) => await undo(chargedUnder, key, "charge")),
      handle(refundByKey, async ({ chargedUnder }, { key }) => await undo(chargedUnder, key, "charge")),
      handle(pickItem, async ({ sku, quantity }) => {
        await pause(1)
        const entry = catalog.get(sku)
        if (entry === undefined || entry.shelf < quantity) {
          throw new TaskError("Shelf.Empty", { cause: `${sku}: the books say ${entry?.stock ?? 0}` })
        }
        return { shelf: `${sku.slice(0, 2).toUpperCase()}-${quantity}` }
      }),
      handle(printLabel, async ({ orderId, country }, { key }) => {
        await pause(1)
        if (country === "AQ") throw new TaskError("Label.NotServed", { cause: "no carrier goes to Antarctica" })
        return await once(key, "label", { tracking: `t-${orderId}` })
      }),
      handle(writeToCustomer, async ({ to, text }, { key }) => {
        await pause(1)
        if (to.endsWith(".invalid")) throw new TaskError("Letter.Refused", { cause: `${to} takes no letters` })
        await once(key, "letter", text)
      }),
    ],
  }
}
