import { bodiesOf } from "./nodes-of.ts"
import type { Block } from "./workflow-tree.ts"

/** Whether any step of a block, however deep, is to be compensated. */
export function compensates({ nodes }: Block): boolean {
  return nodes.some(
    (node) => ("compensate" in node && node.compensate !== undefined) || bodiesOf(node).some(compensates),
  )
}

/**
 * Whether a workflow is a saga, or calls one: stopped in the middle of its work it would leave that as it is, so whoever
 * calls it lets it come to rest.
 */
export function holdsSaga({ nodes }: Block): boolean {
  return nodes.some(
    (node) =>
      ("compensate" in node && node.compensate !== undefined) ||
      ("pivot" in node && node.pivot !== undefined) ||
      ("call" in node && node.call.kind === "workflow" && node.call.saga === true) ||
      bodiesOf(node).some(holdsSaga),
  )
}
