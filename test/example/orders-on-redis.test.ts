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
  const [, succeeded, compensated, refused] =
    /^ +(\d+) {2}succeeded\n +(\d+) {2}compensated\n +(\d+) {2}refused/m.exec(stdout) ?? []
  expect(Number(succeeded)).toBe(163)
  // A step that was at work when its worker was killed counts as attempted: its order, refused when the step ran again,
  // was compensated.
  expect(Number(compensated) + Number(refused)).toBe(87)
  expect(Number(compensated)).toBeGreaterThanOrEqual(58)
  expect(stdout).toContain(failures)
})

/** What `orders.json` is made for. */
const failures = `
Failed at:
    18  charge-card: Card.Declined
    15  check-order: Order.Invalid
    14  reserve-stock: Stock.Insufficient
    13  ship: Shelf.Empty
    12  ship: Label.NotServed
    10  ship: Letter.Refused
     5  charge-card: Network.AnswerLost
`
