import { expectTypeOf, test } from "vitest"
import { z } from "zod"

import {
  aws,
  type Builder,
  eq,
  event,
  type Expr,
  fmt,
  gt,
  http,
  type InputOf,
  type OutputOf,
  pluck,
  type Probed,
  resource,
  task,
  value,
  workflow,
} from "../index.ts"

const Payment = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("card"), token: z.string() }),
  z.object({ kind: z.literal("invoice"), vat: z.number() }),
])
const Order = z.object({
  orderId: z.string(),
  total: z.number(),
  status: z.enum(["open", "closed"]),
  note: z.string().optional(),
  customer: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  items: z.array(z.object({ sku: z.string(), quantity: z.number() })),
  payment: Payment,
  stock: z.record(z.string(), z.number()),
})
const Receipt = z.object({ orderId: z.string(), tracking: z.string(), reservations: z.array(z.string()) })
const Label = z.object({ tracking: z.string() })

const sendEmail = task("send-email", { input: z.object({ to: z.string(), text: z.string() }) })
const refundCard = task("refund-card", { input: z.object({ paymentId: z.string() }) })
const refundByKey = task("refund-by-key", { input: z.object({ key: z.string() }) })
const releaseStock = task("release-stock", { input: z.object({ reservedUnder: z.string() }) })
const notifyManager = task("notify-manager", { input: z.object({ text: z.string() }) })
const printLabel = task("print-label", { input: z.object({ orderId: z.string() }), output: Label })
const reserveStock = task("reserve-stock", {
  input: z.object({ sku: z.string(), quantity: z.number() }),
  output: z.object({ reservationId: z.string() }),
})
const chargeCard = task("charge-card", {
  input: z.object({ customerId: z.string(), amount: z.number() }),
  output: z.object({ paymentId: z.string() }),
  retry: { attempts: 4, interval: "1s", backoff: 2, maxInterval: "30s", jitter: true },
  timeout: "10s",
  notApplied: ["Card.Declined"],
})

/** A body over an order that must only type-check. */
function given(body: (w: Builder<{ done: boolean }>, order: Expr<z.infer<typeof Order>>) => void): void {
  void body
}

test("the design's example", () => {
  const placeOrder = workflow("place-order", { input: Order, output: Receipt, timeout: "15m" }, (w, order) => {
    const reservations = w.each(order.items, (item) => reserveStock({ sku: item.sku, quantity: item.quantity }), {
      concurrency: 5,
      compensate: ({ key }) => releaseStock({ reservedUnder: key }),
    })
    const payment = w.run(chargeCard({ customerId: order.customer.id, amount: order.total }), {
      compensate: {
        known: ({ result }) => refundCard({ paymentId: result.paymentId }),
        unknown: ({ key }) => refundByKey({ key }),
      },
    })
    expectTypeOf(payment.paymentId).toEqualTypeOf<Expr<string>>()
    w.when(gt(order.total, 1000), (w) => w.run(notifyManager({ text: fmt`big order ${order.orderId}` })))
    const shipped = w.all({
      label: printLabel({ orderId: order.orderId }),
      email: sendEmail({ to: order.customer.email, text: fmt`Thank you, ${order.customer.name}` }),
    })
    return {
      orderId: order.orderId,
      tracking: shipped.label.tracking,
      reservations: pluck(reservations, "reservationId"),
    }
  })
  expectTypeOf<OutputOf<typeof placeOrder>>().toEqualTypeOf<z.infer<typeof Receipt>>()
  expectTypeOf<InputOf<typeof placeOrder>>().toEqualTypeOf<z.infer<typeof Order>>()
})

test("a workflow's result fits its output schema, or is inferred", () => {
  workflow("a", { output: Label }, (w) => w.run(printLabel({ orderId: "1" })))
  workflow("b", { output: Label }, () => printLabel({ orderId: "1" }))
  // @ts-expect-error a number where the schema says text
  workflow("c", { output: Label }, () => ({ tracking: 1 }))
  // @ts-expect-error a field is missing
  workflow("d", { output: Receipt }, (w) => w.run(printLabel({ orderId: "1" })))
  const inferred = workflow("e", { input: Order }, (_, order) => ({ id: order.orderId, n: 1 }))
  expectTypeOf<OutputOf<typeof inferred>>().toEqualTypeOf<{ id: string; n: number }>()
})

test("a compensation sees the result only where it is known", () => {
  given((w) => {
    const charge = chargeCard({ customerId: "1", amount: 1 })
    w.run(charge, { compensate: ({ input }) => refundByKey({ key: input.customerId }) })
    // @ts-expect-error the result may be unknown: give { known, unknown }
    w.run(charge, { compensate: ({ result }) => refundCard({ paymentId: result.paymentId }) })
    // @ts-expect-error unknown is missing
    w.run(charge, { compensate: { known: ({ result }) => refundCard({ paymentId: result.paymentId }) } })
    // @ts-expect-error a compensation is a call
    w.run(charge, { compensate: ({ key }) => key })
  })
})

test("match narrows unions and wants every case, or a default", () => {
  given((w, order) => {
    const paid = w.match(order.payment, "kind", {
      card: (w, payment) => w.run(sendEmail({ to: payment.token, text: "" })),
      invoice: (_, payment) => ({ vat: payment.vat }),
    })
    expectTypeOf(paid).toEqualTypeOf<Expr<unknown>>()
    const label = w.match(order.status, { open: () => 1, closed: printLabel({ orderId: order.orderId }) })
    expectTypeOf(label).toEqualTypeOf<Expr<number | { tracking: string }>>()
    expectTypeOf(w.match(order.orderId, { a: () => 1 }, () => "x")).toEqualTypeOf<Expr<number | string>>()
    const three = value<1 | 2 | 3>(1)
    expectTypeOf(w.match(three, { 1: (_, one) => one, 2: () => "b", 3: () => null })).toEqualTypeOf<
      Expr<1 | string | null>
    >()
    expectTypeOf(w.match(eq(order.status, "open"), { true: () => "a", false: () => 2 })).toEqualTypeOf<
      Expr<string | number>
    >()
    // @ts-expect-error a case that is none of its numbers
    w.match(three, { 1: () => 1, 4: () => 4 }, () => 0)
    // @ts-expect-error a case is missing
    w.match(order.status, { open: () => 1 })
    // @ts-expect-error a case outside the enum
    w.match(order.status, { open: () => 1, closed: () => 2, opne: () => 3 })
    // @ts-expect-error a case outside the enum
    w.match(order.status, { open: () => 1, opne: () => 2 }, () => 3)
    // @ts-expect-error any text needs a default
    w.match(order.orderId, { a: () => 1 })
    // @ts-expect-error no such tag
    w.match(order.payment, "sort", { card: () => 1, invoice: () => 2 })
  })
})

test("each gives the results of arrays, batches and objects", () => {
  given((w, order) => {
    const each = w.each(order.items, (item, w, index) => {
      expectTypeOf(index).toEqualTypeOf<Expr<number>>()
      return w.run(printLabel({ orderId: item.sku }))
    })
    expectTypeOf(each).toEqualTypeOf<Expr<{ tracking: string }[]>>()
    expectTypeOf(w.each([1, 2], (n) => ({ n }))).toEqualTypeOf<Expr<{ n: number }[]>>()
    const batch = { batch: { items: 10 }, distributed: true } as const
    expectTypeOf(w.each(order.items, (items) => pluck(items, "sku"), batch)).toEqualTypeOf<Expr<string[][]>>()
    const record = w.each(order.stock, (amount, _, key) => ({ amount, key }))
    expectTypeOf(record).toEqualTypeOf<Expr<Record<string, { amount: number; key: string }>>>()
    w.each(order.items, ({ sku, quantity }) => reserveStock({ sku, quantity }), {
      compensate: ({ key, input }) => {
        expectTypeOf(input.sku).toEqualTypeOf<Expr<string>>()
        return releaseStock({ reservedUnder: key })
      },
    })
    // @ts-expect-error items have no such field
    w.each(order.items, (item) => item.nope)
    // @ts-expect-error a text is no list
    w.each(order.orderId, () => 1)
  })
})

test("when gives a value where it has an otherwise", () => {
  given((w, order) => {
    const size = w
      .when(gt(order.total, 100), () => "big")
      .elseWhen(gt(order.total, 10), printLabel({ orderId: order.orderId }))
      .otherwise((w) => w.fail("Order.Small"))
    expectTypeOf(size).toEqualTypeOf<Expr<string | { tracking: string }>>()
    w.whenPresent(order.note, (w, note) => w.run(sendEmail({ to: "a", text: note })))
    // @ts-expect-error a JavaScript boolean is no condition
    w.when(true, () => 1)
    // @ts-expect-error a text is no condition
    w.when(order.orderId, () => 1)
  })
})

test("repeat carries a value", () => {
  given((w) => {
    const carried = w.repeat((_, state) => ({ n: state.n }), {
      initial: { n: 0 },
      max: 3,
      while: (state) => gt(state.n, 2),
      until: (state) => eq(state.n, 5),
    })
    expectTypeOf(carried).toEqualTypeOf<Expr<{ n: number }>>()
    const polled = w.repeat((w) => w.run(printLabel({ orderId: "1" })), {
      max: 3,
      until: (label) => eq(label.tracking, "x"),
    })
    expectTypeOf(polled).toEqualTypeOf<Expr<{ tracking: string }>>()
    const wide = w.repeat(() => ["x"], { initial: value<string[]>([]), max: 2 })
    expectTypeOf(wide).toEqualTypeOf<Expr<string[]>>()
    // @ts-expect-error the next value is of another type
    w.repeat(() => ({ n: "x" }), { initial: { n: 0 }, max: 3 })
    // @ts-expect-error a repeat needs a bound
    w.repeat(() => 1, {})
  })
})

test("attempt and catch give what the body or the handler comes to", () => {
  given((w) => {
    const label = w
      .attempt((w) => w.run(printLabel({ orderId: "1" })))
      .catch({ "Label.Refused": (_, error) => ({ cause: error.Cause }), "States.ALL": (w) => w.fail("Label.Failed") })
    expectTypeOf(label).toEqualTypeOf<Expr<{ tracking: string } | { cause: string | undefined }>>()
    const caught = w.run(printLabel({ orderId: "1" }), { catch: { "States.Timeout": () => null } })
    expectTypeOf(caught).toEqualTypeOf<Expr<{ tracking: string } | null>>()
  })
})

test("return takes the workflow's output, and in a branch what its builder is annotated with", () => {
  given((w, order) => {
    w.when(gt(order.total, 1), (w) => w.return({ done: true }))
    // @ts-expect-error not the workflow's output
    w.when(gt(order.total, 1), (w) => w.return({ done: 1 }))
    const early = w.each(order.items, (item, w: Builder<"none">) => {
      w.when(eq(item.quantity, 0), (w) => w.return("none"))
      return item.quantity
    })
    expectTypeOf(early).toEqualTypeOf<Expr<(number | "none")[]>>()
    expectTypeOf(w.all([(w: Builder<"x">) => w.return("x"), () => 3])).toEqualTypeOf<Expr<["x", number]>>()
    // @ts-expect-error nothing can be returned early without the annotation
    w.each(order.items, (_, w) => w.return(1))
  })
})

test("a function may take any builder", () => {
  const greet = (w: Builder, to: Expr<string>): Expr<{ tracking: string }> => w.run(printLabel({ orderId: to }))
  given((w, order) => void greet(w, order.orderId))
})

test("callbacks, children, events and services are typed", () => {
  given((w, order) => {
    const answer = w.callback(({ token }) => sendEmail({ to: "a", text: token }), {
      output: z.object({ approved: z.boolean() }),
      timeout: "2d",
    })
    expectTypeOf(answer).toEqualTypeOf<Expr<{ approved: boolean }>>()
    const child = workflow("child", { input: z.object({ id: z.string() }), output: Label }, (_, { id }) => ({
      tracking: id,
    }))
    expectTypeOf(w.call(child)({ id: order.orderId }).tracking).toEqualTypeOf<Expr<string>>()
    expectTypeOf(w.run(w.call(child)({ id: "1" }), { name: "x" })).toEqualTypeOf<Expr<{ tracking: string }>>()
    expectTypeOf(w.all({ a: w.call(child)({ id: "1" }) })).toEqualTypeOf<Expr<{ a: { tracking: string } }>>()
    expectTypeOf(w.start(child)({ id: "1" }).ExecutionArn).toEqualTypeOf<Expr<string>>()
    // @ts-expect-error a child's input is checked
    w.call(child)({ id: 1 })
    const orderPlaced = event("order.placed", z.object({ id: z.string() }))
    w.emit(orderPlaced({ id: order.orderId }))
    // @ts-expect-error an event's detail is checked
    w.emit(orderPlaced({ id: order.total }))
    // @ts-expect-error a task's call is no event
    w.emit(sendEmail({ to: "", text: "" }))
    const TableName = resource("orders")
    w.run(aws.dynamodb.putItem({ TableName, Item: { id: { S: order.orderId }, tags: { L: [{ S: "a" }] } } }))
    // @ts-expect-error DynamoDB's numbers are text
    w.run(aws.dynamodb.putItem({ TableName, Item: { total: { N: order.total } } }))
    const found = w.run(aws.dynamodb.getItem<{ total: { N: string } }>({ TableName, Key: { id: { S: "1" } } }))
    expectTypeOf(found.Item.total.N).toEqualTypeOf<Expr<string | undefined>>()
    const page = w.run(http.request<{ ok: boolean }>({ method: "GET", url: "https://x", connection: resource("c") }))
    expectTypeOf(page.ResponseBody.ok).toEqualTypeOf<Expr<boolean>>()
    expectTypeOf(w.run(aws.sdk<{ Body: string }>("s3:getObject", { Key: "x" })).Body).toEqualTypeOf<Expr<string>>()
    const probe = task("probe", {
      input: z.object({ key: z.string() }),
      output: z.custom<Probed<{ paymentId: string }>>(),
    })
    w.pivot(chargeCard({ customerId: "1", amount: 1 }), { probe: ({ key }) => probe({ key }) })
    // @ts-expect-error a probe says what happened
    w.pivot(chargeCard({ customerId: "1", amount: 1 }), { probe: ({ key }) => refundByKey({ key }) })
  })
})

test("a workflow's type", () => {
  const quick = workflow("quick", { type: "EXPRESS", input: Order }, (_, { orderId }) => ({ orderId }))
  expectTypeOf<OutputOf<typeof quick>>().toEqualTypeOf<{ orderId: string }>()
  // @ts-expect-error AWS knows two types
  workflow("other", { type: "express" }, () => null)
})
