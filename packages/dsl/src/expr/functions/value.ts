import { type Expr, exprOf, type Input } from "../expr.ts"
import { lift } from "../lift.ts"

/** A value of your own as an expression, of a wider type where you give one: `value<string[]>([])`. */
export function value<T>(input: Input<T>): Expr<T> {
  return exprOf(lift(input))
}
