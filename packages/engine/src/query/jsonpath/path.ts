import type { Json } from "../../asl/json.ts"
import { QueryError } from "../query-error.ts"
import type { Scope, Template } from "../scope.ts"
import { Missing } from "./missing.ts"
import { isDefinite, parsePath, type PathText, type Segment } from "./parse-path.ts"
import { selectAll, selectOne } from "./select.ts"

/**
 * Compiles a path for a field that must find something: InputPath, ItemsPath, SecondsPath.
 * @throws {PathSyntaxError} when the text is no path.
 */
export function compilePath(text: string, location: string): Template {
  const find = compileLookup(text)
  return (scope) => {
    refuseNull(text, scope, location)
    const found = find(scope)
    if (found === undefined || found instanceof Missing) throw invalidPath(text, found, location)
    return found
  }
}

/** A path into the input cannot be applied to null, not even `$`. (AWS's words, as users report them) */
export function refuseNull(text: string, { input }: Scope, location: string): void {
  if (input !== null || !/^\$(?:$|[.[])/.test(text)) return
  const cause = "Unable to apply Path transformation to null or empty input."
  throw new QueryError("States.Runtime", cause, location)
}

/** Compiles a path that may find nothing: answers undefined there. */
export function compileOptionalPath(text: string): (scope: Scope) => Json | undefined {
  const find = compileLookup(text)
  return (scope) => {
    const found = find(scope)
    return found instanceof Missing ? undefined : found
  }
}

/** Compiles a path: a definite one answers the value or why there is none, an indefinite one the list of all that match. */
export function compileLookup(text: string): (scope: Scope) => Json | Missing | undefined {
  const { root, segments } = parsePath(text)
  const from = rootOf(root)
  if (segments.length === 0) return from
  const [first] = segments
  if (segments.length === 1 && first?.kind === "name" && root === "input") return fieldOfInput(first.name, segments)
  const definite = isDefinite(segments)
  return (scope) => {
    const value = from(scope)
    if (value === undefined) return undefined
    return definite ? selectOne(value, segments) : selectAll(value, segments)
  }
}

function rootOf(root: PathText["root"]): (scope: Scope) => Json | undefined {
  if (root === "input") return (scope) => scope.input
  if (root === "context") return (scope) => scope.context()
  const { variable } = root
  return (scope) => scope.variable(variable)
}

/** `$.field`, the commonest path. */
function fieldOfInput(name: string, segments: readonly Segment[]): (scope: Scope) => Json | Missing {
  return ({ input }) => {
    if (typeof input === "object" && input !== null && !Array.isArray(input) && Object.hasOwn(input, name)) {
      const value = (input as Readonly<Record<string, Json>>)[name] // an object with this key
      if (value !== undefined) return value
    }
    return new Missing(segments, 0, input)
  }
}

/** AWS's words for a path that cannot be applied. */
export function invalidPath(text: string, found: Missing | undefined, location: string): QueryError {
  const detail = found === undefined ? "No results for path: $" : found.describe()
  return new QueryError("States.Runtime", `Invalid path '${text}' : ${detail}`, location)
}
