import catalog from "@stepwright/example-orders/catalog.json" with { type: "json" }
import type { Order } from "@stepwright/example-orders/workflow"

const sku = catalog[0]?.sku ?? ""
const price = catalog[0]?.price ?? 0

/** Goes so far as to be undone: no carrier goes there. */
export const refusedOrder: Order = {
  orderId: "o-1",
  customer: { name: "Ada", email: "ada@example.org" },
  card: { token: "tok-1", expires: "2030-01", limit: 1_000_000 },
  address: { line: "1 Ice Road", country: "AQ" },
  items: [{ sku, quantity: 1, price }],
  total: price,
}

/** Its trace, where what runs beside the label is under way when that fails. */
export const refusedOrderDrawn: readonly string[] = [
  "POST /orders",
  "  execution place-order !Label.NotServed",
  "    state Saga start",
  "    state check-order",
  "      attempt check-order",
  "    state reserve-stock",
  "      attempt reserve-stock",
  "    state charge-card",
  "      attempt charge-card",
  "    state ship !Label.NotServed",
  "      state each !aborted",
  "        state pick-item !aborted",
  "          attempt pick-item !aborted",
  "      state print-label !Label.NotServed",
  "        attempt print-label !Label.NotServed",
  "      state write-to-customer !aborted",
  "        attempt write-to-customer !aborted",
  "    compensate charge-card",
  "      attempt charge-card",
  "    compensate reserve-stock",
  "      attempt reserve-stock",
  "    state Saga failed !Label.NotServed",
]

/** What of it a worker has told that dies while it charges the card. */
export const beforeTheCharge: readonly string[] = [
  "state Saga start",
  "state check-order",
  "  attempt check-order",
  "state reserve-stock",
  "  attempt reserve-stock",
]
