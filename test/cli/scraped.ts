// A workflow that the worker of scrape-redis.test.ts runs: it retries, fails, and is undone; undoing it is given up on.
import { task, TaskError, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Order = z.object({ id: z.string() })

const reserve = task("reserve", { input: Order, output: z.string(), handler: (_, { key }) => key })
const release = task("release", {
  retry: { attempts: 1, interval: "1s" },
  input: z.object({ key: z.string() }),
  handler: () => {
    throw new TaskError("Stock.Closed")
  },
})
const charge = task("charge", {
  input: Order,
  retry: { attempts: 2, interval: "1s" },
  notApplied: ["Card.Declined"],
  handler: (_, { attempt }) => {
    throw new TaskError(attempt === 1 ? "Network.Failed" : "Card.Declined")
  },
})

export const scraped = workflow("scraped", { input: Order }, (w, order) => {
  w.run(reserve(order), { compensate: ({ key }) => release({ key }) })
  w.run(charge(order))
})
