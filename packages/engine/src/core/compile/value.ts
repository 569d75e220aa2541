import type { Json } from "../../asl/json.ts"
import { compileJsonataTemplate, compileTyped } from "../../query/jsonata/template.ts"
import { compilePath } from "../../query/jsonpath/path.ts"
import { compileJsonPathTemplate } from "../../query/jsonpath/template.ts"
import { type JsonType, jsonType } from "../../query/json-type.ts"
import { QueryError } from "../../query/query-error.ts"
import type { Template } from "../../query/scope.ts"

/** A payload template of the state's language. */
export function payload(value: Json, location: string, jsonata: boolean): Template {
  return jsonata ? compileJsonataTemplate(value, location) : compileJsonPathTemplate(value, location)
}

/**
 * A field that may be a constant, a JSONata expression, or (as `<field>Path`) a path or an intrinsic.
 * @param expected - What an expression's result must be; without it, the caller looks.
 */
export function valueOrPath(state: object, field: string, jsonata: boolean, expected?: JsonType): Template | undefined {
  const fields = state as Readonly<Record<string, Json | undefined>> // a state is a JSON object
  const path = fields[`${field}Path`]
  if (typeof path === "string") {
    const find = pathOrIntrinsic(path, `${field}Path`)
    return expected === undefined ? find : typedPath(find, path, `${field}Path`, expected)
  }
  const value = fields[field]
  if (value === undefined) return undefined
  if (!jsonata) return () => value
  return expected === undefined ? compileJsonataTemplate(value, field) : compileTyped(value, field, expected)
}

/** A path, or an intrinsic where AWS allows one in its place. */
export function pathOrIntrinsic(path: string, location: string): Template {
  if (!path.startsWith("States.")) return compilePath(path, location)
  const template = compileJsonPathTemplate({ "value.$": path }, location)
  return (scope) => (template(scope) as { readonly value: Json }).value // the template has this one member
}

/** InputPath and OutputPath: undefined for the whole, an empty object for `null`. */
export function wholeOrPath(path: string | null | undefined, field: string): Template | undefined {
  if (path === undefined || path === "$") return undefined
  return path === null ? () => ({}) : compilePath(path, field)
}

/** What a path leads to, of the type that its field wants; worded as AWS words it for a Map's paths (recorded). */
function typedPath(find: Template, path: string, field: string, expected: JsonType): Template {
  return (scope) => {
    const value = find(scope)
    if (jsonType(value) === expected && (expected !== "number" || Number.isInteger(value))) return value
    // Recorded for a Map's paths: a number may be written as a string.
    if (expected === "number" && typeof value === "string" && /^[+-]?\d+$/.test(value)) return Number(value)
    const shown = typeof value === "string" ? value : JSON.stringify(value)
    const kind = expected === "number" ? "integer" : expected
    const cause = `The ${field} field refers to value "${shown}" which is not a valid ${kind}: ${path}`
    throw new QueryError("States.Runtime", cause, field)
  }
}
