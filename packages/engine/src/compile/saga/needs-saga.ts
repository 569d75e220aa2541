import type { Block } from "@stepwright/dsl"

import { nodesOf } from "../flow/nodes-of.ts"

/** Whether anything in a block is to be compensated, or parts a saga in two. */
export function needsSaga(block: Block): boolean {
  return nodesOf(block).some(
    (node) => ("compensate" in node && node.compensate !== undefined) || ("pivot" in node && node.pivot !== undefined),
  )
}
