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
  const copied = jsonValue(value)
  return { text: JSON.stringify(copied), value: copied }
}

/**
 * What a value reads as once it was written as JSON: a copy that nobody else holds. `undefined` becomes null.
 * @throws {TypeError} for what JSON cannot hold: a cycle, a BigInt.
 */
export function jsonValue(value: unknown): Json {
  const copied = plainCopy(value, 0)
  return copied === exotic ? (JSON.parse(JSON.stringify(value) ?? "null") as Json) : copied // JSON text holds JSON
}

/** What only the platform's own writing and reading does justice to. */
const exotic: unique symbol = Symbol("exotic")

/** Deeper values go the platform's way, which ends for those that have no end. */
const deepest = 32

/**
 * A copy of a value of plain objects, lists and scalars that reads back from JSON as it is; {@link exotic} for every
 * other, whatever makes it one: `toJSON`, a member that JSON drops or changes, a name that assignment treats specially.
 */
function plainCopy(value: unknown, depth: number): Json | typeof exotic {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : exotic
  if (typeof value !== "object" || depth === deepest) return exotic
  return Array.isArray(value) ? listCopy(value, depth + 1) : objectCopy(value, depth + 1)
}

function listCopy(list: readonly unknown[], depth: number): Json | typeof exotic {
  if ("toJSON" in list) return exotic
  const copy: Json[] = []
  // By index: a hole counts as what is not there.
  for (let index = 0; index < list.length; index++) {
    const item = plainCopy(list[index], depth)
    if (item === exotic) return exotic
    copy.push(item)
  }
  return copy
}

function objectCopy(value: object, depth: number): Json | typeof exotic {
  const prototype: unknown = Object.getPrototypeOf(value)
  if ((prototype !== Object.prototype && prototype !== null) || "toJSON" in value) return exotic
  const copy: { [name: string]: Json } = {}
  for (const name in value) {
    if (name === "__proto__" || !Object.hasOwn(value, name)) return exotic
    const member = plainCopy((value as Readonly<Record<string, unknown>>)[name], depth) // one of its own
    if (member === exotic) return exotic
    copy[name] = member
  }
  return copy
}
