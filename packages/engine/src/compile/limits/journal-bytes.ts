import type { Block, EachNode, Node, RepeatNode, RunNode, CallbackNode } from "@stepwright/dsl"

import { reachableBytes } from "./reachable-bytes.ts"

/** About what an entry takes that carries nothing: the step's id, and how far it came. */
const bareEntry = 24

/**
 * How many bytes the journal of a repeat, or the reports of an `each`, can surely come to: one entry for each step to undo
 * in each pass or item, with what its compensation reads of it as far as that has a bound.
 * @param itemBounds - The most items of each `each`.
 */
export function journalBytes(node: RepeatNode | EachNode, itemBounds: ReadonlyMap<string, number>): number {
  return nodeBytes(node, itemBounds)
}

function blockBytes({ nodes }: Block, bounds: ReadonlyMap<string, number>): number {
  return nodes.reduce((sum, node) => sum + nodeBytes(node, bounds), 0)
}

function nodeBytes(node: Node, bounds: ReadonlyMap<string, number>): number {
  const most = (blocks: readonly (Block | undefined)[]): number =>
    Math.max(0, ...blocks.map((block) => (block === undefined ? 0 : blockBytes(block, bounds))))
  switch (node.kind) {
    case "run":
    case "callback":
      return entryBytes(node)
    case "all":
      return node.branches.reduce((sum, { body }) => sum + blockBytes(body, bounds), 0)
    case "each":
      return times(bounds.get(node.id) ?? Infinity, blockBytes(node.body, bounds))
    case "when":
      return most([...node.branches.map(({ body }) => body), node.otherwise])
    case "match":
      return most([...node.cases.map(({ body }) => body), node.otherwise])
    case "repeat":
      return times(node.max ?? Infinity, blockBytes(node.body, bounds))
    case "attempt":
      return blockBytes(node.body, bounds) + most(node.handlers.map(({ body }) => body))
    case "saga":
      return blockBytes(node.body, bounds)
    case "sleep":
    case "fail":
    case "return":
    case "compute":
    case "asl":
      return 0
  }
}

function entryBytes({ id, compensate, shape }: RunNode | CallbackNode): number {
  if (compensate === undefined) return 0
  const result = JSON.stringify(compensate.known).includes('"field":"result"') ? reachableBytes(shape) : 0
  return bareEntry + id.length + (result === Infinity ? 0 : result)
}

function times(count: number, each: number): number {
  return each === 0 ? 0 : count * each
}
