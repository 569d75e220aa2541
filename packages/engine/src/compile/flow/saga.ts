import type { SagaNode } from "@stepwright/dsl"

import type { Way } from "./draft.ts"
import { bring } from "./outcome.ts"
import { needsSaga } from "../saga/needs-saga.ts"
import type { Place } from "./place.ts"

/**
 * A saga inside one: what it compensates is a part of what the outer one compensates, in the same order, and its failure
 * goes on outwards. So its steps simply belong to the outer saga, as long as nothing in between handles the failure.
 */
export function lowerSaga(place: Place, node: SagaNode, ways: readonly Way[]): readonly Way[] {
  const { plan, saga, attempts, looping } = place
  const { id, name, at, shape } = node
  if (needsSaga(node.body) && (saga === undefined || attempts.length > 0 || looping))
    plan.report("SAGA_PLACE", `'${name}' cannot be compiled there.`, at)
  const inside: Place = { ...place, path: [...place.path, name] }
  const open = place.lowerBlock(inside, node.body, ways)
  return bring(place, { key: `step:${id}`, name, shape, at }, [{ ways: open, result: node.body.result }])
}
