import { type Block, type Node, nodesOf } from "@stepwright/dsl"

/** Whether anything in a block is to be compensated, or parts a saga in two. */
export function needsSaga(block: Block): boolean {
  return nodesOf(block).some(guards)
}

/**
 * Whether a section must let its branches come to rest: they hold something to undo, or call a saga, which is not to be
 * stopped in the middle of its work. A batch cannot: nobody could tell its borders again once its report is lost. An
 * Express child must not: nobody could redrive it.
 */
export function needsRest(section: Node): boolean {
  if (section.kind === "each" && (section.distributed?.execution === "EXPRESS" || section.batch !== undefined))
    return false
  return nodesOf({ nodes: [section] }).some((node) => guards(node) || callsSaga(node))
}

/** Whether a step waits for a child workflow that is a saga, or calls one. */
export function callsSaga(node: Node): boolean {
  return node.kind === "run" && node.call.kind === "workflow" && node.call.saga === true
}

/** Whether a workflow has sections that must let their branches come to rest. */
export function hasRest(block: Block): boolean {
  return nodesOf(block).some((node) => (node.kind === "all" || node.kind === "each") && needsRest(node))
}

function guards(node: Node): boolean {
  return ("compensate" in node && node.compensate !== undefined) || ("pivot" in node && node.pivot !== undefined)
}
