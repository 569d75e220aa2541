/** The starter's workflow: a small saga that shows the whole idea. */
export const workflowTemplate: string = `import { task, TaskError, workflow } from "@stepwright/dsl"
import { z } from "zod"

// Tasks are what your code does: a typed input and output, and a handler. A handler runs at least once; \`key\` is the
// same over all attempts, so give it to whatever must act once only.

export const reserveStock = task("reserve-stock", {
  input: z.object({ sku: z.string(), quantity: z.number() }),
  output: z.object({ reservationId: z.string() }),
  retry: { attempts: 3, interval: "1s" },
  handler: ({ sku, quantity }, { key, log }) => {
    log.info("reserving", { sku, quantity })
    return { reservationId: \`reservation-\${key.length}\` }
  },
})

export const releaseStock = task("release-stock", {
  input: z.object({ reservedUnder: z.string() }),
  handler: ({ reservedUnder }, { log }) => {
    log.info("releasing", { reservedUnder })
  },
})

export const chargeCard = task("charge-card", {
  input: z.object({ customer: z.string(), amount: z.number() }),
  output: z.object({ paymentId: z.string() }),
  notApplied: ["Card.Declined"], // proves that nothing was charged, so it is not retried
  handler: ({ customer, amount }) => {
    if (amount > 1000) throw new TaskError("Card.Declined", { cause: "above the limit" })
    return { paymentId: \`payment-\${customer}\` }
  },
})

// The workflow is traced once to a plan of Amazon States Language; the plan is what runs, here and on AWS.
// When charging fails for good, the stock is released again and the workflow fails with the original error.

export const placeOrder = workflow(
  "place-order",
  {
    input: z.object({ customer: z.string(), sku: z.string(), quantity: z.number(), total: z.number() }),
    output: z.object({ reservationId: z.string(), paymentId: z.string() }),
  },
  (w, order) => {
    const reservation = w.run(reserveStock({ sku: order.sku, quantity: order.quantity }), {
      compensate: ({ key }) => releaseStock({ reservedUnder: key }),
    })
    const payment = w.pivot(chargeCard({ customer: order.customer, amount: order.total }))
    return { reservationId: reservation.reservationId, paymentId: payment.paymentId }
  },
)
`

/** The starter's test, for Node's own test runner. */
export const testTemplate: string = `import assert from "node:assert/strict"
import { test } from "node:test"

import { TaskError } from "@stepwright/dsl"
import { runTest } from "stepwright/testing"

import { placeOrder } from "./workflow.ts"

const order = { customer: "ada", sku: "book", quantity: 1, total: 40 }

test("an order is reserved and paid", async () => {
  const run = await runTest(placeOrder, { input: order })
  assert.equal(run.status, "SUCCEEDED")
  assert.deepEqual(run.calls.map((call) => call.task), ["reserve-stock", "charge-card"])
})

test("a declined card releases the stock", async () => {
  const run = await runTest(placeOrder, {
    input: order,
    mocks: { "charge-card": new TaskError("Card.Declined") },
  })
  assert.equal(run.status, "FAILED")
  assert.equal(run.error, "Card.Declined")
  assert.deepEqual(run.calls.map((call) => call.task), ["reserve-stock", "charge-card", "release-stock"])
})
`
