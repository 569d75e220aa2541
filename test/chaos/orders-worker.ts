// One life of a process that runs the orders: started again and again by the crash test, and killed each time but the last.
import { readFileSync, writeSync } from "node:fs"
import { join } from "node:path"

import { sqlite } from "@stepwright/adapters/sqlite"
import { startEngine } from "@stepwright/engine"
import type { Handled } from "@stepwright/dsl"
import { type CatalogEntry, openShop } from "@stepwright/example-orders/shop"
import { type Order, placeOrder } from "@stepwright/example-orders/workflow"

interface Work {
  readonly orders: readonly Order[]
  readonly catalog: readonly CatalogEntry[]
}

/** Tells whoever watches that a handler begins, at once, so that a kill can fall at any instant after it. */
function announced({ task, handler }: Handled): Handled {
  return {
    task,
    handler: (input, context) => {
      writeSync(1, `${JSON.stringify([context.execution.id, task.name, context.key])}\n`)
      return handler(input, context)
    },
  }
}

const folder = process.argv[2] ?? "."
const { orders, catalog } = JSON.parse(readFileSync(join(folder, "work.json"), "utf8")) as Work // the test wrote it
const shop = openShop({ file: join(folder, "shop.sqlite"), catalog })
const engine = await startEngine({
  backend: sqlite({ file: join(folder, "engine.sqlite") }),
  workflows: [placeOrder],
  handlers: shop.handlers.map(announced),
  concurrency: 20,
  // Killed more often than that, an execution in a long fan-out would be parked: rightly, but that is another test's.
  maxDeliveries: 1000,
})
await Promise.all(
  orders.map(async (order) => {
    const { id } = await engine.start(placeOrder, order, { name: order.orderId })
    await engine.result(id)
  }),
)
await engine.close()
shop.books.close()
