import type { Value } from "@stepwright/adapters/aws"

/** A text, number or truth value as text. @throws for anything else. */
export function text(value: Value | undefined): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value)
  throw new Error(`expected a text, received ${JSON.stringify(value)}`)
}
