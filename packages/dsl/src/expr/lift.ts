import { currentTracing, misuse } from "../scope/tracing.ts"
import { callParts } from "../task/call.ts"
import type { Expression, Json } from "../tree/index.ts"
import { expressionOf, ownerOf } from "./expr.ts"

/** An author's value as an expression; checks that every reference in it may be used here. */
export function lift(value: unknown): Expression {
  const expression = expressionOf(value)
  if (expression !== undefined) {
    checkVisible(expression)
    return expression
  }
  const call = callParts(value)
  if (call !== undefined) {
    if (typeof value === "object" && value !== null) currentTracing()?.pendingCalls.delete(value)
    misuse("CALL_NOT_RUN", `A call of ${call.name} stands where a value is wanted.`)
    return { kind: "literal", value: null }
  }
  if (value === null || typeof value === "string" || typeof value === "boolean") return { kind: "literal", value }
  if (typeof value === "number" && Number.isFinite(value)) return { kind: "literal", value }
  if (Array.isArray(value)) {
    const items = value.map(lift)
    return items.every((item) => item.kind === "literal")
      ? literalOf(items.map((item) => item.value))
      : { kind: "array", items }
  }
  if (typeof value === "object" && isPlain(value)) return liftObject(value)
  const what = typeof value === "object" ? value.constructor.name : typeof value
  misuse("VALUE_UNSUPPORTED", `A value of type ${what} stands where JSON or an expression is wanted.`)
  return { kind: "literal", value: null }
}

function liftObject(value: object): Expression {
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) => ({ key, value: lift(field) }))
  if (!fields.every((field) => field.value.kind === "literal")) return { kind: "object", fields }
  return literalOf(
    Object.fromEntries(fields.map((field) => [field.key, field.value.kind === "literal" ? field.value.value : null])),
  )
}

function literalOf(value: Json): Expression {
  return { kind: "literal", value }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Reports every reference that may not be used here. */
export function checkVisible(expression: Expression): void {
  const tracing = currentTracing()
  for (const { of } of referencesIn(expression)) {
    const owner = ownerOf(of)
    if (owner === undefined || (owner.tracing === tracing && tracing.isOpen(owner.block))) continue
    if (owner.tracing !== tracing) {
      misuse("REF_FOREIGN", "An expression of another workflow's definition is used here.")
    } else if (of.from === "compensated") {
      misuse("COMPENSATED_OUTSIDE", `The ${of.field} of a compensated step is used outside its compensation.`)
    } else {
      const what = of.from === "step" ? "result of a step" : `${of.from} of a body`
      misuse("REF_OUT_OF_SCOPE", `The ${what} is used after that body has ended.`)
    }
  }
}

/** Every reference in an expression but those to its own functions' parameters. */
export function referencesIn(expression: Expression): readonly Extract<Expression, { kind: "reference" }>[] {
  switch (expression.kind) {
    case "literal":
      return []
    case "reference":
      return [expression]
    case "object":
      return expression.fields.flatMap((field) => referencesIn(field.value))
    case "array":
      return expression.items.flatMap(referencesIn)
    case "call":
      return expression.args.flatMap(referencesIn)
    case "function":
      return referencesIn(expression.body).filter(
        ({ of }) => of.from !== "parameter" || !expression.parameters.includes(of.parameter),
      )
    case "text":
      return expression.parts.flatMap((part) => (typeof part === "string" ? [] : referencesIn(part)))
    case "jsonata":
      return Object.values(expression.captures).flatMap(referencesIn)
  }
}
