import { z } from "zod"

import { type Builder, type Expr, type Node, type Task, task, workflow } from "../index.ts"

// What the tests of traced workflows share: an order, two tasks, and how expected nodes are written down.

interface Words {
  text: string
}

/** A value with one field of each kind. */
export interface Order {
  id: string
  total: number
  note?: string | undefined
  list: { sku: string }[]
  status: "open" | "closed"
  stock: Record<string, number>
  paid: { kind: "card"; token: string } | { kind: "cash"; coins: number }
}

/** A schema of one text. */
export const Text: z.ZodType<Words, Words> = z.object({ text: z.string() })

/** The schema of an {@link Order}. */
export const Input: z.ZodType<Order, Order> = z.object({
  id: z.string(),
  total: z.number(),
  note: z.string().optional(),
  list: z.array(z.object({ sku: z.string() })).max(9),
  status: z.enum(["open", "closed"]),
  stock: z.record(z.string(), z.number()),
  paid: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("card"), token: z.string() }),
    z.object({ kind: z.literal("cash"), coins: z.number() }),
  ]),
})

interface Undone {
  readonly key: string
  readonly said?: string | undefined
}

/** A task that answers. */
export const say: Task<Words, { said: string }> = task("say", {
  input: Text,
  output: z.object({ said: z.string() }),
})

/** A task that undoes. */
export const undo: Task<Undone> = task("undo", { input: z.object({ key: z.string(), said: z.string().optional() }) })

/** A body over an order. */
export type OrderBody = (w: Builder<{ ok: boolean }>, input: Expr<Order>) => void

/** The nodes of a body, without positions. */
export function nodesOf(body: OrderBody): readonly Node[] {
  const { tree } = workflow("w", { input: Input, output: z.object({ ok: z.boolean() }) }, (w, input) => {
    body(w, input)
    return { ok: true }
  })
  const text = JSON.stringify(tree.body.nodes, (key, value: unknown) => (key === "at" ? undefined : value))
  return JSON.parse(text) as Node[] // what it was
}

/** A reference into the input. */
export function input(...path: readonly (string | number)[]): object {
  return { kind: "reference", of: { from: "input" }, path }
}

/** A literal. */
export function literal(value: unknown): object {
  return { kind: "literal", value }
}

/** A reference into a step's result. */
export function stepRef(step: string, ...path: readonly string[]): object {
  return { kind: "reference", of: { from: "step", step }, path }
}

/** A call of `say`. */
export function call(text: object): object {
  return { kind: "task", task: "say", input: { kind: "object", fields: [{ key: "text", value: text }] } }
}
