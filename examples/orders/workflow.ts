import { fmt, pluck, task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Item = z.object({ sku: z.string(), quantity: z.int(), price: z.int() })

/** An order as the shop receives it. Money is in cents. */
export const Order = z.object({
  orderId: z.string(),
  customer: z.object({ name: z.string(), email: z.string() }),
  card: z.object({ token: z.string(), expires: z.string(), limit: z.int(), network: z.string().optional() }),
  address: z.object({ line: z.string(), country: z.string() }),
  items: z.array(Item).min(1),
  total: z.int(),
  gift: z.object({ message: z.string() }).optional(),
})
export type Order = z.infer<typeof Order>

const Receipt = z.object({
  orderId: z.string(),
  paymentId: z.string(),
  tracking: z.string(),
  shelves: z.array(z.string()),
})

export const checkOrder = task("check-order", {
  input: z.object({ items: z.array(Item), total: z.int() }),
  output: z.object({ lines: z.int() }),
  readOnly: true,
})

export const reserveStock = task("reserve-stock", {
  input: z.object({ items: z.array(Item) }),
  output: z.object({ reservationId: z.string() }),
  notApplied: ["Stock.Insufficient"],
  timeout: "10s",
})

export const releaseStock = task("release-stock", { input: z.object({ reservedUnder: z.string() }) })

export const chargeCard = task("charge-card", {
  input: z.object({ card: Order.shape.card, amount: z.int() }),
  output: z.object({ paymentId: z.string() }),
  retry: { attempts: 3, interval: "1s", backoff: 2, maxInterval: "30s", jitter: true },
  timeout: "10s",
  notApplied: ["Card.Declined"],
})

export const refundCard = task("refund-card", { input: z.object({ chargedUnder: z.string(), paymentId: z.string() }) })

/** Asked when the charge's answer never came: refunds whatever was charged under the key, if anything was. */
export const refundByKey = task("refund-by-key", { input: z.object({ chargedUnder: z.string() }) })

export const pickItem = task("pick-item", {
  input: z.object({ sku: z.string(), quantity: z.int() }),
  output: z.object({ shelf: z.string() }),
})

export const printLabel = task("print-label", {
  input: z.object({ orderId: z.string(), country: z.string() }),
  output: z.object({ tracking: z.string() }),
})

export const writeToCustomer = task("write-to-customer", { input: z.object({ to: z.string(), text: z.string() }) })

/** The order saga: whatever was done is undone when a later step fails. */
export const placeOrder = workflow("place-order", { input: Order, output: Receipt, timeout: "15m" }, (w, order) => {
  w.run(checkOrder({ items: order.items, total: order.total }))
  w.run(reserveStock({ items: order.items }), {
    compensate: ({ key }) => releaseStock({ reservedUnder: key }),
  })
  const payment = w.run(chargeCard({ card: order.card, amount: order.total }), {
    compensate: {
      known: ({ key, result }) => refundCard({ chargedUnder: key, paymentId: result.paymentId }),
      unknown: ({ key }) => refundByKey({ chargedUnder: key }),
    },
  })
  const shipped = w.all(
    {
      picked: (w) =>
        w.each(order.items, (item) => pickItem({ sku: item.sku, quantity: item.quantity }), { concurrency: 5 }),
      label: printLabel({ orderId: order.orderId, country: order.address.country }),
      letter: writeToCustomer({
        to: order.customer.email,
        text: fmt`Thank you, ${order.customer.name}: order ${order.orderId} is on its way.`,
      }),
    },
    { name: "ship" },
  )
  return {
    orderId: order.orderId,
    paymentId: payment.paymentId,
    tracking: shipped.label.tracking,
    shelves: pluck(shipped.picked, "shelf"),
  }
})
