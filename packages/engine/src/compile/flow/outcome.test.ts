import {
  add,
  append,
  coalesce,
  eq,
  exists,
  gt,
  jsonata,
  map,
  parseJson,
  task,
  textLength,
  value,
  workflow,
  type Builder,
} from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { printDefinition } from "../print.ts"
import { compiled, outline } from "../fixture/compiled.ts"
import { type Attempted, execute } from "../fixture/execute.ts"

const Input = z.object({
  items: z.array(z.object({ sku: z.string(), n: z.number() })).max(9),
  note: z.string().optional(),
})
const two = {
  items: [
    { sku: "x", n: 1 },
    { sku: "y", n: 2 },
  ],
}
const say = task("say", { input: z.object({ text: z.string() }), output: z.object({ said: z.string() }) })

function givenTo({ attempts }: { readonly attempts: readonly Attempted[] }): readonly unknown[] {
  return attempts.map(({ request }) => request?.input)
}

test("what items return early is one of the values that there can be", async () => {
  const plan = await compiled(
    workflow("early-items", { input: Input }, (w, input) => {
      const rows = w.each(input.items, (item, w: Builder<null>) => {
        w.when(gt(item.n, 1), (w) => w.return(null))
        return { sku: item.sku }
      })
      return map(rows, (row) => coalesce(row.sku, "none"))
    }),
  )
  expect(execute(plan, { input: two }).output).toEqual(["x", "none"])
})

test("a branch that may return nothing early comes to nothing, or to null where it ends without a value", async () => {
  const plan = await compiled(
    workflow("early-branches", { input: Input }, (w, input) => {
      const both = w.all({
        left: (w: Builder<string | undefined>) => {
          w.when(gt(input.items[0]!.n as never, 1), (w) => w.return(input.note))
          return { n: 1 }
        },
        right: (w: Builder<string | undefined>) => {
          w.when(gt(input.items[0]!.n as never, 1), (w) => w.return(input.note))
        },
      })
      return { both, left: exists(both.left) }
    }),
  )
  const [first, second] = two.items
  expect(execute(plan, { input: { items: [first!] } }).output).toEqual({
    both: { left: { n: 1 }, right: null },
    left: true,
  })
  expect(execute(plan, { input: { items: [second!] } }).output).toEqual({ both: {}, left: false })
  expect(execute(plan, { input: { items: [second!], note: "n" } }).output).toEqual({
    both: { left: "n", right: "n" },
    left: true,
  })
})

test("a match over texts and numbers tells them apart, and narrows to every member of the tag", async () => {
  const Kind = z.union([
    z.object({ kind: z.literal("card"), token: z.string() }),
    z.object({ kind: z.literal(3), coins: z.array(z.number()) }),
    z.object({ kind: z.literal(3), notes: z.number() }),
  ])
  const plan = await compiled(
    workflow("match-mixed", { input: z.object({ paid: Kind }) }, (w, { paid }) =>
      w.match(paid, "kind", {
        card: (_, card) => card.token,
        3: (_, cash) => ({ cash: cash as never }),
      }),
    ),
  )
  expect(execute(plan, { input: { paid: { kind: "card", token: "T" } } }).output).toBe("T")
  const cash = { kind: 3, coins: [1] }
  expect(execute(plan, { input: { paid: cash } }).output).toEqual({ cash })
})

test("items that the author's own JSONata gives are a list again", async () => {
  const plan = await compiled(
    workflow("items-of-jsonata", { input: Input }, (w, { items }) => ({
      one: w.each(jsonata<typeof two.items>`${items}[n > 1]`, (item) => item.sku),
      none: w.each(jsonata<typeof two.items>`${items}[n > 9]`, (item) => item.sku),
      parsed: w.each(parseJson<number[]>("[1, 2]"), (n) => n),
      batches: w.each(jsonata<typeof two.items>`${items}[n > 1]`, (batch) => batch, {
        distributed: true,
        batch: { items: 5 },
      }),
    })),
  )
  expect(execute(plan, { input: two }).output).toEqual({
    one: ["y"],
    none: [],
    parsed: [1, 2],
    batches: [[{ sku: "y", n: 2 }]],
  })
})

test("a repeat may carry nothing first, and compute without a step", async () => {
  interface Cursor {
    readonly next: { readonly id: string } | null
    readonly seen: string[]
  }
  const plan = await compiled(
    workflow("cursors", { input: Input }, (w) => {
      const doubled = w.repeat((_, n) => add(n, n), { initial: 1, max: 3 })
      const pages = w.repeat(
        (w, { next, seen }) => {
          const { said } = w.run(say({ text: coalesce(next.id, "first") }))
          return { next: parseJson<Cursor["next"]>(said), seen: append(seen, [said]) }
        },
        { initial: value<Cursor>({ next: null, seen: [] }), until: ({ next }) => eq(next, null), max: 5 },
      )
      return { doubled, seen: pages.seen }
    }),
  )
  const answers = ['{"id":"p2"}', "null"]
  const done = execute(plan, {
    input: two,
    answer: ({ request }) => ({
      output: { said: answers[JSON.stringify(request?.input).includes("p2") ? 1 : 0] ?? "" },
    }),
  })
  expect(givenTo(done)).toEqual([{ text: "first" }, { text: "p2" }])
  expect(done.output).toEqual({ doubled: 8, seen: answers })
})

test("an answer that may be absent as a whole is null", async () => {
  const perhaps = task("perhaps", { input: z.object({}), output: z.string().optional() })
  const plan = await compiled(
    workflow("perhaps", {}, (w) => {
      const answer = w.run(perhaps({}))
      w.whenPresent(answer, (w, text) => w.run(say({ text })))
      return textLength(coalesce(answer, "none"))
    }),
  )
  const done = execute(plan, { answer: () => ({ output: null }) })
  expect(done.attempts).toHaveLength(1)
  expect(done.output).toBe(4)
})

test("no branches at once come to nothing, without a state", async () => {
  const plan = await compiled(workflow("none", {}, (w) => ({ record: w.all({}), tuple: w.all([]) })))
  expect(outline(plan.definition)).toEqual(["none done Succeed"])
  expect(execute(plan).output).toEqual({ record: {}, tuple: [] })
})

test("what is read right after branches is read from them", async () => {
  const plan = await compiled(
    workflow("short", { input: Input }, (w, input) => {
      w.whenPresent(input.note, (w, text) => w.run(say({ text })))
      const both = w.all({ left: say({ text: "l" }), right: say({ text: "r" }) })
      return { right: both.right.said }
    }),
  )
  const text = printDefinition(plan)
  expect(text).toContain('"right": "{% $states.result[1].said %}"')
  expect(text).toMatch(
    /"Condition": "\{% \(?\$exists\(\S+\) \? \$states\.input\.input : \$states\.input\)\.note != null %\}"/,
  )
})
