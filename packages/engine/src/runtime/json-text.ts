import type { Json } from "../asl/json.ts"

/** A value as JSON: its text, and a copy that nobody else holds. */
export interface JsonText {
  readonly text: string
  readonly value: Json
}

/**
 * Writes a value as JSON once, and answers what it reads as. `undefined` becomes null.
 * @throws {TypeError} for what JSON cannot hold: a cycle, a BigInt.
 */
export function jsonText(value: unknown): JsonText {
  const text = JSON.stringify(value) ?? "null"
  return { text, value: isScalar(value) ? value : (JSON.parse(text) as Json) } // JSON text holds JSON
}

/** Scalars that read back as they were written. */
function isScalar(value: unknown): value is string | boolean | null {
  return typeof value === "string" || typeof value === "boolean" || value === null
}
