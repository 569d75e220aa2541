import { isJsonObject, type Json, type JsonObject } from "../asl/json.ts"
import { utf8Length } from "../core/utf8-length.ts"
import { invalid, type Refusal } from "./refusal.ts"

/** Bytes of UTF-8 that AWS takes for one piece of data. */
const mostBytes = 262_144

/**
 * The JSON that a request's text holds.
 * @param refuse - Words the refusal of a text that is no JSON, from the reader's complaint.
 */
export function jsonOf(text: string, field: string, refuse: (complaint: string) => Refusal): Json {
  checkSize(text, field)
  try {
    return JSON.parse(text) as Json // JSON.parse answers JSON
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error))
  }
}

/** The JSON object that a request's text holds. */
export function objectOf(text: string, field: string, refuse: (complaint: string) => Refusal): JsonObject {
  const value = jsonOf(text, field, refuse)
  if (!isJsonObject(value)) throw refuse("it must be a JSON object")
  return value
}

/** @throws {Refusal} for a text that is too long for AWS. */
export function checkSize(text: string, field: string): void {
  if (text.length > mostBytes || (text.length * 3 > mostBytes && utf8Length(text) > mostBytes)) {
    throw constraint(`Value at '${field}'`, `Member must have length less than or equal to ${mostBytes}`)
  }
}

/** @throws {Refusal} for a value that is none of those a member may have. */
export function checkEnum(value: string | undefined, field: string, values: readonly string[]): void {
  if (value === undefined || values.includes(value)) return
  throw constraint(`Value '${value}' at '${field}'`, `Member must satisfy enum value set: [${values.join(", ")}]`)
}

/** @throws {Refusal} for a count that is negative or no whole number. */
export function checkCount(value: number | undefined, field: string): void {
  if (value === undefined || (Number.isInteger(value) && value >= 0)) return
  throw constraint(`Value '${value}' at '${field}'`, "Member must have value greater than or equal to 0")
}

/** AWS's wording for a member that breaks the service model. */
function constraint(what: string, rule: string): Refusal {
  return invalid(`1 validation error detected: ${what} failed to satisfy constraint: ${rule}`)
}
