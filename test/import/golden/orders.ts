import { and, aws, eq, gte, jsonata, not, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Input = z.object({ order: z.object({ sku: z.unknown(), quantity: z.unknown() }) })
const CheckStock = z.object({ Payload: z.object({ left: z.unknown() }) })
const CheckStock2 = z.object({ left: z.number(), order: z.object({ status: z.string() }) })
const Error2 = z.object({ Error: z.unknown() })
const Charge = z.object({ because: z.unknown() })

/** Charges an order and tells the customer. */
export const orders = workflow("orders", { timeout: "15m" }, (w, givenInput) => {
  const input = jsonata.as(Input)`${givenInput}`
  // Large orders are looked at by people.
  const checkStockAnswer = w
    .attempt(
      (w) => {
        const checkStockAnswer2 = w.run(
          aws.lambda.invoke({
            FunctionName: "check-stock",
            Payload: { sku: input.order.sku, quantity: input.order.quantity },
          }),
          {
            name: "Check-Stock",
            retry: { errors: ["States.ALL", "States.QueryEvaluationError"], attempts: 5, interval: "2s", backoff: 1.5 },
          },
        )
        const checkStock = jsonata.as(CheckStock)`${checkStockAnswer2}`
        const checkStockOutputValues = w.compute(
          {
            output: jsonata.as(z.unknown())`$merge([${input}, {'stock': ${checkStock}.Payload}])`,
            order: input.order,
            left: checkStock.Payload.left,
          },
          { name: "Check-Stock-output", retried: true },
        )
        return { order: checkStockOutputValues.order, left: checkStockOutputValues.left }
      },
      { name: "Check-Stock-attempt" },
    )
    .catch({ "Stock.Unknown": (w) => w.fail("Order.Rejected", "There is not enough of it.", { name: "Reject" }) })
  const checkStock2 = jsonata.as(CheckStock2)`${checkStockAnswer}`
  w.when(and(gte(checkStock2.left, 1), not(eq(checkStock2.order.status, "held"))), () => {}, { name: "Enough" })
    .elseWhen(jsonata.as(z.boolean())`$count(${checkStock2.order}.notes) > 3`, (w) => {
      w.callback(
        ({ token }) => {
          return aws.service("sqs:sendMessage", {
            QueueUrl: "https://queues.example/reviews",
            MessageBody: { token, order: checkStock2.order, reason: "talkative" },
          })
        },
        { output: z.unknown(), name: "Review", heartbeat: "1h" },
      )
    })
    .otherwise((w) => w.fail("Order.Rejected", "There is not enough of it.", { name: "Reject-2" }))
  const chargeAnswer = w
    .attempt(
      (w) => {
        w.run(
          aws.sdk("paymentcryptography:generateMac", {
            MessageData: jsonata.as(
              z.unknown(),
            )`$string(${checkStock2.order}.total) & ' ' & ${checkStock2.order}.currency`,
          }),
          { name: "Charge" },
        )
        return { because: null }
      },
      { name: "Charge-attempt" },
    )
    .catch({
      "States.ALL": (w, givenError) => {
        const error = jsonata.as(Error2)`${givenError}`
        return w.compute({ because: error.Error }, { name: "Charge-caught-output" })
      },
    })
  const charge = jsonata.as(Charge)`${chargeAnswer}`
  return w.run(
    aws.service("sns:publish", { TopicArn: "arn:aws:sns:eu-west-1:111111111111:orders", Message: charge.because }),
    { name: "Tell" },
  )
})
