import { type Shape, unknownShape } from "../../tree/index.ts"
import { callOf, string, type Text } from "../call-of.ts"
import { type Expr, type Resolved, shapeOf } from "../expr.ts"
import { joinShapes } from "../join-shapes.ts"
import { lift } from "../lift.ts"
import { map } from "./list.ts"

/** The fields of both objects; the right one's win. */
export function merge<A extends object, B extends object>(left: A, right: B): Expr<Merged<Resolved<A>, Resolved<B>>> {
  const [a, b] = [shapeOf(lift(left)), shapeOf(lift(right))]
  const rest = joinShapes([a.rest, b.rest].filter((shape) => shape !== undefined))
  const both = { ...a.fields, ...b.fields }
  const fields = Object.fromEntries(
    Object.entries(both).map(([key, field]) => [key, mergedField(a.fields?.[key], field)]),
  )
  return callOf("merge", [left, right], { type: "object", fields, ...(rest === undefined ? {} : { rest }) })
}

/** An optional field of the right leaves the left one's value. */
function mergedField(left: Shape | undefined, right: Shape): Shape {
  if (left === undefined || right.optional !== true || left === right) return right
  const { optional: _, ...present } = right
  return joinShapes([left, present]) ?? right
}

type Merged<A, B> = Omit<A, keyof B> & B

/** The names of the fields that are there. */
export function keys(object: Expr<object>): Expr<string[]> {
  return callOf("keys", [object], { type: "array", items: string })
}

/** The values of an object that holds one kind of them. */
export function values<T>(object: Expr<Readonly<Record<string, T>>>): Expr<T[]> {
  return map(keys(object), (key) => lookup(object, key)) as unknown as Expr<T[]> // every key is there
}

/** The fields of an object that holds one kind of value, as `{ key, value }`. */
export function entries<T>(object: Expr<Readonly<Record<string, T>>>): Expr<{ key: string; value: T }[]> {
  return map(keys(object), (key) => ({ key, value: lookup(object, key) })) as unknown as Expr<
    { key: string; value: T }[]
  > // every key is there
}

/** An object out of `{ key, value }`; of the same key the last wins. */
export function fromEntries<T>(
  list: Expr<readonly { readonly key: string; readonly value: T }[]>,
): Expr<Record<string, T>> {
  const value = shapeOf(lift(list)).items?.fields?.["value"]
  return callOf("fromEntries", [list], { type: "object", rest: value ?? unknownShape })
}

/** An object's value under a key that is known only at run time. */
export function lookup<T>(object: Expr<Readonly<Record<string, T>>>, key: Text): Expr<T | undefined> {
  const { fields, rest } = shapeOf(lift(object))
  const shapes = [...Object.values(fields ?? {}), ...(rest === undefined ? [] : [rest])]
  return callOf("lookup", [object, key], { ...(joinShapes(shapes) ?? unknownShape), optional: true })
}
