import { callOf, integer, type Numeric, string, type Text } from "../call-of.ts"
import type { Expr } from "../expr.ts"

/** The time as ISO-8601 text: of the fact that led here, the same on replay. */
export function now(): Expr<string> {
  return callOf("now", [], string)
}

/** The time in milliseconds since 1970: of the fact that led here, the same on replay. */
export function millis(): Expr<number> {
  return callOf("millis", [], integer)
}

/** Milliseconds since 1970 of an ISO-8601 instant. Fails at run time for any other text. */
export function toMillis(instant: Text): Expr<number> {
  return callOf("toMillis", [instant], integer)
}

/** The ISO-8601 text, in UTC, of milliseconds since 1970. */
export function fromMillis(time: Numeric): Expr<string> {
  return callOf("fromMillis", [time], string)
}

/** A random version 4 UUID, the same on replay. */
export function uuid(): Expr<string> {
  return callOf("uuid", [], string)
}
