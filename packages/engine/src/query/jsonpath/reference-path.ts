import { isJsonObject, type Json } from "../../asl/json.ts"
import { QueryError } from "../query-error.ts"
import { parsePath, PathSyntaxError } from "./parse-path.ts"

/**
 * Compiles a reference path (ResultPath): `$` and names or indices only. The function puts a result into a value and
 * answers the new value; objects on the way are made where they are missing.
 * @throws {PathSyntaxError} when the text is no reference path.
 */
export function compileReferencePath(text: string, location: string): (into: Json, result: Json) => Json {
  const { root, segments } = parsePath(text)
  const keys = segments.map((segment) => {
    if (segment.kind === "name") return segment.name
    if (segment.kind === "index") return segment.index
    throw new PathSyntaxError(`'${text}' is not a reference path: it may name only one place`)
  })
  if (root !== "input") throw new PathSyntaxError(`'${text}' is not a reference path: it starts with '$.'`)
  const failure = (input: Json): QueryError =>
    new QueryError(
      "States.ReferencePathConflict",
      `Unable to apply ReferencePath ${text} to input ${JSON.stringify(input)}`,
      location,
    )
  return (into, result) => put(into, keys, 0, result, () => failure(into))
}

function put(
  into: Json | undefined,
  keys: readonly (string | number)[],
  at: number,
  result: Json,
  failure: () => QueryError,
): Json {
  const key = keys[at]
  if (key === undefined) return result
  if (typeof key === "number") {
    if (!Array.isArray(into) || key < 0 || key >= into.length) throw failure()
    return (into as readonly Json[]).with(key, put(into[key] as Json, keys, at + 1, result, failure))
  }
  if (into !== undefined && !isJsonObject(into)) throw failure()
  const inner = into !== undefined && Object.hasOwn(into, key) ? into[key] : undefined
  return { ...into, [key]: put(inner, keys, at + 1, result, failure) }
}
