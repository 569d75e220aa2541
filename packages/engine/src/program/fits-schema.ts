import { isDeepStrictEqual } from "node:util"

import { isJsonObject, type Json, type JsonObject } from "../asl/json.ts"

/**
 * Whether every value of one JSON Schema is one of another: so far as that can be told from their shape. `false` where
 * it cannot. A property that a schema does not name counts as absent, as authors mean it.
 */
export function fitsSchema(narrow: Json | undefined, wide: Json | undefined): boolean {
  if (wide === undefined || wide === true) return true
  if (narrow === undefined || !isJsonObject(narrow) || !isJsonObject(wide)) return isDeepStrictEqual(narrow, wide)
  const [from, to] = [meaning(narrow), meaning(wide)]
  if (Object.keys(to).length === 0 || isDeepStrictEqual(from, to)) return true
  const [given, taken] = [options(from), options(to)]
  if (given !== undefined) return given.every((option) => fitsSchema(option, to))
  if (taken !== undefined) return taken.some((option) => fitsSchema(from, option))
  if (!valuesFit(from, to)) return false
  if (to["type"] === "object" && from["type"] === "object") return objectFits(from, to)
  if (to["type"] === "array" && from["type"] === "array") {
    return fitsSchema(from["items"], to["items"]) && restFits(from, to, ["items"])
  }
  return restFits(from, to, [])
}

/** What people are told of a value says nothing of which values there are. */
const words = new Set(["$schema", "title", "description", "examples", "default", "deprecated", "secret"])

function meaning(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !words.has(key)))
}

/** What an `anyOf`, or a list of types, leaves the choice of. */
function options(schema: JsonObject): readonly Json[] | undefined {
  const { anyOf, type, ...rest } = schema
  if (Array.isArray(anyOf)) return anyOf
  return Array.isArray(type) ? type.map((one) => ({ ...rest, type: one })) : undefined
}

/** `type`, `const` and `enum`. */
function valuesFit(from: JsonObject, to: JsonObject): boolean {
  const typed = to["type"] === undefined || from["type"] === to["type"]
  if (!typed && !(from["type"] === "integer" && to["type"] === "number")) return false
  const [given, taken] = [listed(from), listed(to)]
  if (taken === undefined) return true
  return given !== undefined && given.every((value) => taken.some((other) => isDeepStrictEqual(value, other)))
}

function listed(schema: JsonObject): readonly Json[] | undefined {
  if ("const" in schema) return [schema["const"] ?? null]
  return Array.isArray(schema["enum"]) ? schema["enum"] : undefined
}

function objectFits(from: JsonObject, to: JsonObject): boolean {
  const [given, taken] = [fields(from), fields(to)]
  const certain = new Set(names(from))
  if (!names(to).every((name) => certain.has(name))) return false
  for (const [name, schema] of Object.entries(taken)) {
    if (Object.hasOwn(given, name) && !fitsSchema(given[name], schema)) return false
  }
  const strict = to["additionalProperties"] === false
  if (strict && !Object.keys(given).every((name) => Object.hasOwn(taken, name))) return false
  if (isJsonObject(to["additionalProperties"])) {
    const others = Object.entries(given).filter(([name]) => !Object.hasOwn(taken, name))
    if (!others.every(([, schema]) => fitsSchema(schema, to["additionalProperties"]))) return false
    if (from["additionalProperties"] !== undefined && from["additionalProperties"] !== false) {
      if (!fitsSchema(from["additionalProperties"], to["additionalProperties"])) return false
    }
  }
  return restFits(from, to, ["properties", "required", "additionalProperties"])
}

function fields(schema: JsonObject): JsonObject {
  return isJsonObject(schema["properties"]) ? schema["properties"] : {}
}

function names(schema: JsonObject): readonly Json[] {
  return Array.isArray(schema["required"]) ? schema["required"] : []
}

/** Bounds may be wider; what else the wide one demands, the narrow one must demand in the same words. */
function restFits(from: JsonObject, to: JsonObject, done: readonly string[]): boolean {
  const seen = new Set([...done, "type", "const", "enum"])
  return Object.entries(to).every(([key, bound]) => {
    if (seen.has(key)) return true
    const own = from[key]
    if (typeof own === "number" && typeof bound === "number") {
      if (/^(minimum|exclusiveMinimum|minLength|minItems)$/.test(key)) return own >= bound
      if (/^(maximum|exclusiveMaximum|maxLength|maxItems)$/.test(key)) return own <= bound
    }
    return isDeepStrictEqual(own, bound)
  })
}
