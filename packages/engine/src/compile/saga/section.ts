import type { AllNode, EachNode, Node } from "@stepwright/dsl"

import { dispatch } from "../flow/dispatch.ts"
import type { Draft, Way } from "../flow/draft.ts"
import type { Level } from "../flow/level.ts"
import { addState, expression, isForward, type Place } from "../flow/place.ts"
import { failureText } from "./failure.ts"
import { needsRest } from "./needs-saga.ts"
import { Saga } from "./saga.ts"

/** The saga of a section whose branches must come to rest; undefined where they need not, or there is none. */
export function sectionSaga(place: Place, node: AllNode | EachNode): Saga | undefined {
  const { saga } = place
  if (saga === undefined || isForward(place)) return undefined
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
  const failed = check.way("rule", { Condition: expression(failedText(node, journal)) })
  const failure = failureOf(place, node, journal)
  saga.failedAt(check.way("cancelled"), name, "$states.errorOutput")
  if (place.attempts.length > 0) dispatch(place, [failed], { step: name, error: `${failure}.error` })
  else saga.failed(failed, { reported: failure })
  return { way: check.way("default"), journal }
}

/** JSONata: a branch failed; of a distributed `each`, more items than it tolerates. */
function failedText(node: AllNode | EachNode, journal: string): string {
  if (!isDistributed(node)) return `false in ${journal}.ok`
  const failed = `$count(${journal}) - $count(${journal}[ok = true])`
  const { count, percentage } = node.tolerate ?? {}
  if (percentage === undefined) return `${failed} > ${count ?? 0}`
  const share = `(${failed}) * 100 > ${percentage} * $count(${journal})`
  return count === undefined ? share : `${failed} > ${count} or ${share}`
}

/** JSONata of the first failure. A child that was lost reported none: its own end stands for it. */
function failureOf({ plan }: Place, node: AllNode | EachNode, journal: string): string {
  if (!isDistributed(node)) return `$filter(${journal}, function($r) { $r.ok = false })[0].failure`
  const own = (field: string, otherwise: string): string =>
    `'${field}': $exists($r.${field}) ? $r.${field} : '${otherwise}'`
  const ended = `{${own("Error", "States.TaskFailed")}, ${own("Cause", "The child execution was stopped.")}}`
  const timed = plan.tree.compensationTimeoutSeconds !== undefined
  const lost = failureText({ step: node.name, error: ended, counted: false }, timed)
  return `function($r) { $exists($r.failure) ? $r.failure : ${lost} }($filter(${journal}, function($r) { $not($r.ok = true) })[0])`
}

/** Whether a section's branches are executions of their own: they may be lost. */
export function isDistributed(node: Node): node is EachNode & { readonly distributed: object } {
  return node.kind === "each" && node.distributed !== undefined
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
