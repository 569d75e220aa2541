import { type Expr, type Input, type Resolved, shapeOf } from "../expr.ts"
import { type Bool, boolean, callOf } from "../call-of.ts"
import { joinShapes } from "../join-shapes.ts"
import { lift } from "../lift.ts"
import { type Shape, unknownShape } from "../../tree/index.ts"

type Optional<T> = Expr<T> | Expr<T | undefined>
type Other<T> = NonNullable<T> | Optional<T> | (null extends T ? null : never)
type Ordered = number | string
type Widen<T> = T extends number ? number : T extends string ? string : T

/** Equal, deeply; false where either side is absent. */
export function eq<T>(left: Optional<T>, right: Other<NoInfer<T>>): Expr<boolean> {
  return callOf("eq", [left, right], boolean)
}

/** Not equal: the opposite of `eq`, so true where a side is absent, or both are. */
export function ne<T>(left: Optional<T>, right: Other<NoInfer<T>>): Expr<boolean> {
  return callOf("ne", [left, right], boolean)
}

/** Greater than, over numbers or over texts. */
export function gt<T extends Ordered>(left: Expr<T>, right: Expr<Widen<T>> | Widen<T>): Expr<boolean> {
  return callOf("gt", [left, right], boolean)
}

/** Greater than or equal, over numbers or over texts. */
export function gte<T extends Ordered>(left: Expr<T>, right: Expr<Widen<T>> | Widen<T>): Expr<boolean> {
  return callOf("gte", [left, right], boolean)
}

/** Less than, over numbers or over texts. */
export function lt<T extends Ordered>(left: Expr<T>, right: Expr<Widen<T>> | Widen<T>): Expr<boolean> {
  return callOf("lt", [left, right], boolean)
}

/** Less than or equal, over numbers or over texts. */
export function lte<T extends Ordered>(left: Expr<T>, right: Expr<Widen<T>> | Widen<T>): Expr<boolean> {
  return callOf("lte", [left, right], boolean)
}

/** True where all are. */
export function and(...conditions: readonly Bool[]): Expr<boolean> {
  return callOf("and", conditions, boolean)
}

/** True where one is. */
export function or(...conditions: readonly Bool[]): Expr<boolean> {
  return callOf("or", conditions, boolean)
}

/** True where the condition does not hold. */
export function not(condition: Bool): Expr<boolean> {
  return callOf("not", [condition], boolean)
}

/** True where an optional value is there. Null is there. */
export function exists(value: Expr<unknown>): Expr<boolean> {
  return callOf("exists", [value], boolean)
}

/** The value, or another where it is absent or null. */
export function coalesce<T, D extends Input<NonNullable<T>>>(
  value: Expr<T>,
  otherwise: D,
): Expr<NonNullable<T> | Resolved<D>> {
  const { optional: _, nullable: __, ...present } = shapeOf(lift(value))
  return callOf("coalesce", [value, otherwise], join(present, shapeOf(lift(otherwise))))
}

/** One of two values. */
export function choose<A, B>(condition: Bool, then: A, otherwise: B): Expr<Resolved<A> | Resolved<B>> {
  return callOf("choose", [condition, then, otherwise], join(shapeOf(lift(then)), shapeOf(lift(otherwise))))
}

function join(left: Shape, right: Shape): Shape {
  return joinShapes([left, right]) ?? unknownShape
}
