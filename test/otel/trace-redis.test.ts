import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { redis } from "@stepwright/adapters/redis"
import { createClient } from "@stepwright/engine"
import catalog from "@stepwright/example-orders/catalog.json" with { type: "json" }
import { openShop } from "@stepwright/example-orders/shop"
import { placeOrder } from "@stepwright/example-orders/workflow"
import { sharedRedis } from "@stepwright/test-redis"
import { afterAll, expect, it } from "vitest"

import { beforeTheCharge, refusedOrder, refusedOrderDrawn } from "./orders.ts"
import { OrdersProcess } from "./orders-process.ts"
import { type Drawable, drawn, inSpan, newProcess } from "./tracing.ts"

const folder = mkdtempSync(join(tmpdir(), "stepwright-otel-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("an order has one trace, from the caller's span through two processes, one of which is killed in the middle", async () => {
  const place = sharedRedis()
  const shopFile = join(folder, "shop.sqlite")
  openShop({ file: shopFile, catalog }).books.close()
  const caller = newProcess()
  const backend = await redis({ ...place, leaseMs: 1000 })
  const client = createClient({ backend, workflows: [placeOrder], telemetry: caller.telemetry })
  const first = new OrdersProcess({ ...place, shopFile, hangs: ["charge-card"] })
  let second: OrdersProcess | undefined
  try {
    await first.says("runs")
    const [{ id }, called] = await inSpan(caller, "POST /orders", () => client.start(placeOrder, refusedOrder))
    await first.says("charge-card")
    // What runs beside the label is under way when it fails.
    const other = new OrdersProcess({ ...place, shopFile, hangs: ["pick-item", "write-to-customer"] })
    second = other
    await other.says("runs")
    await first.kill()
    expect(await client.result(id)).toMatchObject({ status: "FAILED", error: "Label.NotServed" })
    // Its last spans may be on their way from the process that ended it.
    const spans = (): readonly Drawable[] => [...caller.spans(), ...first.spans, ...other.spans]
    await expect.poll(() => drawn(spans(), undefined)).toEqual(refusedOrderDrawn)
    expect(new Set(spans().map((span) => span.spanContext().traceId))).toEqual(new Set([called.traceId]))
    expect(drawn(first.spans, first.spans[0]?.parentSpanContext?.spanId)).toEqual(beforeTheCharge)
    const commits = spans().filter(({ name }) => name === "commit")
    expect(commits.length).toBeGreaterThan(1)
    for (const { attributes } of commits) expect(attributes).toMatchObject({ "db.system.name": "redis" })
  } finally {
    await first.kill()
    await second?.kill()
    await backend.close()
  }
})
