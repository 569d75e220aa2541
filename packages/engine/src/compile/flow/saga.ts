import type { SagaNode } from "@stepwright/dsl"

import { InnerSaga } from "../saga/inner-saga.ts"
import { journalOf } from "../saga/journal.ts"
import { needsSaga } from "../saga/needs-saga.ts"
import { OwnEntries } from "../saga/own-entries.ts"
import type { Way } from "./draft.ts"
import { bring, carrying } from "./outcome.ts"
import { isForward, type Place } from "./place.ts"

/**
 * A saga inside one. Its steps are undone with those of the outer one, in the same order, and its failure goes on
 * outwards: they simply belong to the outer saga. Only where an attempt handles the failure, be it one around the
 * section of this branch, it undoes by itself first.
 */
export function lowerSaga(place: Place, node: SagaNode, ways: readonly Way[]): readonly Way[] {
  const { plan, saga } = place
  const { id, name, at, shape } = node
  const { result } = node.body
  const whole = { key: `step:${id}`, name, shape, at }
  const path = [...place.path, name]
  const handled = place.attempts.length > 0 || place.escaping
  if (!handled || saga === undefined || plan.sagas === undefined || isForward(place) || !needsSaga(node.body)) {
    const open = place.lowerBlock({ ...place, path }, node.body, ways)
    return bring(place, whole, [{ ways: open, result }])
  }
  const journal = journalOf(place, node)
  const inner =
    journal === undefined ? new InnerSaga(place, node, plan.sagas, ways) : new OwnEntries(place, node, journal, ways)
  const inside: Place = {
    ...place,
    path,
    attempts: [],
    saga: inner.saga,
    journal,
    conditional: true,
    handled: true,
    escaping: false,
  }
  const open = carrying(inside, place.lowerBlock(inside, node.body, inner.ways), result, node)
  inner.compensate()
  return bring(place, whole, [result === undefined ? { ways: open, result } : { ways: open, result, carried: true }])
}
