import type { Json } from "../asl/json.ts"

/** The JSON type of a value, as AWS names it in causes. */
export function jsonType(value: Json): "null" | "array" | "object" | "boolean" | "number" | "string" {
  if (value === null) return "null"
  if (Array.isArray(value)) return "array"
  const type = typeof value
  return type === "boolean" || type === "number" || type === "string" ? type : "object"
}
