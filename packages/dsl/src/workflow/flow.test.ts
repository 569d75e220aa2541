import { describe, expect, it } from "vitest"

import { eq, fmt, gt, lt } from "../index.ts"
import { call, input, literal, nodesOf, type OrderBody, say, stepRef, undo } from "./traced-order.ts"

describe("branches and loops", () => {
  it.each<{ name: string; body: OrderBody; nodes: readonly object[] }>([
    {
      name: "all gathers a record of calls and bodies",
      body: (w, i) => {
        const both = w.all({ a: say({ text: i.id }), b: (w) => ({ first: w.run(say({ text: "x" })).said }) })
        w.run(say({ text: both.b.first }))
      },
      nodes: [
        {
          id: "n1",
          name: "all",
          kind: "all",
          gather: "record",
          branches: [
            { name: "a", body: { nodes: [{ id: "n2", name: "say" }], result: stepRef("n2") } },
            { name: "b", body: { nodes: [{ id: "n3" }], result: { kind: "object" } } },
          ],
          shape: { type: "object", fields: { b: { type: "object", fields: { first: { type: "string" } } } } },
        },
        { call: call(stepRef("n1", "b", "first")) },
      ],
    },
    {
      name: "all gathers a tuple",
      body: (w) => void w.all([say({ text: "x" }), () => 1], { name: "two" }),
      nodes: [{ name: "two", gather: "tuple", branches: [{ name: "0" }, { name: "1", body: { result: literal(1) } }] }],
    },
    {
      name: "each runs a body for every item of a list",
      body: (w, i) => {
        w.each(i.list, (item, _, index) => say({ text: fmt`${index}: ${item.sku}` }), {
          concurrency: 5,
          compensate: ({ key }) => undo({ key }),
        })
      },
      nodes: [
        {
          id: "n1",
          kind: "each",
          items: input("list"),
          over: "array",
          concurrency: 5,
          shape: { type: "array", maxLength: 9 },
          body: {
            nodes: [
              {
                id: "n2",
                compensate: { known: { task: "undo" } },
                call: call({
                  kind: "text",
                  parts: [
                    { of: { from: "index", each: "n1" }, shape: { type: "integer" } },
                    ": ",
                    { of: { from: "item", each: "n1" }, path: ["sku"] },
                  ],
                }),
              },
            ],
            result: stepRef("n2"),
          },
        },
      ],
    },
    {
      name: "each runs a body for every field of an object, and gives a record",
      body: (w, i) => void w.each(i.stock, (amount, _, key) => ({ amount, key })),
      nodes: [
        {
          over: "object",
          body: {
            result: {
              fields: [
                { value: { of: { from: "item", each: "n1" }, shape: { type: "number" } } },
                { value: { of: { from: "key", each: "n1" } } },
              ],
            },
          },
          shape: { type: "object", rest: { type: "object", fields: { amount: { type: "number" } } } },
        },
      ],
    },
    {
      name: "each runs distributed, in batches, tolerating failures",
      body: (w, i) => {
        w.each(i.list, (batch) => ({ first: batch[0]?.sku ?? "" }), {
          distributed: { execution: "EXPRESS", label: "l" },
          batch: { items: 10 },
          tolerate: { percentage: 5 },
        })
        w.each(i.list, () => 1, { distributed: true })
      },
      nodes: [
        {
          distributed: { execution: "EXPRESS", label: "l" },
          batch: { items: 10 },
          tolerate: { percentage: 5 },
          body: { result: { fields: [{ value: { path: [0, "sku"], shape: { optional: true } } }] } },
        },
        { name: "each-2", distributed: { execution: "STANDARD" } },
      ],
    },
    {
      name: "when takes the first condition that holds",
      body: (w, i) => {
        const size = w
          .when(gt(i.total, 9), () => "big")
          .elseWhen(lt(i.total, 1), (w) => {
            w.fail("Order.Small", "too small")
          })
          .otherwise(say({ text: "x" }))
        w.when(gt(i.total, 1), (w) => w.run(say({ text: fmt`${i.id}` })), { name: "maybe" })
        void size
      },
      nodes: [
        {
          id: "n1",
          kind: "when",
          branches: [
            {
              condition: { fn: "gt", args: [input("total"), literal(9)] },
              body: { nodes: [], result: literal("big") },
            },
            {
              condition: { fn: "lt" },
              body: { nodes: [{ kind: "fail", error: literal("Order.Small"), cause: literal("too small") }] },
            },
          ],
          otherwise: { nodes: [{ call: { kind: "task" } }] },
        },
        { name: "maybe", branches: [{ body: { nodes: [{ name: "say" }] } }] },
      ],
    },
    {
      name: "branches that come to nothing come to null where others come to something",
      body: (w, i) => {
        w.when(gt(i.total, 9), () => "big").otherwise(() => undefined)
        w.when(gt(i.total, 9), () => undefined).otherwise(() => undefined)
      },
      nodes: [
        { otherwise: { nodes: [], result: literal(null) }, shape: { type: "string", nullable: true } },
        { otherwise: { nodes: [] }, shape: { type: "null" } },
      ],
    },
    {
      name: "whenPresent gives its body the value, present",
      body: (w, i) => void w.whenPresent(i.note, (w, note) => w.run(say({ text: note }))),
      nodes: [
        {
          branches: [
            {
              condition: { fn: "and", args: [{ fn: "exists", args: [input("note")] }, { fn: "ne" }] },
              body: { nodes: [{ call: call({ ...input("note"), shape: { type: "string" } }) }] },
            },
          ],
        },
      ],
    },
    {
      name: "match takes the case of a value",
      body: (w, i) => void w.match(i.status, { open: () => 1, closed: say({ text: "x" }) }),
      nodes: [
        {
          kind: "match",
          value: input("status"),
          cases: [
            { equals: "open", body: { result: literal(1) } },
            { equals: "closed", body: { nodes: [{ name: "say" }] } },
          ],
        },
      ],
    },
    {
      name: "match narrows a union by its tag",
      body: (w, i) => {
        w.match(i.paid, "kind", { card: (_, { token }) => token }, (w) => w.run(say({ text: "x" })))
      },
      nodes: [
        {
          value: { ...input("paid", "kind"), shape: { type: "string", values: ["card", "cash"] } },
          cases: [{ equals: "card", body: { result: { ...input("paid", "token"), shape: { type: "string" } } } }],
          otherwise: { nodes: [{ name: "say" }] },
        },
      ],
    },
    {
      name: "match takes booleans and numbers by their spelling",
      body: (w, i) => {
        w.match(gt(i.total, 1), { true: () => 1, false: () => 2 })
        w.match(i.total, { 1: () => "one", "2.5": () => "more" }, () => "any")
      },
      nodes: [
        { kind: "match", cases: [{ equals: true }, { equals: false }] },
        { kind: "match", cases: [{ equals: 1 }, { equals: 2.5 }], otherwise: { result: literal("any") } },
      ],
    },
    {
      name: "repeat carries a value",
      body: (w) => {
        const n = w.repeat((_, state) => ({ n: state.n }), {
          initial: { n: 0 },
          max: 5,
          while: (state) => lt(state.n, 3),
          until: (state) => eq(state.n, 2),
        })
        w.run(say({ text: fmt`${n.n}` }))
      },
      nodes: [
        {
          id: "n1",
          kind: "repeat",
          max: 5,
          exhausted: "fail",
          initial: literal({ n: 0 }),
          while: { fn: "lt", args: [{ of: { from: "carried", repeat: "n1" }, path: ["n"] }, literal(3)] },
          until: { fn: "eq" },
          body: { result: { fields: [{ value: { of: { from: "carried", repeat: "n1" } } }] } },
          shape: { type: "object", fields: { n: { type: "number" } } },
        },
        {},
      ],
    },
    {
      name: "repeat polls",
      body: (w) => {
        w.repeat((w) => w.run(say({ text: "?" })), {
          max: 9,
          until: ({ said }) => eq(said, "done"),
          exhausted: "continue",
        })
        w.repeat((w) => w.run(say({ text: "!" })), { max: 2, name: "twice" })
      },
      nodes: [
        { exhausted: "continue", body: { nodes: [{ name: "say" }], result: stepRef("n2") }, until: { fn: "eq" } },
        { name: "twice", exhausted: "continue" },
      ],
    },
  ])("$name", ({ body, nodes }) => {
    const traced = nodesOf(body)
    expect(traced).toHaveLength(nodes.length)
    expect(traced).toMatchObject(nodes)
  })
})
