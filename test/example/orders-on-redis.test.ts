import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { startRedis } from "@stepwright/test-redis"
import { expect, it } from "vitest"

import { startNode } from "../cli/command.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

it("runs the orders by two workers, one of which is killed, to the same end as embedded", async () => {
  await using server = await startRedis()
  const example = startNode(
    ["--conditions=@stepwright/source", "examples/orders/main.ts", "--redis", server.url],
    root,
    { PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"] ?? ""}` },
  )
  await example.until(/25\/250/)
  const [, victim] = /processes (\d+) and \d+/.exec(example.output()) ?? []
  process.kill(Number(victim), "SIGKILL")
  const { code, stdout } = await example.ended
  expect(code, example.output()).toBe(0)
  expect(stdout).toContain(ending)
})

/** What `orders.json` is made for. */
const ending = `
   163  succeeded
    58  compensated
    29  refused before anything was done
   250  orders

Failed at:
    18  charge-card: Card.Declined
    15  check-order: Order.Invalid
    14  reserve-stock: Stock.Insufficient
    13  ship: Shelf.Empty
    12  ship: Label.NotServed
    10  ship: Letter.Refused
     5  charge-card: Network.AnswerLost
`
