// What the shop does for each task: one exported handler for each, so that each can be bundled by itself.
import { setTimeout as pause } from "node:timers/promises"

import { handle, TaskError } from "@stepwright/dsl"

import { articleOf, once, undo } from "./systems.ts"
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

/** The day on which the shop is open: cards that expire before it are declined. */
const today = "2026-11"

export const checking = handle(checkOrder, ({ items, total }) => {
  const unknown = items.filter(({ sku }) => articleOf(sku) === undefined).map(({ sku }) => sku)
  if (unknown.length > 0) throw new TaskError("Order.Invalid", { cause: `no such article: ${unknown.join(", ")}` })
  const sum = items.reduce((cents, { quantity, price }) => cents + quantity * price, 0)
  if (sum !== total) throw new TaskError("Order.Invalid", { cause: `the items come to ${sum}, not ${total}` })
  return { lines: items.length }
})

export const reserving = handle(reserveStock, async ({ items }, { key }) => {
  await pause(1)
  const short = items.find(({ sku, quantity }) => (articleOf(sku)?.stock ?? 0) < quantity)
  if (short !== undefined) throw new TaskError("Stock.Insufficient", { cause: `${short.sku} is sold out` })
  return await once(key, "reserve", { reservationId: `r-${key.split("/")[0]?.slice(-6)}` })
})

export const releasing = handle(
  releaseStock,
  async ({ reservedUnder }, { key }) => await undo(reservedUnder, key, "reserve"),
)

export const charging = handle(chargeCard, async ({ card, amount }, { key, attempt }) => {
  await pause(1)
  if (card.expires < today) throw new TaskError("Card.Declined", { cause: `expired ${card.expires}` })
  if (amount > card.limit) throw new TaskError("Card.Declined", { cause: `over the limit of ${card.limit}` })
  if (card.network === "fails once" && attempt === 1) throw new TaskError("Network.Failed")
  const charged = await once(key, "charge", { paymentId: `p-${card.token.slice(4)}` })
  // The money is taken, but nobody will ever know: the compensation has to ask by key.
  if (card.network === "loses every answer") throw new TaskError("Network.AnswerLost")
  return charged
})

export const refunding = handle(
  refundCard,
  async ({ chargedUnder }, { key }) => await undo(chargedUnder, key, "charge"),
)

export const refundingByKey = handle(
  refundByKey,
  async ({ chargedUnder }, { key }) => await undo(chargedUnder, key, "charge"),
)

export const picking = handle(pickItem, async ({ sku, quantity }) => {
  await pause(1)
  const entry = articleOf(sku)
  if (entry === undefined || entry.shelf < quantity) {
    throw new TaskError("Shelf.Empty", { cause: `${sku}: the books say ${entry?.stock ?? 0}` })
  }
  return { shelf: `${sku.slice(0, 2).toUpperCase()}-${quantity}` }
})

export const labelling = handle(printLabel, async ({ orderId, country }, { key }) => {
  await pause(1)
  if (country === "AQ") throw new TaskError("Label.NotServed", { cause: "no carrier goes to Antarctica" })
  return await once(key, "label", { tracking: `t-${orderId}` })
})

export const writing = handle(writeToCustomer, async ({ to, text }, { key }) => {
  await pause(1)
  if (to.endsWith(".invalid")) throw new TaskError("Letter.Refused", { cause: `${to} takes no letters` })
  await once(key, "letter", text)
})
