import { count, eq, execution, fmt, task, toText, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { compiled } from "../fixture/compiled.ts"
import { execute } from "../fixture/execute.ts"

const echo = task("echo", { input: z.object({ id: z.string() }), output: z.object({ id: z.string() }) })

test("a distributed map's children are given what they capture", async () => {
  const flow = workflow(
    "flow",
    { input: z.object({ id: z.string(), note: z.string().optional(), items: z.array(z.string()) }) },
    (w, input) => {
      const first = w.run(echo({ id: input.id }))
      const ids = w.each(
        input.items,
        (item, w, index) => {
          w.when(eq(item, "skip"), (w) => w.return(null as never))
          const a = w.run(echo({ id: fmt`${first.id}${item}${index}` }))
          return { a: a.id, note: input.note, execution: execution.id }
        },
        { distributed: { label: "items" }, tolerate: { count: 1 } },
      )
      return { ids, first }
    },
  )
  const plan = await compiled(flow)
  const done = execute(plan, { input: { id: "i", items: ["x", "skip", "y"] } })
  expect(done.output).toEqual({
    first: { id: "i" },
    ids: [{ a: "ix0", execution: "execution-1" }, null, { a: "iy2", execution: "execution-1" }],
  })
  expect(done.attempts.map(({ request }) => request?.key)).toEqual([
    "execution-1/echo",
    "execution-1/each/[0]/echo",
    "execution-1/each/[2]/echo",
  ])
  expect(execute(plan, { input: { id: "i", note: "n", items: ["x"] } }).output).toMatchObject({ ids: [{ note: "n" }] })
})

test.each([{ distributed: true }, { distributed: true, batch: { items: 1 } }] as const)(
  "a distributed map that begins an item's body is given that item, not its own: %j",
  async (options) => {
    const Groups = z.object({ groups: z.record(z.string(), z.array(z.string())), lists: z.array(z.array(z.string())) })
    const flow = workflow("flow", { input: Groups }, (w, { groups, lists }) => {
      w.each(
        lists,
        (list, w, index) => {
          w.each(list, (_, w) => w.run(echo({ id: fmt`${index}${count(list)}` }), { name: "in" }), options)
        },
        { name: "list" },
      )
      w.each(
        groups,
        (group, w, key) => {
          w.all({
            one: (w) =>
              w.each(group, (_, w) => w.run(echo({ id: fmt`${key}${count(group)}` }), { name: "in" }), options),
          })
        },
        { name: "group" },
      )
    })
    const done = execute(await compiled(flow), {
      input: { lists: [["a"], ["b", "c"]], groups: { g: ["d"], h: ["e"] } },
    })
    const asked = done.attempts.map(
      ({ request }) => `${request?.key} ${(request?.input as { id?: string } | undefined)?.id}`,
    )
    expect(asked.toSorted()).toEqual([
      "execution-1/group/{g}/all/one/each/[0]/in g1",
      "execution-1/group/{h}/all/one/each/[0]/in h1",
      "execution-1/list/[0]/each/[0]/in 01",
      "execution-1/list/[1]/each/[0]/in 12",
      "execution-1/list/[1]/each/[1]/in 12",
    ])
  },
)

test("a distributed map inside an each tells its own items from those around it", async () => {
  const lists = z.array(z.array(z.string()))
  const over = z.record(z.string(), z.array(z.string()))
  const flow = workflow("flow", { input: z.object({ lists, over }) }, (w, input) => {
    const found = w.each(input.lists, (list, w, row) =>
      w.each(list, (item, w, column) => w.run(echo({ id: fmt`${row} ${column} ${item}` })).id, {
        distributed: true,
        name: "inner",
      }),
    )
    const far = w.each(input.lists, (_, w, row) =>
      w.all({
        one: (w) =>
          w.each(["x", "y"], (item, w, column) => w.run(echo({ id: fmt`${row} ${column} ${item}` })).id, {
            distributed: true,
            name: "inner",
          }),
      }),
    )
    const keyed = w.each(input.over, (list, w, key) =>
      w.each(list, (item, w, column) => w.run(echo({ id: fmt`${key} ${column} ${toText(item)}` })).id, {
        distributed: true,
        batch: { items: 2 },
        name: "inner",
      }),
    )
    const deep = w.each(
      input.lists,
      (list, w, row) =>
        w.each(list, (item, w, column) => w.run(echo({ id: fmt`${row} ${column} ${item}` })).id, {
          distributed: true,
          name: "inner",
        }),
      { distributed: true },
    )
    return { found, far, keyed, deep }
  })
  const done = execute(await compiled(flow), { input: { lists: [["a"], ["b", "c"]], over: { k: ["a", "b", "c"] } } })
  expect(done.output).toEqual({
    found: [["0 0 a"], ["1 0 b", "1 1 c"]],
    far: [{ one: ["0 0 x", "0 1 y"] }, { one: ["1 0 x", "1 1 y"] }],
    keyed: { k: ['k 0 ["a","b"]', 'k 2 ["c"]'] },
    deep: [["0 0 a"], ["1 0 b", "1 1 c"]],
  })
  expect(new Set(done.attempts.map(({ request }) => request?.key)).size).toBe(done.attempts.length)
})

test("a batch is one child", async () => {
  const flow = workflow(
    "flow",
    { input: z.object({ id: z.string(), items: z.array(z.array(z.string())) }) },
    (w, input) =>
      w.each(
        input.items,
        (batch, w, index) => {
          w.run(echo({ id: fmt`${input.id}${index}` }))
          return { batch, index }
        },
        { distributed: true, batch: { items: 2 } },
      ),
  )
  const plan = await compiled(flow)
  const done = execute(plan, { input: { id: "i", items: [["a"], ["b"], ["c"]] } })
  expect(done.output).toEqual([
    { batch: [["a"], ["b"]], index: 0 },
    { batch: [["c"]], index: 2 },
  ])
  expect(done.attempts.map(({ request }) => request?.key)).toEqual([
    "execution-1/each/[0]/echo",
    "execution-1/each/[2]/echo",
  ])
})
