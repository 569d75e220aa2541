import type { AllNode, EachNode } from "@stepwright/dsl"

import { dispatch } from "../flow/dispatch.ts"
import type { Draft, Way } from "../flow/draft.ts"
import type { Level } from "../flow/level.ts"
import { addState, expression, isForward, type Place } from "../flow/place.ts"
import { needsRest } from "./needs-saga.ts"
import { Saga } from "./saga.ts"

/** The saga of a section whose branches must come to rest; undefined where they need not, or there is none. */
export function sectionSaga(place: Place, node: AllNode | EachNode): Saga | undefined {
  const { saga } = place
  if (saga === undefined || isForward(place)) return undefined
  if (node.kind === "each" && node.distributed !== undefined) return undefined
  return needsRest(node) ? saga : undefined
}

/**
 * Leaves a section whose branches report: keeps the reports, and looks whether one of them failed.
 * @returns the way on, and JSONata of the reports on it
 */
export function leaveSection(
  place: Place,
  saga: Saga,
  node: AllNode | EachNode,
  branches: readonly Saga[],
  draft: Draft,
): { readonly way: Way; readonly journal: string } {
  const { plan, level } = place
  const { id, name, at } = node
  const next = draft.way("next")
  const variable = plan.declare(`journal:${id}`, {
    name: `${name} journal`,
    level,
    assign: (journal) => {
      next.assign[journal] = expression("$states.result")
    },
  })
  const journal = variable.use()
  next.local.set(`journal:${id}`, () => "$states.result")
  saga.guardSection(place, node, branches, draft, next)
  const check = addState(place, [next], "Choice", { name: `${name} check`, role: "saga", at })
  const failed = check.way("rule", { Condition: expression(`false in ${journal}.ok`) })
  const failure = `$filter(${journal}, function($r) { $r.ok = false })[0].failure`
  if (place.attempts.length > 0) dispatch(place, [failed], { step: name, error: `${failure}.error` })
  else saga.failed(failed, { reported: failure })
  return { way: check.way("default"), journal }
}

/** The saga of a branch, which reports instead of failing. */
export function reporting(level: Level): Saga {
  const saga = new Saga(level, "branch")
  const { outcome } = level
  level.outcome = {
    reports: saga,
    ...(typeof outcome === "object" && "keyed" in outcome ? { keyed: outcome.keyed } : {}),
  }
  return saga
}

/** JSONata of the values of reports, in order. */
export function valuesOf(journal: string): string {
  return `$append([], $map(${journal}, function($r) { $exists($r.value) ? $r.value : null })[])`
}
