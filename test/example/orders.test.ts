import { cpSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

import { openBooks } from "@stepwright/example-orders/books"
import type { CatalogEntry } from "@stepwright/example-orders/shop"
import type { Order } from "@stepwright/example-orders/workflow"
import { afterAll, expect, it } from "vitest"

import { makeScratch, startNode } from "../cli/command.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
// A copy, so that a run of the example beside the tests is not disturbed; inside the repository, so that packages resolve.
const scratch = makeScratch()
const folder = scratch.path
cpSync(join(root, "examples", "orders"), folder, {
  recursive: true,
  filter: (path) => !/\/(out|node_modules)$/.test(path),
})
afterAll(() => scratch.remove())

const orders = JSON.parse(readFileSync(join(folder, "orders.json"), "utf8")) as readonly Order[] // our file
const catalog = JSON.parse(readFileSync(join(folder, "catalog.json"), "utf8")) as readonly CatalogEntry[] // likewise
const shop = new Map(catalog.map((entry) => [entry.sku, entry]))

/** Where an order must fail, read from the order alone; undefined for one that must succeed. */
function failureOf(order: Order): string | undefined {
  const { items, total, card, address, customer } = order
  const sum = items.reduce((cents, item) => cents + item.quantity * item.price, 0)
  if (sum !== total || items.some(({ sku }) => !shop.has(sku))) return "check-order: Order.Invalid"
  if (items.some(({ sku, quantity }) => (shop.get(sku)?.stock ?? 0) < quantity))
    return "reserve-stock: Stock.Insufficient"
  if (card.expires < "2026-11" || card.limit < total) return "charge-card: Card.Declined"
  if (card.network === "loses every answer") return "charge-card: Network.AnswerLost"
  if (items.some(({ sku, quantity }) => (shop.get(sku)?.shelf ?? 0) < quantity)) return "ship: Shelf.Empty"
  if (address.country === "AQ") return "ship: Label.NotServed"
  return customer.email.endsWith(".invalid") ? "ship: Letter.Refused" : undefined
}

const run = (): ReturnType<typeof startNode> =>
  startNode(["--conditions=@stepwright/source", join(folder, "main.ts")], root, { INIT_CWD: dirname(folder) })

it("goes on where it was killed, and its summary adds up to the number of orders", async () => {
  const killed = run()
  await killed.until(/50\/250/)
  killed.signal("SIGKILL")
  await killed.ended
  const { code, stdout, stderr } = await run().ended
  expect(code, stderr).toBe(0)
  expect(stdout).toContain(`Going on with 250 orders, durably, in ${basename(folder)}/out\n`)

  const failures = orders.map(failureOf).filter((failure) => failure !== undefined)
  const counted = (what: string): number => Number(new RegExp(`(\\d+)  ${what}$`, "m").exec(stdout)?.[1] ?? Number.NaN)
  expect(counted("succeeded")).toBe(orders.length - failures.length)
  expect(counted("compensated") + counted("refused before anything was done")).toBe(failures.length)
  expect(counted("orders")).toBe(orders.length)
  for (const failure of new Set(failures)) {
    expect(counted(failure), failure).toBe(failures.filter((each) => each === failure).length)
  }

  // Nothing stands in the shop's books for an order that failed, whatever was killed on the way.
  const succeeded = orders.filter((order) => failureOf(order) === undefined).map(({ orderId }) => orderId)
  const books = openBooks(join(folder, "out", "shop.sqlite"))
  const standing = (what: string): readonly string[] =>
    books.standing(what).map((key) => /:(o-\d+)\//.exec(key)?.[1] ?? key)
  expect(standing("reserve").toSorted()).toEqual(succeeded)
  expect(standing("charge").toSorted()).toEqual(succeeded)
  books.close()
})
