import { shapeOf } from "../expr/expr.ts"
import { joinShapes } from "../expr/join-shapes.ts"
import { type Block, bodiesOf, type Shape } from "../tree/index.ts"
import type { TracedBody } from "./trace-body.ts"

/** What is known of all that a branch of its own can come to: its result, or what a return in it gives. */
export function outcomeShape({ block, shape }: TracedBody): Shape | undefined {
  return joinShapes([...(shape === undefined ? [] : [shape]), ...earlyShapes(block)])
}

/** A return in an `all` or `each` further inside ends only that. */
function earlyShapes({ nodes }: Block): readonly Shape[] {
  return nodes.flatMap((node) => {
    if (node.kind === "return") return [shapeOf(node.value)]
    return node.kind === "all" || node.kind === "each" ? [] : bodiesOf(node).flatMap(earlyShapes)
  })
}
