import type { Node } from "./ast.ts"

const sizes = new WeakMap<object, number>()

/**
 * What one evaluation of a node costs, in steps of the meter: one, and one more for every sixteen nodes that hang on it.
 * So a body as long as a definition lets it be cannot make the steps of an evaluation long.
 */
export function weightOf(node: Node): number {
  return 1 + (sizeOf(node) >>> 4)
}

/** How many objects hang on a node. Each is counted once, so that compiling takes time linear in the expression. */
function sizeOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0
  const known = sizes.get(value)
  if (known !== undefined) return known
  // Nothing, where a tree leads back to itself.
  sizes.set(value, 0)
  let size = 1
  for (const member of Object.values(value)) size += sizeOf(member)
  sizes.set(value, size)
  return size
}
