// Runs every order of orders.json through the saga: on the embedded durable engine, or with --redis URL by two worker
// processes. Kill it at any moment and start it again: it goes on where it was.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { relative } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

import { compile, printBindings, printDefinition } from "@stepwright/engine/compile"
import { drawTimeline, timelineOf } from "@stepwright/engine/inspect"

import { engineHere } from "./engine-here.ts"
import { engineOnRedis } from "./engine-on-redis.ts"
import { progress } from "./progress.ts"
import { type Ended, summarise } from "./summary.ts"
import { type Order, placeOrder } from "./workflow.ts"

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const read = (path: string): unknown => JSON.parse(readFileSync(here(path), "utf8"))

const out = here("./out")
const shown = relative(process.env["INIT_CWD"] ?? process.cwd(), out)
// A reader that goes away (`npm start | head`) ends nothing.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
})
const { redis } = parseArgs({ options: { redis: { type: "string" } } }).values
const unfinished = `${out}/unfinished${redis === undefined ? "" : "-on-redis"}`

// A run that was killed left its marker behind: then go on with it. Else begin anew.
const resuming = existsSync(unfinished)
if (!resuming) rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const run = resuming ? readFileSync(unfinished, "utf8") : `orders-${Date.now()}`
writeFileSync(unfinished, run)

const orders = read("./orders.json") as readonly Order[] // our file
const { engine, where, close } = redis === undefined ? await engineHere(out, shown) : await engineOnRedis(redis, run)

console.log(`${resuming ? "Going on with" : "Placing"} ${orders.length} orders, durably, ${where}`)
const bar = progress(orders.length, process.stdout)
const ended = await Promise.all(
  orders.map(async (order): Promise<Ended> => {
    // The order's id names the execution: starting it again finds the one that exists.
    const { id } = await engine.start(placeOrder, order, { name: order.orderId })
    const { status, error, cause } = await engine.result(id)
    bar.tick(status === "SUCCEEDED")
    return { id, orderId: order.orderId, status, error, cause }
  }),
)
bar.end()

const summary = summarise(ended)
console.log(summary.text)

const { plan } = compile(placeOrder.tree)
writeFileSync(`${out}/place-order.asl.json`, printDefinition(plan))
writeFileSync(`${out}/place-order.bindings.json`, printBindings(plan))

if (summary.example !== undefined) {
  const { events } = await engine.history(summary.example.id)
  const columns = process.stdout.columns || 100 // 0 on a terminal that does not know its size
  console.log(`\nOrder ${summary.example.orderId}, compensated:\n`)
  console.log(
    drawTimeline(timelineOf(events, { notes: plan.notes }), {
      width: Math.min(columns, 120),
      color: process.stdout.isTTY,
    }).trimEnd(),
  )
}
console.log(`\nThe same plan for AWS Step Functions: ${shown}/place-order.asl.json`)

await close()
rmSync(unfinished)
