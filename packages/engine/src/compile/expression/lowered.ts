import type { Origin, Shape } from "@stepwright/dsl"

/** An expression of the tree as JSONata. */
export interface Lowered {
  /** JSONata without `{% %}`; parenthesised where needed, so that it can stand as an operand. */
  readonly text: string
  /** Given schema-checked operands it neither throws nor is undefined. (`docs/expressions.md`, "Total or partial") */
  readonly total: boolean
  /** What is known about its value; optional where it can be absent. */
  readonly shape: Shape
  /** The same without outer parentheses: what `{% … %}` holds. */
  readonly bare?: string
  /** JSONata that never throws and is true where this does not; only where the expression can throw. */
  readonly sound?: string
  /** It can throw, not only be undefined. Taken from `total` and `shape` where left out. */
  readonly throws?: boolean
}

/** JSONata that denotes an origin's value where the expression will stand: `$charge`, `$states.input`, `$box.value`. */
export interface Resolve {
  (origin: Origin): string
  /**
   * The shape of that value. Without it, a path whose end is of known shape is taken to lead through objects and arrays
   * as it is written, and one whose end is of unknown shape is guarded at every step.
   */
  readonly shapeOf?: (origin: Origin) => Shape | undefined
  /** JSONata of one field of that value, where it can be had without the whole. */
  readonly fieldOf?: (origin: Origin, field: string) => string | undefined
  /** What stands for a resource, whole, in a payload: `${Orders}`. */
  readonly placeholder?: (resource: string) => string
}
