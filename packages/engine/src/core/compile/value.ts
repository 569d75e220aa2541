import type { Json } from "../../asl/json.ts"
import { compileJsonataTemplate } from "../../query/jsonata/template.ts"
import { compilePath } from "../../query/jsonpath/path.ts"
import { compileJsonPathTemplate } from "../../query/jsonpath/template.ts"
import type { Template } from "../../query/scope.ts"

/** A payload template of the state's language. */
export function payload(value: Json, location: string, jsonata: boolean): Template {
  return jsonata ? compileJsonataTemplate(value, location) : compileJsonPathTemplate(value, location)
}

/** A field that may be a constant, a JSONata expression, or (as `<field>Path`) a path or an intrinsic. */
export function valueOrPath(state: object, field: string, jsonata: boolean): Template | undefined {
  const fields = state as Readonly<Record<string, Json | undefined>> // a state is a JSON object
  const path = fields[`${field}Path`]
  if (typeof path === "string") return pathOrIntrinsic(path, `${field}Path`)
  const value = fields[field]
  if (value === undefined) return undefined
  return jsonata ? compileJsonataTemplate(value, field) : () => value
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
