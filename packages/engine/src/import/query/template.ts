import { isJsonObject, type Json } from "../../asl/json.ts"
import { type Code, jsonCode, objectCode } from "../code/code.ts"
import { expressionOf } from "../../query/jsonata/template.ts"
import type { QueryScope } from "./scope.ts"
import { type Wanted, writeQuery } from "./write-query.ts"

/** JSON in which texts may be expressions; `literal`: in which none is. */
export type Template = { readonly template: Json } | { readonly literal: Json }

/**
 * A template as code.
 * @throws {Unstructured} where an expression in it reads what a step cannot give it.
 */
export function writeTemplate(value: Template, scope: QueryScope, wanted?: Wanted): Code {
  return "literal" in value ? jsonCode(value.literal) : written(value.template, scope, wanted)
}

function written(value: Json, scope: QueryScope, wanted?: Wanted): Code {
  if (typeof value === "string") {
    const source = expressionOf(value)?.trim()
    return source === undefined ? jsonCode(value) : writeQuery(source, scope, wanted)
  }
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => written(item, scope)) // isArray does not narrow
    return items.every((item) => item.kind === "json") ? jsonCode(value) : { kind: "array", items }
  }
  if (!isJsonObject(value)) return jsonCode(value)
  return objectCode(Object.entries(value).map(([key, field]) => [key, written(field, scope)]))
}

/** Whether code is made of whole values and JSON alone, so that it comes to the same wherever it stands, and cannot fail. */
export function isSure(code: Code): boolean {
  switch (code.kind) {
    case "name":
    case "json":
    case "text":
      return true
    case "object":
      return code.fields.every(([, field]) => isSure(field))
    case "array":
      return code.items.every(isSure)
    case "field":
      return code.sure === true
    case "merged":
    case "call":
    case "method":
    case "arrow":
    case "jsonata":
      return false
  }
}
