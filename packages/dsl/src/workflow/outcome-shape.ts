import { shapeOf } from "../expr/expr.ts"
import { joinShapes } from "../expr/join-shapes.ts"
import type { Block, Node, Shape } from "../tree/index.ts"
import type { TracedBody } from "./trace-body.ts"

/** What is known of all that a branch of its own can come to: its result, or what a return in it gives. */
export function outcomeShape({ block, shape }: TracedBody): Shape | undefined {
  return joinShapes([...(shape === undefined ? [] : [shape]), ...earlyShapes(block)])
}

/** A return in an `all` or `each` further inside ends only that. */
function earlyShapes({ nodes }: Block): readonly Shape[] {
  return nodes.flatMap((node) =>
    node.kind === "return" ? [shapeOf(node.value)] : bodiesOfOneLine(node).flatMap(earlyShapes),
  )
}

function bodiesOfOneLine(node: Node): readonly Block[] {
  switch (node.kind) {
    case "when":
      return [...node.branches.map(({ body }) => body), ...(node.otherwise === undefined ? [] : [node.otherwise])]
    case "match":
      return [...node.cases.map(({ body }) => body), ...(node.otherwise === undefined ? [] : [node.otherwise])]
    case "attempt":
      return [node.body, ...node.handlers.map(({ body }) => body)]
    case "repeat":
    case "saga":
      return [node.body]
    case "run":
    case "callback":
    case "all":
    case "each":
    case "sleep":
    case "fail":
    case "return":
    case "compute":
    case "asl":
      return []
  }
}
