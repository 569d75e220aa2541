import { callOf, integer, type List, number, type Numeric } from "../call-of.ts"
import type { Expr } from "../expr.ts"

/** The sum of two numbers. */
export function add(left: Numeric, right: Numeric): Expr<number> {
  return callOf("add", [left, right], number)
}

/** The first number less the second. */
export function subtract(left: Numeric, right: Numeric): Expr<number> {
  return callOf("subtract", [left, right], number)
}

/** The product of two numbers. */
export function multiply(left: Numeric, right: Numeric): Expr<number> {
  return callOf("multiply", [left, right], number)
}

/** The first number by the second. Fails at run time where that is no finite number. */
export function divide(left: Numeric, right: Numeric): Expr<number> {
  return callOf("divide", [left, right], number)
}

/** The remainder, with the sign of the dividend. Fails at run time for a divisor of 0. */
export function modulo(left: Numeric, right: Numeric): Expr<number> {
  return callOf("modulo", [left, right], number)
}

/** The base raised to the exponent. Fails at run time where that is no finite number. */
export function power(base: Numeric, exponent: Numeric): Expr<number> {
  return callOf("power", [base, exponent], number)
}

/** The number without its sign. */
export function abs(value: Numeric): Expr<number> {
  return callOf("abs", [value], number)
}

/** The greatest whole number that is not greater. */
export function floor(value: Numeric): Expr<number> {
  return callOf("floor", [value], integer)
}

/** The least whole number that is not less. */
export function ceil(value: Numeric): Expr<number> {
  return callOf("ceil", [value], integer)
}

/** Halves go to the even neighbour, as in JSONata. */
export function round(value: Numeric, digits: number = 0): Expr<number> {
  return callOf("round", [value, digits], number)
}

/** The sum of a list; 0 for an empty one. */
export function sum(list: List<number>): Expr<number> {
  return callOf("sum", [list], number)
}

/** The least of a list; absent for an empty one. */
export function min(list: List<number>): Expr<number | undefined> {
  return callOf("min", [list], { ...number, optional: true })
}

/** The greatest of a list; absent for an empty one. */
export function max(list: List<number>): Expr<number | undefined> {
  return callOf("max", [list], { ...number, optional: true })
}
