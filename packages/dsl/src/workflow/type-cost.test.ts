// This test runs the type checker; the DSL itself imports no node: module.
/* oxlint-disable no-restricted-imports */
import { execFileSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"

import { afterAll, expect, it } from "vitest"

const root = fileURLToPath(new URL("../../../..", import.meta.url))
const folder = `${root}node_modules/.cache/stepwright-type-cost`

// Measured with TypeScript 7.0.2: 37,450, about 190 a step, in under a second. What zod's and our own declarations cost, with the
// first step that uses them, is not counted.
// One checker alone: several share files out, each with types of its own, so that a new file anywhere would change the count.
const budget = 100_000

afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("a workflow of 200 steps costs the type checker less than its budget", () => {
  const one = instantiationsOf("one", workflowOf(1))
  const full = instantiationsOf("full", workflowOf(200))
  expect(full - one).toBeGreaterThan(1000) // else the steps are not checked at all
  expect(full - one).toBeLessThan(budget)
})

/** Type-checks one file; fails on any error. */
function instantiationsOf(name: string, source: string): number {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${name}.ts`, source)
  writeFileSync(
    `${folder}/tsconfig.${name}.json`,
    JSON.stringify({ extends: `${root}tsconfig.base.json`, files: [`${name}.ts`] }),
  )
  const report = execFileSync(
    `${root}node_modules/.bin/tsc`,
    ["-p", `${folder}/tsconfig.${name}.json`, "--extendedDiagnostics", "--singleThreaded"],
    {
      encoding: "utf8",
    },
  )
  const [, count] = /^Instantiations:\s+(\d+)/m.exec(report) ?? []
  return Number(count)
}

/** A workflow with as many steps of all kinds as asked for. */
function workflowOf(steps: number): string {
  const body = Array.from({ length: steps }, (_, index) => stepOf(index)).join("\n")
  return `
import { eq, fmt, gt, map, task, workflow } from "@stepwright/dsl"
import { z } from "zod"

const Order = z.object({
  id: z.string(), total: z.number(), note: z.string().optional(), status: z.enum(["open", "closed"]),
  customer: z.object({ id: z.string(), name: z.string(), email: z.string() }),
  items: z.array(z.object({ sku: z.string(), quantity: z.number() })),
})
const charge = task("charge", { input: z.object({ customer: z.string(), amount: z.number() }), output: z.object({ paymentId: z.string() }) })
const refund = task("refund", { input: z.object({ key: z.string(), paymentId: z.string().optional() }) })
const reserve = task("reserve", { input: z.object({ sku: z.string(), quantity: z.number() }), output: z.object({ reservationId: z.string() }) })
const write = task("write", { input: z.object({ to: z.string(), text: z.string() }) })

export const big = workflow("big", { input: Order, output: z.object({ id: z.string() }) }, (w, order) => {
${body}
  return { id: order.id }
})
`
}

function stepOf(index: number): string {
  const kinds = [
    `const s${index} = w.run(charge({ customer: order.customer.id, amount: order.total }), { compensate: { known: ({ key, result }) => refund({ key, paymentId: result.paymentId }), unknown: ({ key }) => refund({ key }) } })
  w.run(write({ to: order.customer.email, text: fmt\`paid \${s${index}.paymentId}\` }))`,
    `w.each(order.items, (item) => reserve({ sku: item.sku, quantity: item.quantity }), { concurrency: 5, compensate: ({ key }) => refund({ key }) })`,
    `const s${index} = w.when(gt(order.total, ${index}), (w) => w.run(charge({ customer: order.id, amount: ${index} }))).otherwise(() => ({ paymentId: "none" }))
  w.run(write({ to: s${index}.paymentId, text: "x" }))`,
    `const s${index} = w.all({ a: charge({ customer: order.customer.name, amount: order.total }), b: (w) => w.run(write({ to: order.id, text: "x" })) })
  w.run(write({ to: s${index}.a.paymentId, text: "x" }))`,
    `w.match(order.status, { open: (w) => w.run(write({ to: order.id, text: "open" })), closed: () => null })`,
    `w.attempt((w) => w.run(charge({ customer: order.id, amount: 1 }))).catch({ "Card.Declined": () => ({ paymentId: "declined" }) })`,
    `w.repeat((w) => w.run(charge({ customer: order.id, amount: 1 })), { max: 3, until: (paid) => eq(paid.paymentId, "x") })`,
    `w.all({ skus: () => map(order.items, (item) => ({ sku: item.sku, twice: item.quantity })) })`,
  ]
  return `  ${kinds[index % kinds.length]}`
}
