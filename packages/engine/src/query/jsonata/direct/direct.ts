import type { Node } from "../ast.ts"
import { undecided } from "../direct-read.ts"
import type { Scope } from "../../scope.ts"
import type { Value } from "../value.ts"

/**
 * Evaluates a node straight in a scope: nothing is counted, and nothing is built that is not part of the result. It says
 * {@link undecided} wherever only the whole evaluation can tell: for what fails, what is marked, what is long. It reads and
 * makes only what is short, so that an expression, which has only so many nodes, needs no meter.
 * @param locals - What blocks and lambdas bound, each name in its place.
 */
export type Direct = (scope: Scope, locals: Value[]) => Value

/** Compiles a part of an expression; undefined for what has no direct way. */
export type CompileDirect = (node: Node, names: Names) => Direct | undefined

/** Characters that are read or made at once. */
export const longText = 4096
/** Items and members that are read or made at once. */
export const longList = 256

/** The names that are bound where a node stands, and their places among the locals. */
export class Names {
  readonly #places: ReadonlyMap<string, number>
  readonly #count: { next: number }
  /** What stands here is evaluated again and again. */
  readonly looping: boolean

  constructor(places: ReadonlyMap<string, number> = new Map(), count = { next: 0 }, looping = false) {
    this.#places = places
    this.#count = count
    this.looping = looping
  }

  /** How many places the whole expression needs, once it is compiled. */
  get bound(): number {
    return this.#count.next
  }

  place(name: string): number | undefined {
    return this.#places.get(name)
  }

  /** The same with one more name. */
  with(name: string, looping: boolean = this.looping): Names {
    return new Names(new Map([...this.#places, [name, this.#count.next++]]), this.#count, looping)
  }
}

/** For a part that the rest can do without. */
export const never: Direct = () => undecided

/** Nothing hangs on it: no predicate, no grouping, no binding. */
export function isPlain(node: Node): boolean {
  return node.predicate === undefined && node.stages === undefined && isBare(node)
}

/** Nothing hangs on it but predicates. */
export function isBare(node: Node): boolean {
  return (
    node.group === undefined &&
    node.focus === undefined &&
    node.index === undefined &&
    node.tuple !== true &&
    node.keepArray !== true &&
    node.keepSingletonArray !== true
  )
}

/** The index that a node's one predicate is: a whole number written out. */
export function indexOf(predicates: readonly Node[] | undefined): number | undefined {
  const [only] = predicates ?? []
  if (predicates?.length !== 1 || only?.type !== "filter" || only.expr?.type !== "number") return undefined
  const index = Number(only.expr.value)
  return Number.isInteger(index) && index >= 0 ? index : undefined
}

/** An item by its index; of what is no list, the thing itself is the first. */
export function itemAt(value: Value, index: number): Value {
  if (value === undecided || value === undefined) return value
  if (Array.isArray(value)) return (value as readonly Value[])[index]
  return index === 0 ? value : undefined
}
