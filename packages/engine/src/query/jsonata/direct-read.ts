import { absent, type Scope } from "../scope.ts"
import { type Node, required } from "./ast.ts"
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
  const states = first.value === "states" ? directStates(names) : undefined
  if (states !== undefined) return (scope) => along(states.start(scope), names, states.names)
  const start = first.value === "states" ? undefined : variableRead(first)
  return start === undefined ? undefined : (scope) => along(start(scope), names, 0)
}

/** Where a path into `$states` begins. */
interface StatesStart {
  readonly start: DirectRead<StatesScope>
  /** How many of the path's names led there. */
  readonly names: number
}

/** The beginning of `$states.<names>`, read without building `$states`; undefined where only the whole tells. */
export function directStates([member, section, field, ...more]: readonly string[]): StatesStart | undefined {
  switch (member) {
    case "input":
      return { start: ({ input }) => input, names: 1 }
    case "result":
      return { start: ({ result }) => result, names: 1 }
    case "errorOutput":
      return { start: ({ errorOutput }) => errorOutput, names: 1 }
    case "context":
      if (section === undefined || field === undefined || more.length > 0) return undefined
      return { start: (states) => contextField(states, section, field), names: 3 }
    case undefined:
    default:
      return undefined
  }
}

function contextField(states: StatesScope, section: string, field: string): Value {
  const value = states.contextField?.(section, field)
  if (value === undefined) return undecided
  return value === absent ? undefined : value
}

/**
 * Whether an expression only chooses among what its scope holds and literals, `$exists($a.b) ? $a.b : null`: what it
 * comes to is JSON already, unless it is a list that was made on the way.
 */
export function selects(ast: Node): boolean {
  if (ast.predicate !== undefined || ast.group !== undefined) return false
  switch (ast.type) {
    case "variable":
    case "string":
    case "number":
    case "value":
      return true
    case "path":
      return (
        ast.steps?.every(({ type, group }) => (type === "variable" || type === "name") && group === undefined) === true
      )
    case "condition":
      return selects(required(ast.then)) && (ast.else === undefined || selects(ast.else))
    case "block":
      return ast.expressions?.length === 1 && ast.expressions.every(selects)
    default:
      return false
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
