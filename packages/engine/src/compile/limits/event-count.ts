import type { Block, Node } from "@stepwright/dsl"

/**
 * The most events that the history of an execution gets from a block that goes well; Infinity where nothing bounds it.
 * @param itemBounds - The most items of each `each`.
 */
export function eventCount({ nodes }: Block, itemBounds: ReadonlyMap<string, number>): number {
  return nodes.reduce((sum, node) => sum + nodeEvents(node, itemBounds), 0)
}

function nodeEvents(node: Node, bounds: ReadonlyMap<string, number>): number {
  const most = (blocks: readonly (Block | undefined)[]): number =>
    Math.max(0, ...blocks.map((block) => (block === undefined ? 0 : eventCount(block, bounds))))
  switch (node.kind) {
    case "run":
    case "callback":
      return 6 // entered, scheduled, started, submitted, succeeded, exited
    case "all":
      return 4 + node.branches.reduce((sum, { body }) => sum + eventCount(body, bounds), 0)
    case "each":
      // An execution of its own has a history of its own.
      return node.distributed === undefined
        ? 4 + times(bounds.get(node.id) ?? Infinity, 2 + eventCount(node.body, bounds))
        : 6
    case "when":
      return 2 + most([...node.branches.map(({ body }) => body), node.otherwise])
    case "match":
      return 2 + most([...node.cases.map(({ body }) => body), node.otherwise])
    case "repeat":
      return 4 + times(node.max ?? Infinity, 2 + eventCount(node.body, bounds))
    case "attempt":
      return eventCount(node.body, bounds) + most(node.handlers.map(({ body }) => body))
    case "saga":
      return eventCount(node.body, bounds)
    case "sleep":
    case "fail":
    case "return":
    case "compute":
      return 2
    case "asl":
      return 0 // nothing is known of loops and lists in it
  }
}

function times(count: number, each: number): number {
  return each === 0 ? 0 : count * each
}
