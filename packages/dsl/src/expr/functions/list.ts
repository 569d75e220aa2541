import { unknownShape } from "../../tree/index.ts"
import {
  type Bool,
  bodyOf,
  boolean,
  callOf,
  integer,
  itemShape,
  type List,
  type Numeric,
  type Scalar,
} from "../call-of.ts"
import { type Expr, type Input, type Resolved } from "../expr.ts"
import { joinShapes } from "../join-shapes.ts"
import { and, eq, gt, gte, lt, not } from "./comparison.ts"

type Items<T> = Expr<readonly T[]>
type Test<T> = (item: Expr<T>, index: Expr<number>) => Bool

/** Each item, changed. An item that comes to nothing becomes null, so that positions stay. */
export function map<T, R>(list: Items<T>, each: (item: Expr<T>, index: Expr<number>) => R): Expr<Mapped<R>[]> {
  const { body, shape } = bodyOf(each, [itemShape(list), integer])
  const { optional, ...item } = shape
  return callOf("map", [list, body], { type: "array", items: optional === true ? { ...item, nullable: true } : shape })
}

type Mapped<R> = undefined extends Resolved<R> ? Exclude<Resolved<R>, undefined> | null : Resolved<R>

/** The items for which the test holds. */
export function filter<T>(list: Items<T>, test: Test<T>): Expr<T[]> {
  const { body } = bodyOf(test, [itemShape(list), integer])
  return callOf("filter", [list, body], { type: "array", items: itemShape(list) })
}

/** One field of each item; null where it is absent. */
export function pluck<T, K extends keyof T & string>(list: Items<T>, field: K): Expr<Mapped<Expr<T[K]>>[]> {
  type Item = Readonly<Record<K, Expr<T[K]>>>
  return map(list, (item) => (item as unknown as Item)[field]) // a field of T
}

/** The first item for which the test holds; absent where there is none. */
export function find<T>(list: Items<T>, test: Test<T>): Expr<T | undefined> {
  return at(filter(list, test), 0)
}

/** True where the test holds for an item. */
export function some<T>(list: Items<T>, test: Test<T>): Expr<boolean> {
  return gt(count(filter(list, test)), 0)
}

/** True where the test holds for every item; also for none. */
export function every<T>(list: Items<T>, test: Test<T>): Expr<boolean> {
  return eq(count(filter(list, (item, index) => not(test(item, index)))), 0)
}

/** The number of items. */
export function count(list: Expr<readonly unknown[]>): Expr<number> {
  return callOf("count", [list], integer)
}

/** By a key, smallest first; stable. */
export function sortBy<T>(list: Items<T>, key: (item: Expr<T>) => Expr<number> | Expr<string>): Expr<T[]> {
  const { body } = bodyOf(key, [itemShape(list)])
  return callOf("sortBy", [list, body], { type: "array", items: itemShape(list) })
}

/** Numbers or texts, smallest first. */
export function sort<T extends number | string>(list: Items<T>): Expr<T[]> {
  return sortBy(list, (item) => item as Expr<number> | Expr<string>) // T is one of them
}

/** Last item first. */
export function reverse<T>(list: Items<T>): Expr<T[]> {
  return callOf("reverse", [list], { type: "array", items: itemShape(list) })
}

/** The item at a position from 0; negative counts from the end; absent beyond either. */
export function at<T>(list: Items<T>, position: Numeric): Expr<T | undefined> {
  return callOf("at", [list, position], { ...itemShape(list), optional: true })
}

/** The first item; absent for an empty list. */
export function first<T>(list: Items<T>): Expr<T | undefined> {
  return at(list, 0)
}

/** The last item; absent for an empty list. */
export function last<T>(list: Items<T>): Expr<T | undefined> {
  return at(list, -1)
}

/** The items from one position up to, not including, another; both count from 0. */
export function slice<T>(list: Items<T>, from: Numeric, to?: Numeric): Expr<T[]> {
  return filter(list, (_, index) =>
    to === undefined ? gte(index, from as number) : and(gte(index, from as number), lt(index, to as number)),
  )
}

/** One list after the other. */
export function append<T>(left: List<T>, right: List<T>): Expr<T[]> {
  const items = joinShapes([itemShape(left), itemShape(right)]) ?? unknownShape
  return callOf("append", [left, right], { type: "array", items })
}

/** The items of the lists in a list: one level. */
export function flatten<T>(lists: Items<readonly T[]>): Expr<T[]> {
  return callOf("flatten", [lists], { type: "array", items: itemShape(lists).items ?? unknownShape })
}

/** Each different item once, in order of first appearance. */
export function distinct<T>(list: Items<T>): Expr<T[]> {
  return callOf("distinct", [list], { type: "array", items: itemShape(list) })
}

/** True where the list holds the value. */
export function includes<T extends Scalar>(list: List<T>, value: Input<T>): Expr<boolean> {
  return callOf("includes", [list, value], boolean)
}

/** Whole numbers from `from` up to and including `to`; empty where `to` is less. */
export function range(from: Numeric, to: Numeric): Expr<number[]> {
  return callOf("range", [from, to], { type: "array", items: integer })
}
