import { expectTypeOf, test } from "vitest"

import {
  add,
  and,
  at,
  choose,
  coalesce,
  count,
  entries,
  eq,
  type Expr,
  filter,
  find,
  flatten,
  fmt,
  fromEntries,
  gt,
  jsonata,
  lookup,
  map,
  merge,
  ne,
  parseJson,
  pluck,
  sort,
  sum,
  value,
  values,
} from "../index.ts"

interface Order {
  readonly id: string
  readonly total: number
  readonly status: "open" | "closed"
  readonly note?: string
  readonly parent: { readonly id: string; readonly depth?: number } | null
  readonly items: readonly { readonly sku: string; readonly price: number; readonly gift?: boolean }[]
  readonly stock: Readonly<Record<string, number>>
}
declare const order: Expr<Order>

test("property access gives typed references; through something optional they are optional", () => {
  expectTypeOf(order.id).toEqualTypeOf<Expr<string>>()
  expectTypeOf(order.note).toEqualTypeOf<Expr<string | undefined>>()
  expectTypeOf(order.parent.id).toEqualTypeOf<Expr<string | undefined>>()
  expectTypeOf(order.parent.depth).toEqualTypeOf<Expr<number | undefined>>()
  // @ts-expect-error no such field
  void order.nope
  // @ts-expect-error a list has no methods: use map(list, …)
  void order.items.map
  // @ts-expect-error texts have no fields
  void order.id.length
})

test("comparisons take what the value can be", () => {
  eq(order.status, "open")
  ne(order.note, "x")
  eq(order.note, order.id)
  gt(order.total, 3)
  gt(order.id, "a")
  eq(order.parent, null)
  // @ts-expect-error outside the enum
  eq(order.status, "opne")
  // @ts-expect-error a text against a number
  eq(order.total, "3")
  // @ts-expect-error a text against a number
  gt(order.total, "3")
  // @ts-expect-error an optional value has no order; use coalesce
  gt(order.parent.depth, 3)
  // @ts-expect-error this is never null
  eq(order.id, null)
})

test("JavaScript's operators are refused where TypeScript can", () => {
  // @ts-expect-error an Expr is never equal to a text
  void (order.status === "open")
  // @ts-expect-error an Expr is no number
  void (order.total > 3)
  // @ts-expect-error an Expr is no number
  void (order.total * 2)
  // @ts-expect-error an Expr cannot be iterated
  void [...order.items]
})

test("functions keep their types", () => {
  expectTypeOf(coalesce(order.note, "none")).toEqualTypeOf<Expr<string>>()
  expectTypeOf(choose(eq(order.status, "open"), { a: order.total }, null)).toEqualTypeOf<Expr<{ a: number } | null>>()
  expectTypeOf(map(order.items, (item, index) => ({ sku: item.sku, index }))).toEqualTypeOf<
    Expr<{ sku: string; index: number }[]>
  >()
  expectTypeOf(map(order.items, (item) => item.gift)).toEqualTypeOf<Expr<(boolean | null)[]>>()
  expectTypeOf(pluck(order.items, "price")).toEqualTypeOf<Expr<number[]>>()
  expectTypeOf(sum(pluck(order.items, "price"))).toEqualTypeOf<Expr<number>>()
  expectTypeOf(filter(order.items, (item) => and(gt(item.price, 1), true))).toEqualTypeOf<
    Expr<Order["items"][number][]>
  >()
  expectTypeOf(find(order.items, (item) => eq(item.sku, "a")).sku).toEqualTypeOf<Expr<string | undefined>>()
  expectTypeOf(at(order.items, 0)).toEqualTypeOf<Expr<Order["items"][number] | undefined>>()
  expectTypeOf(flatten(value<number[][]>([[1]]))).toEqualTypeOf<Expr<number[]>>()
  expectTypeOf(sort(value<string[]>(["b"]))).toEqualTypeOf<Expr<string[]>>()
  expectTypeOf(lookup(order.stock, order.id)).toEqualTypeOf<Expr<number | undefined>>()
  expectTypeOf(values(order.stock)).toEqualTypeOf<Expr<number[]>>()
  expectTypeOf(fromEntries(entries(order.stock))).toEqualTypeOf<Expr<Record<string, number>>>()
  expectTypeOf(merge({ a: order.id, b: 1 }, { b: "x" }).b).toEqualTypeOf<Expr<string>>()
  expectTypeOf(jsonata<number>`$sum(${order.items}.price)`).toEqualTypeOf<Expr<number>>()
  expectTypeOf(parseJson<{ a: string }>(order.id).a).toEqualTypeOf<Expr<string>>()
  expectTypeOf(fmt`${order.id} ${order.total} ${1}`).toEqualTypeOf<Expr<string>>()
  // @ts-expect-error a field that items do not have
  pluck(order.items, "nope")
  // @ts-expect-error an object has no text; use toText
  void fmt`${order.items}`
  // @ts-expect-error a text is no number
  add(order.total, order.id)
  // @ts-expect-error an optional value may be absent
  add(order.total, order.parent.depth)
  // @ts-expect-error a number is no list
  count(order.total)
})
