import type { Json } from "../asl/json.ts"

/** The text in a field that a checked definition has a text in. */
export function textIn(value: Json | undefined): string {
  return typeof value === "string" ? value : ""
}
