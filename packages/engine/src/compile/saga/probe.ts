import type { CallData as Call, RunNode } from "@stepwright/dsl"

import { lowerExpression } from "../expression/index.ts"
import { callFields, inputOf, notAppliedOf, policyOf } from "../flow/call-fields.ts"
import type { Way } from "../flow/draft.ts"
import { addState, expression, keyAt, type Place } from "../flow/place.ts"
import { inState, resolver } from "../flow/read.ts"
import { forwardRule, retriers } from "../flow/retriers.ts"
import { keyWith } from "../flow/root-key.ts"

/** What a probe leads to. */
export interface Probed {
  /** The state that asks. */
  readonly state: string
  /** The pivot happened: go forward. */
  readonly applied: Way
  /** It did not: go back. */
  readonly notApplied: Way
}

/**
 * Asks what became of a pivot whose outcome is unknown. Where the probe does not know either, or cannot be asked, the
 * execution fails there: a redrive asks again.
 */
export function probeState(place: Place, node: RunNode, probe: Call): Probed {
  const { plan, level } = place
  const position = inState(level, false)
  const key = keyAt(place, node.name, position)
  const local = new Map([
    ["compensated:key", () => key.text],
    ["compensated:input", () => lowerExpression(inputOf(node.call), resolver(plan, position)).text],
  ])
  const policy = policyOf(probe, {}, plan)
  const draft = addState(place, [], "Task", {
    name: `Probe ${node.name}`,
    role: "probe",
    step: node.name,
    at: probe.at,
  })
  const made = callFields(probe, {
    plan,
    resolve: resolver(plan, { ...position, local }),
    step: node.name,
    key: keyWith(key, "~probe"),
    policy,
  })
  const retry = retriers({
    policy,
    notApplied: notAppliedOf(probe, plan),
    lambda: made.lambda,
    otherwise: [forwardRule],
  })
  Object.assign(draft.fields, made.fields, { Retry: retry.map((retrier) => ({ ...retrier })) })
  const answer = plan.variableNames.take("probed")
  const next = draft.way("next")
  next.assign[answer] = expression(
    `${made.value}.outcome in ['applied', 'notApplied'] ? ${made.value} : $error('Stepwright.PivotUnknown')`,
  )
  const choice = addState(place, [next], "Choice", { name: `${node.name} happened`, role: "probe", step: node.name })
  const applied = choice.way("rule", { Condition: expression(`$${answer}.outcome = 'applied'`) })
  keepAnswer(place, node, applied, `$${answer}.result`)
  return { state: draft.name, applied, notApplied: choice.way("default") }
}

/** The pivot's result stands in the probe's answer. */
function keepAnswer({ plan }: Place, node: RunNode, applied: Way, text: string): void {
  const key = `step:${node.id}`
  applied.local.set(key, () => text)
  const variable = plan.variables.get(key)
  if (variable === undefined) return
  plan.variables.set(key, {
    ...variable,
    use() {
      applied.assign[variable.name] = expression(variable.boxed ? `{'value': ${text}}` : text)
      return variable.use()
    },
  })
}
