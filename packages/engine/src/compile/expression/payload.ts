import type { Expression, Json } from "@stepwright/dsl"

import { loweredOf } from "./code.ts"
import { withDefault } from "./guarded.ts"
import { isArray, literal } from "./literal.ts"
import type { Lowered, Resolve } from "./lowered.ts"
import { lowerExpression } from "./lower-expression.ts"

/** A lowered expression as a field's value. */
function template(lowered: Lowered): string {
  return `{% ${lowered.bare ?? lowered.text} %}`
}

/**
 * An expression as a JSON value of a state (`Arguments`, `Output`, `Assign`, `Items`): what is literal stands as JSON,
 * what is computed as `{% … %}`. Author's text that a tool would take for an expression or a deployment substitution
 * is written as an expression that yields it. A resource stands as its placeholder.
 */
export function payload(expression: Expression, resolve: Resolve): Json {
  if (expression.kind === "literal") return literalPayload(expression.value)
  if (expression.kind === "array") return expression.items.map((item) => element(item, resolve))
  if (expression.kind === "reference" && expression.of.from === "resource" && resolve.placeholder !== undefined)
    return resolve.placeholder(expression.of.resource)
  if (expression.kind !== "object") return template(lowerExpression(expression, resolve))
  const { fields } = expression
  // Only a constructor drops absent fields.
  const steady = fields.every(({ key, value }) => !interpreted(key) && !mayBeAbsent(value, resolve))
  if (!steady) return template(lowerExpression(expression, resolve))
  return Object.fromEntries(fields.map(({ key, value }) => [key, payload(value, resolve)]))
}

function mayBeAbsent(expression: Expression, resolve: Resolve): boolean {
  if (expression.kind === "reference" && expression.of.from === "resource") return false
  const computed = expression.kind === "reference" || expression.kind === "call" || expression.kind === "jsonata"
  return computed && lowerExpression(expression, resolve).shape.optional === true
}

/** An absent item is null, as in every list. */
function element(item: Expression, resolve: Resolve): Json {
  if (!mayBeAbsent(item, resolve)) return payload(item, resolve)
  return template(withDefault(lowerExpression(item, resolve), "null"))
}

function literalPayload(value: Json): Json {
  if (plain(value)) return value
  if (typeof value !== "object" || value === null) return template(loweredOf(literal(value)))
  if (isArray(value)) return value.map(literalPayload)
  if (Object.keys(value).some(interpreted)) return template(loweredOf(literal(value)))
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, literalPayload(field)]))
}

/** True for JSON in which nothing could be interpreted. */
function plain(value: Json): boolean {
  if (typeof value === "string") return !interpreted(value)
  if (typeof value !== "object" || value === null) return true
  if (isArray(value)) return value.every(plain)
  return Object.entries(value).every(([key, field]) => !interpreted(key) && plain(field))
}

function interpreted(text: string): boolean {
  return text.includes("${") || text.includes("{%") || text.includes("%}")
}
