import type { CallbackNode, RunNode } from "@stepwright/dsl"

import type { CallFields } from "./call-fields.ts"
import { callFields, notAppliedOf, policyOf } from "./call-fields.ts"
import { checkCall } from "./check-call.ts"
import type { Draft, Way } from "./draft.ts"
import { childError, dispatchChild } from "./dispatch.ts"
import { addState, expression, hasDeadline, isForward, keyAt, type Place, positionIn } from "./place.ts"
import { caughtError, protect } from "./protect.ts"
import { read, resolver } from "./read.ts"
import { forwardRule, retriers, retriesQueries } from "./retriers.ts"

/** One call, or one that waits for an outside answer: a Task state. */
export function lowerRun(place: Place, node: RunNode | CallbackNode, ways: readonly Way[]): readonly Way[] {
  const { saga } = place
  const pivot = node.kind === "run" ? node.pivot : undefined
  const draft = addState(place, ways, "Task", {
    name: node.name,
    role: pivot === undefined ? "step" : "pivot",
    step: node.name,
    at: node.at,
  })
  const made = fill(place, node, draft)
  const next = draft.way("next")
  next.retried = retriesQueries(policyOf(node.call, node.policy, place.plan))
  keepResult(place, node, next, made)
  if (node.compensate !== undefined && saga !== undefined && !isForward(place)) {
    saga.guard(place, node, draft, next)
  } else if (pivot !== undefined && saga !== undefined) {
    return saga.pivot(place, node as RunNode, draft, next) // only a run has a pivot
  } else {
    const child = node.call.kind === "workflow" && node.call.mode === "call"
    if (child) dispatchChild(place, draft, node.name)
    protect(place, draft, next, node.name, child ? childError : caughtError)
  }
  return [next]
}

function fill(place: Place, node: RunNode | CallbackNode, draft: Draft): CallFields {
  const { plan } = place
  const position = positionIn(place, draft)
  const policy = policyOf(node.call, node.policy, plan)
  const deadline = hasDeadline(place)
  const made = callFields(node.call, {
    plan,
    resolve: resolver(plan, position),
    step: node.name,
    // Only what reads it has it assigned.
    get key() {
      return keyAt(place, node.name, position)
    },
    policy,
    ...(deadline ? { until: read(plan, position, "deadline") } : {}),
    ...(node.kind === "callback" ? { callback: true } : {}),
  })
  Object.assign(draft.fields, made.fields)
  checkCall(place, node, policy, made)
  const handled = place.handled || place.attempts.length > 0
  // Of a pivot whose outcome is unknown a probe is asked at once; where there is none, only trying again may tell.
  const pivot = node.kind === "run" ? node.pivot : undefined
  const steadfast = (isForward(place) && !handled) || (pivot !== undefined && pivot.probe === undefined)
  const retry = retriers({
    policy,
    notApplied: notAppliedOf(node.call, plan),
    lambda: made.lambda,
    ...(steadfast ? { otherwise: [forwardRule] } : {}),
    ...(deadline && plan.tree.timeoutSeconds !== undefined ? { budget: plan.tree.timeoutSeconds } : {}),
  })
  if (retry.length > 0) draft.fields.Retry = retry.map((retrier) => ({ ...retrier }))
  return made
}

function keepResult(place: Place, node: RunNode | CallbackNode, next: Way, made: CallFields): void {
  const { plan, level } = place
  const key = `step:${node.id}`
  const boxed = node.shape.optional === true
  plan.shapes.set(key, node.shape)
  next.local.set(key, () => made.value)
  // What a compensated step answers is kept whatever it is: a failure here would say that the step did not happen.
  const kept = (): string => (next.exact && !boxed ? `$exists(${made.value}) ? ${made.value} : null` : made.value)
  plan.declare(key, {
    name: node.name,
    level,
    boxed,
    assign: (variable) => {
      next.assign[variable] = expression(boxed ? `{'value': ${made.value}}` : kept())
    },
  })
}
