import type { AttemptNode, MatchNode, RepeatNode, SagaNode, WhenNode } from "@stepwright/dsl"

import { isForward, type Place } from "../flow/place.ts"
import { variableName } from "../flow/unique-names.ts"
import { needsSaga } from "./needs-saga.ts"
import { Saga } from "./saga.ts"

/** What a part of a line of control attempted of which it depends on the run how far it came: a list, by attempted step. */
export interface Journal {
  /** Collects what the part holds to undo. */
  readonly saga: Saga
  /** The variable that holds the list. */
  readonly variable: string
  /** Under which key the list is read; see `keyOf`. */
  readonly key: string
  /** The values that were there before. An entry carries those that came later and that undoing it reads. */
  readonly before: ReadonlySet<string>
}

/** Parts of a line of control that may be left out, done in part, or done again. */
export type JournalNode = RepeatNode | WhenNode | MatchNode | AttemptNode | SagaNode

/**
 * The journal of the outermost part around that needs one, be it this one; undefined where there is nothing to undo, or
 * nobody to do it. Of a workflow's own level only a repeat needs one: variables tell how far other parts came.
 */
export function journalOf(place: Place, node: JournalNode): Journal | undefined {
  const { plan, level, saga } = place
  if (place.journal !== undefined) return place.journal
  if (saga === undefined || plan.sagas === undefined || isForward(place) || !needsSaga({ nodes: [node] }))
    return undefined
  if (node.kind !== "repeat" && saga.scope !== "branch") return undefined
  const before = new Set(plan.variables.keys())
  const key = `attempted:${node.id}`
  const variable = plan.variableNames.take(variableName(`${node.name} journal`))
  // A level is entered with an empty list: of a branch its first state keeps it, as it keeps an item.
  level.entries.set(key, { variable, here: "[]", inBranch: "[]", inItems: "[]", boxed: false })
  const journal: Journal = { saga: new Saga(level, "journal"), variable, key, before }
  saga.add({ kind: "journal", node, place, status: undefined, journal })
  return journal
}
