import { isJsonObject, type Json } from "../asl/json.ts"

/**
 * A field that names what to read or where to write.
 * @throws {Error} where it is not there, or no text.
 */
export function textField(input: Json, name: string): string {
  const value = isJsonObject(input) ? input[name] : undefined
  if (typeof value === "string" && value !== "") return value
  throw new Error(`'${name}' must name what to read or where to write, but was: ${JSON.stringify(value ?? null)}`)
}
