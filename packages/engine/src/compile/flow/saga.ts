import type { SagaNode } from "@stepwright/dsl"

import { compensateInner } from "../saga/compensate.ts"
import { needsSaga } from "../saga/needs-saga.ts"
import { Saga } from "../saga/saga.ts"
import type { Way } from "./draft.ts"
import { bring, carrying } from "./outcome.ts"
import { isForward, type Place } from "./place.ts"

/**
 * A saga inside one. Its steps are undone with those of the outer one, in the same order, and its failure goes on
 * outwards: they simply belong to the outer saga. Only where an attempt handles the failure it undoes by itself first.
 */
export function lowerSaga(place: Place, node: SagaNode, ways: readonly Way[]): readonly Way[] {
  const { plan, level, saga, attempts, looping, loop } = place
  const { id, name, at, shape } = node
  const undoes = needsSaga(node.body)
  const whole = { key: `step:${id}`, name, shape, at }
  const path = [...place.path, name]
  if (
    undoes &&
    attempts.length > 0 &&
    saga !== undefined &&
    saga.scope !== "branch" &&
    !looping &&
    plan.sagas !== undefined
  ) {
    const inner = new Saga(level, "inner", saga)
    const inside: Place = {
      ...place,
      path,
      attempts: [],
      saga: inner,
      conditional: true,
      forward: isForward(place),
      handled: true,
      escaping: false,
    }
    const { result } = node.body
    const open = carrying(inside, place.lowerBlock(inside, node.body, ways), result, node)
    compensateInner(place, inner, plan.sagas, name)
    return bring(place, whole, [result === undefined ? { ways: open, result } : { ways: open, result, carried: true }])
  }
  const handled = attempts.length > 0 || place.escaping
  if (undoes && (saga === undefined || handled || (looping && loop === undefined)))
    plan.report("SAGA_PLACE", `'${name}' cannot be compiled there.`, at)
  const open = place.lowerBlock({ ...place, path }, node.body, ways)
  return bring(place, whole, [{ ways: open, result: node.body.result }])
}
