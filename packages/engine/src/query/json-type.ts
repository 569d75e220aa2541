import type { Json } from "../asl/json.ts"

/** The types of JSON, as AWS names them in causes. */
export type JsonType = "null" | "array" | "object" | "boolean" | "number" | "string"

/** The JSON type of a value. */
export function jsonType(value: Json): JsonType {
  if (value === null) return "null"
  if (Array.isArray(value)) return "array"
  const type = typeof value
  return type === "boolean" || type === "number" || type === "string" ? type : "object"
}
