import type { Json, Shape } from "@stepwright/dsl"

import { binding, type Code, code } from "./code.ts"
import { quote } from "./quote.ts"
import { eitherShape } from "./shape-facts.ts"

/** A JSON value as a JSONata literal. */
export function literal(value: Json): Code {
  const negative = typeof value === "number" && value < 0
  return code({
    text: literalText(value),
    shape: literalShape(value),
    bound: magnitude(value),
    binding: negative ? binding.unary : binding.constructor,
    simple: typeof value !== "object" || value === null,
  })
}

/** The greatest magnitude of a number inside. */
function magnitude(value: Json): number {
  if (typeof value === "number") return Math.abs(value)
  if (typeof value !== "object" || value === null) return 0
  return Math.max(0, ...(isArray(value) ? value : Object.values(value)).map(magnitude))
}

function literalText(value: Json): string {
  if (typeof value === "string") return quote(value)
  if (typeof value !== "object" || value === null) return String(value)
  if (isArray(value)) return `[${value.map(literalText).join(", ")}]`
  return `{${Object.entries(value)
    .map(([key, field]) => `${quote(key)}: ${literalText(field)}`)
    .join(", ")}}`
}

function literalShape(value: Json): Shape {
  if (value === null) return { type: "null" }
  if (typeof value === "number") return { type: Number.isSafeInteger(value) ? "integer" : "number", values: [value] }
  if (typeof value === "string") return { type: "string", values: [value], maxLength: value.length }
  if (typeof value === "boolean") return { type: "boolean", values: [value] }
  if (!isArray(value))
    return {
      type: "object",
      fields: Object.fromEntries(Object.entries(value).map(([key, field]) => [key, literalShape(field)])),
    }
  const [first, ...rest] = value.map(literalShape)
  return {
    type: "array",
    ...(first === undefined ? {} : { items: rest.reduce(eitherShape, first) }),
    maxLength: value.length,
  }
}

/** `Array.isArray` for readonly arrays. */
export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
