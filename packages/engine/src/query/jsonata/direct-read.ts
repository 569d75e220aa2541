import { absent, type Scope } from "../scope.ts"
import { type Node, required } from "./ast.ts"
import type { Value } from "./value.ts"

/** Says that only an evaluation tells what there is. */
export const undecided: unique symbol = Symbol("undecided")

/** Reads a value straight from what `$states` is made of, or {@link undecided}. */
type DirectRead = (states: StatesScope) => Value

/** What `$states` is made of. */
export type StatesScope = Pick<Scope, "input" | "result" | "errorOutput" | "contextField">

/** Where a path into `$states` begins. */
interface StatesStart {
  readonly start: DirectRead
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
