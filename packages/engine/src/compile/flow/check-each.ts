import { type EachNode, nodesOf, type Shape } from "@stepwright/dsl"

import { callsSaga } from "../saga/needs-saga.ts"
import type { Place } from "./place.ts"

/** Iterations that an inline Map runs at once. (AWS: "Using Map state in Inline mode") */
const mostInline = 40

const longestLabel = 40

/** Reports what AWS would refuse about a Map. */
export function checkEach({ plan, express }: Place, node: EachNode, items: Shape): void {
  const { name, at, concurrency, distributed } = node
  plan.itemBounds.set(node.id, items.maxLength ?? fieldCount(items))
  if (distributed === undefined) {
    if (concurrency !== undefined && concurrency > mostInline)
      plan.report("CONCURRENCY_INLINE", `'${name}' asks for ${concurrency} at once.`, at)
    if (node.tolerate !== undefined)
      plan.report("TOLERATE_INLINE", `'${name}' tolerates failures but is not distributed.`, at)
    if (node.batch !== undefined) plan.report("BATCH_INLINE", `'${name}' asks for batches but is not distributed.`, at)
    return
  }
  if (express) plan.report("EXPRESS_MAP", `'${name}' is distributed.`, at)
  if (node.batch !== undefined && node.over === "object")
    plan.report("BATCH_OBJECT", `'${name}' goes over an object in batches.`, at)
  if (node.batch !== undefined && nodesOf(node.body).some(callsSaga))
    plan.report("COMPENSATION_PLACE", `'${name}' calls a saga in batches.`, at)
  if (distributed.label !== undefined && (distributed.label.length === 0 || distributed.label.length > longestLabel)) {
    plan.report("NAME_TOO_LONG", `The label of '${name}' has ${distributed.label.length} characters.`, at)
  }
}

/** The most fields that an object can have. */
function fieldCount({ type, fields = {}, rest }: Shape): number {
  return type === "object" && rest === undefined && Object.keys(fields).length > 0
    ? Object.keys(fields).length
    : Infinity
}
