// A small saga: its handlers stand with its tasks, and their bundles are quickly made.
import { task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const nothing = z.object({})

export const charge = task("charge-card", { input: nothing, handler: () => ({ paymentId: "p-1" }) })
export const refund = task("refund-card", { input: nothing, handler: () => null })
export const print = task("print-label", { input: nothing, handler: () => null })

export const sell = workflow("sell", {}, (w) => {
  w.run(charge({}), { compensate: () => refund({}) })
  w.run(print({}))
})
