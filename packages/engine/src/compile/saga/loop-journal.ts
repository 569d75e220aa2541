import type { RepeatNode } from "@stepwright/dsl"

import { isForward, type Place } from "../flow/place.ts"
import { needsSaga } from "./needs-saga.ts"
import { Saga } from "./saga.ts"

/** What the passes of a repeat, and of those inside it, attempted: a list that grows by an entry for each attempted step. */
export interface LoopJournal {
  /** Collects what the passes hold to undo. */
  readonly saga: Saga
  /** The variable that holds the list. */
  readonly variable: string
  /** Under which key the list is read; see `keyOf`. */
  readonly key: string
  /** The values that change from pass to pass: an entry carries those that undoing it reads. */
  readonly changing: Set<string>
}

/** The journal of a repeat that holds steps to undo; undefined where there is nothing to undo, or nobody to do it. */
export function loopJournal(place: Place, node: RepeatNode): LoopJournal | undefined {
  const { plan, level, saga, conditional } = place
  if (place.loop !== undefined) return place.loop
  if (saga === undefined || isForward(place) || !needsSaga(node.body)) return undefined
  if (saga.scope === "inner" || (saga.scope === "branch" && conditional)) return undefined
  const key = `loop:${node.id}`
  const { name: variable } = plan.declare(key, { name: `${node.name} journal`, level, assign: () => undefined })
  const journal: LoopJournal = { saga: new Saga(level, "loop"), variable, key, changing: new Set() }
  saga.add({ kind: "loop", node, place, status: undefined, journal })
  return journal
}
