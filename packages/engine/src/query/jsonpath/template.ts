import { isJsonObject, type Json } from "../../asl/json.ts"
import { compileIntrinsic } from "../intrinsics/compile-intrinsic.ts"
import { putMember } from "../put-member.ts"
import { QueryError } from "../query-error.ts"
import type { Template } from "../scope.ts"
import { Missing } from "./missing.ts"
import { compileLookup, invalidPath, refuseNull } from "./path.ts"
import { searched } from "./searched.ts"

/**
 * Compiles a payload template of a JSONPath state: a key that ends in `.$` holds a path, a context path, a variable or
 * an intrinsic function; everything else is literal.
 * @throws {Error} where a path or intrinsic cannot be parsed.
 */
export function compileJsonPathTemplate(value: Json, location: string): Template {
  return compileValue(value, location) ?? (() => value)
}

/** Answers undefined for a value without anything to evaluate. */
function compileValue(value: Json, location: string): Template | undefined {
  if (Array.isArray(value)) return compileArray(value as readonly Json[], location)
  return isJsonObject(value) ? compileObject(value, location) : undefined
}

function compileArray(items: readonly Json[], location: string): Template | undefined {
  const compiled = items.map((item, index) => compileValue(item, `${location}[${index}]`))
  if (compiled.every((item) => item === undefined)) return undefined
  return (scope) => items.map((item, index) => compiled[index]?.(scope) ?? item)
}

function compileObject(object: Readonly<Record<string, Json>>, location: string): Template | undefined {
  const fields = Object.entries(object).map(([key, value]) => {
    if (!key.endsWith(".$") || typeof value !== "string") {
      const template = compileValue(value, `${location}/${key}`)
      return { key, template: template ?? (() => value), literal: template === undefined }
    }
    return { key: key.slice(0, -2), template: compileDynamic(value, key), literal: false }
  })
  if (fields.every((field) => field.literal)) return undefined
  return (scope) => {
    const result: Record<string, Json> = {}
    for (const { key, template } of fields) putMember(result, key, template(scope))
    return result
  }
}

function compileDynamic(text: string, key: string): Template {
  if (!text.startsWith("$")) return compileIntrinsic(text, key)
  const find = compileLookup(text)
  return (scope) => {
    refuseNull(text, scope, key)
    const found = find(scope)
    if (found instanceof Missing && found.misplaced) throw invalidPath(text, found, key)
    if (found !== undefined && !(found instanceof Missing)) return found
    throw new QueryError(
      "States.Runtime",
      `The JSONPath '${text}' specified for the field '${key}' could not be found in the input '${searched(text, scope)}'`,
      key,
    )
  }
}
