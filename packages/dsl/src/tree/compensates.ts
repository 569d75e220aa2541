import type { Block, Node } from "./workflow-tree.ts"

/** Whether any step of a block, however deep, is to be compensated. */
export function compensates({ nodes }: Block): boolean {
  return nodes.some(
    (node) => ("compensate" in node && node.compensate !== undefined) || bodiesOf(node).some(compensates),
  )
}

function bodiesOf(node: Node): readonly Block[] {
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
      return []
  }
}
