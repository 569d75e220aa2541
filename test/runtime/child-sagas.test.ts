import { handle, task, TaskError, workflow } from "@stepwright/dsl"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { openLab, stores } from "./lab.ts"

const N = z.object({ n: z.int() })
const act = task("act", { input: N })
const undo = task("undo", { input: N })
const fail = task("fail", { input: N, readOnly: true })

const child = workflow("child", { input: N }, (w, { n }) => {
  w.run(act({ n }), { name: "first", compensate: ({ input }) => undo({ n: input.n }) })
  w.sleep("1h")
  w.run(act({ n: 2 }), { name: "second", compensate: ({ input }) => undo({ n: input.n }) })
})
const between = workflow("between", { input: N }, (w, { n }) => void w.call(child)({ n }))

const parents = [
  workflow("parent", { input: N }, (w, { n }) => {
    w.all({ child: (w) => w.call(child)({ n }), other: (w) => w.run(fail({ n })) })
  }),
  workflow("parent", { input: N }, (w, { n }) => {
    w.run(act({ n: 3 }), { name: "before", compensate: ({ input }) => undo({ n: input.n }) })
    w.attempt((w) => w.all([(w) => w.call(between)({ n }), (w) => w.run(fail({ n }))])).catch({ Unlikely: () => null })
  }),
  workflow("parent", { input: N }, (w, { n }) => {
    w.repeat((w) => w.each([1, 2], (_, w) => (w.run(fail({ n })), w.call(child)({ n })), { name: "each" }), { max: 2 })
  }),
  workflow("parent", { input: N }, (w, { n }) => {
    w.each([1, 2], (_, w) => (w.run(fail({ n })), w.call(child)({ n })), { name: "each", distributed: true })
  }),
]

describe.each(stores)("a child that is a saga, over %s", (_store, make) => {
  it.each(
    parents.map((parent, index) => [["plain", "saga", "in passes", "distributed"][index] ?? "", parent] as const),
  )("comes to rest though its neighbour fails: %s", async (_, parent) => {
    let failures = 0
    const done: number[] = []
    const handlers = [
      handle(act, ({ n }) => void done.push(n)),
      handle(undo, ({ n }) => void done.push(-n)),
      handle(fail, () => {
        // Of the items the first one goes on to its child.
        if (failures++ > 0 || parents.indexOf(parent) < 2) throw new TaskError("Broken")
      }),
    ]
    await using lab = await openLab({ backend: make(), workflows: [parent], handlers })
    const { id } = await lab.client.start(parent, { n: 1 })
    expect(await lab.client.result(id)).toMatchObject({ status: "FAILED", error: "Broken" })
    const { executions } = await lab.client.list()
    expect(executions.filter(({ workflow: name }) => name === "child")).toMatchObject([{ status: "SUCCEEDED" }])
    expect(done.toSorted((a, b) => a - b)).toEqual(parent === parents[1] ? [-3, 1, 2, 3] : [1, 2])
  })
})
