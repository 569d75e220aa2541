import { workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"

import { compile } from "../compile.ts"
import { compiled, refusals } from "../fixture/compiled.ts"
import { charge, Id, refunded, ship } from "../fixture/shop.ts"

const child = workflow("child", { input: Id }, (w, input) => void w.run(charge({ id: input.id }), refunded))
const plain = workflow("plain", { input: Id }, (w, input) => void w.run(ship({ id: input.id })))

const beside = (called: typeof child) =>
  workflow("order", { input: Id, timeout: "1h" }, (w, input) => {
    w.all([(w) => w.call(called)({ id: input.id }), (w) => w.run(ship({ id: input.id }))])
  })

test("a section that calls a saga reports, and nobody but the caller could undo that one", async () => {
  const flow = beside(child)
  const { definition } = await compiled(flow)
  expect(Object.keys(definition.States)).toEqual(["Saga start", "all", "all check", "order done", "Saga failed"])
  expect(definition.TimeoutSeconds).toBeUndefined()
  const { warnings } = compile(flow.tree)
  expect(warnings.map(({ code, message }) => [code, message])).toEqual([
    ["STEP_UNCOMPENSATED", "'child' is neither compensated nor the pivot."],
  ])
})

test("a section that calls other workflows, and a chain that calls a saga, are compiled as ever", async () => {
  const chain = workflow("order", { input: Id, timeout: "1h" }, (w, input) => void w.call(child)({ id: input.id }))
  for (const flow of [beside(plain), chain]) {
    const { definition } = await compiled(flow)
    expect(definition.States["Saga start"]).toBeUndefined()
    expect(definition.TimeoutSeconds).toBe(3600)
    expect(compile(flow.tree).warnings).toEqual([])
  }
})

test("a distributed each that calls a saga reports, but for batches, which are refused", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.each([input.id], (id, w) => w.call(child)({ id }), { distributed: true })
  })
  const { definition } = await compiled(flow)
  expect(Object.keys(definition.States)).toContain("each check")
  expect(definition.States["each"]).toMatchObject({ ToleratedFailurePercentage: 100 })
  const inBatches = (called: typeof child) =>
    workflow("order", { input: Id }, (w, { id }) => {
      w.each([id], (_, w) => w.all([(w) => w.call(called)({ id })]), { distributed: true, batch: { items: 2 } })
    })
  expect(refusals(inBatches(child))).toContain("COMPENSATION_PLACE")
  expect(refusals(inBatches(plain))).toEqual([])
})
