import type { Block, Node } from "./workflow-tree.ts"

/** Every node of a block, however deep: each before those of its bodies, in the order in which they were written. */
export function nodesOf({ nodes }: Block): readonly Node[] {
  return nodes.flatMap((node) => [node, ...bodiesOf(node).flatMap(nodesOf)])
}

/** The blocks that stand in a node itself. */
export function bodiesOf(node: Node): readonly Block[] {
  switch (node.kind) {
    case "all":
      return node.branches.map(({ body }) => body)
    case "when":
      return [...node.branches.map(({ body }) => body), ...(node.otherwise === undefined ? [] : [node.otherwise])]
    case "match":
      return [...node.cases.map(({ body }) => body), ...(node.otherwise === undefined ? [] : [node.otherwise])]
    case "attempt":
      return [node.body, ...node.handlers.map(({ body }) => body)]
    case "each":
    case "repeat":
    case "saga":
      return [node.body]
    case "run":
    case "callback":
    case "sleep":
    case "fail":
    case "return":
    case "compute":
    case "asl":
      return []
  }
}
