import type { Scope } from "../scope.ts"
import type { Node } from "./ast.ts"
import type { Value } from "./value.ts"

/** Says that only an evaluation tells what there is. */
export const undecided: unique symbol = Symbol("undecided")

/** Reads a value straight from the scope, or {@link undecided}. */
type DirectRead<S> = (scope: S) => Value

/** What `$states` is made of. */
export type StatesScope = Pick<Scope, "input" | "result" | "errorOutput" | "contextField">

/**
 * What most expressions of a plan are, `$name` and `$states.input.a.b`, without an evaluation: nothing is built, copied
 * or counted. An array on the way is left to the evaluation. Undefined for any other expression.
 */
export function directRead(ast: Node): DirectRead<Scope> | undefined {
  if (ast.type === "variable") return isPlain(ast) ? variableRead(ast) : undefined
  if (ast.type !== "path" || ast.steps === undefined || !isPlain(ast)) return undefined
  const [first, ...rest] = ast.steps
  if (first?.type !== "variable" || !ast.steps.every(isPlain)) return undefined
  if (!rest.every(({ type }) => type === "name")) return undefined
  const names = rest.map(({ value }) => String(value))
  if (first.value === "states") return directStates(names)
  const start = variableRead(first)
  return start === undefined ? undefined : (scope) => along(start(scope), names, 0)
}

/** Reads `$states.<names>`, without building `$states`. */
export function directStates(names: readonly string[]): DirectRead<StatesScope> | undefined {
  const [member, section, field] = names
  switch (member) {
    case "input":
      return (states) => along(states.input, names, 1)
    case "result":
      return (states) => along(states.result, names, 1)
    case "errorOutput":
      return (states) => along(states.errorOutput, names, 1)
    case "context":
      if (section === undefined || field === undefined || names.length > 3) return undefined
      return (states) => states.contextField?.(section, field) ?? undecided
    default:
      return undefined
  }
}

function variableRead({ value }: Node): DirectRead<Scope> | undefined {
  const name = String(value)
  return name === "" || name === "$" || name === "states" ? undefined : (scope) => scope.variable(name) ?? undecided
}

function along(start: Value, names: readonly string[], from: number): Value {
  let value = start
  for (let at = from; at < names.length; at++) {
    const name = names[at] ?? ""
    if (value === undefined) return undefined
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undecided
    if (!Object.hasOwn(value, name)) return undefined
    value = (value as Readonly<Record<string, Value>>)[name] // an object with this key
  }
  return value
}

/** Nothing hangs on it: no predicate, no grouping, no binding. */
function isPlain(node: Node): boolean {
  return (
    node.predicate === undefined &&
    node.stages === undefined &&
    node.group === undefined &&
    node.focus === undefined &&
    node.index === undefined &&
    node.tuple !== true &&
    node.keepArray !== true &&
    node.keepSingletonArray !== true
  )
}
