import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { locateHandlers } from "@stepwright/adapters/aws/bundle"
import { memory } from "@stepwright/adapters/memory"
import { type ResourceHandler, startEngine, stateMachine, type StateMachine } from "@stepwright/engine"
import { compile, printDefinition } from "@stepwright/engine/compile"
import { openBooks } from "@stepwright/example-orders/books"
import * as handlers from "@stepwright/example-orders/handlers"
import orders from "@stepwright/example-orders/orders.json" with { type: "json" }
import { openShop } from "@stepwright/example-orders/shop"
import { placeOrder } from "@stepwright/example-orders/workflow"
import { afterAll, expect, it } from "vitest"

import { bundled, root } from "./bundled.ts"
import { functionArn, LocalFunction } from "./local-function.ts"

const scratch = mkdtempSync(join(tmpdir(), "stepwright-lambda-"))
afterAll(() => rmSync(scratch, { recursive: true }))

const file = fileURLToPath(new URL("examples/orders/handlers.ts", `file://${root}`))

/** The plan as its template deploys it: what `DefinitionSubstitutions` puts into the text. */
function deployed(): StateMachine {
  const { plan } = compile(placeOrder.tree)
  const text = Object.entries(plan.bindings).reduce((definition, [placeholder, binding]) => {
    const real = binding.kind === "task" ? functionArn(binding.task) : `https://sqs.example/${binding.kind}`
    return definition.replaceAll(`\${${placeholder}}`, real)
  }, printDefinition(plan))
  expect(text).not.toMatch(/\$\{/)
  return stateMachine("place-order", text)
}

interface Ending {
  readonly status: string
  readonly output?: unknown
  readonly error?: string | undefined
  readonly cause?: string | undefined
}

type Engine = Awaited<ReturnType<typeof startEngine>>

async function endings(engine: Engine, program: Parameters<Engine["start"]>[0]): Promise<ReadonlyMap<string, Ending>> {
  const ended = orders.map(async (order): Promise<[string, Ending]> => {
    const { id } = await engine.start(program, order, { name: order.orderId })
    const { status, output, error, cause } = await engine.result(id)
    return [order.orderId, { status, output, error, cause }]
  })
  return new Map(await Promise.all(ended))
}

/** What stands in the shop's books: of whom something was reserved, charged, … and not undone. */
function standing(books: string): Readonly<Record<string, readonly string[]>> {
  const opened = openBooks(books)
  const found = ["reserve", "charge", "label", "letter"].map((what) => [what, opened.standing(what).toSorted()])
  opened.close()
  return Object.fromEntries(found) as Record<string, readonly string[]>
}

it("runs every order through the bundles of its tasks as it does in process", { timeout: 300_000 }, async () => {
  const inProcess = openShop({ file: join(scratch, "in-process.sqlite") })
  const engine = await startEngine({ backend: memory(), workflows: [placeOrder], handlers: inProcess.handlers })
  const expected = await endings(engine, placeOrder)
  await engine.close()
  inProcess.books.close()

  const located = locateHandlers([{ file, exports: handlers }], [placeOrder])
  using made = bundled({ handlers: located, tasks: [...placeOrder.tasks.keys()] })
  const env = { SHOP_BOOKS: join(scratch, "lambda.sqlite") }
  await using stack = new AsyncDisposableStack()
  const functions = made.bundles.map((bundle) => stack.use(new LocalFunction(bundle, { env })))
  const letters: unknown[] = []
  const invoked = Object.fromEntries(
    made.bundles.map(({ task }, index): [string, ResourceHandler] => [
      functionArn(task),
      async (payload) => await functions[index]?.invoke(payload),
    ]),
  )
  const resources = { ...invoked, "sqs:sendMessage": (letter: unknown) => letters.push(letter) }
  const machine = deployed()
  const onLambda = await startEngine({ backend: memory(), workflows: [machine], resources, concurrency: 20 })
  const got = await endings(onLambda, machine)
  await onLambda.close()

  expect(orders.length).toBeGreaterThanOrEqual(250)
  for (const { orderId } of orders) expect(got.get(orderId), orderId).toEqual(expected.get(orderId))
  const errors = new Set([...got.values()].map(({ error }) => error))
  for (const error of ["Card.Declined", "Network.AnswerLost", "Shelf.Empty", "Letter.Refused"])
    expect(errors).toContain(error)
  expect(standing(join(scratch, "lambda.sqlite"))).toEqual(standing(join(scratch, "in-process.sqlite")))
  expect(letters).toEqual([])
  // Warm: each function has served hundreds by one process.
  expect(functions.map(({ starts }) => starts)).toEqual(functions.map(() => 1))
  const bundle = made.bundles.find(({ task }) => task === "charge-card")
  expect(readFileSync(join(bundle?.folder ?? "", "index.mjs"), "utf8")).toMatch(
    /\/\/# sourceMappingURL=index.mjs.map\n$/,
  )
})
