import type { CallData as Call, RetryRule } from "@stepwright/dsl"

import { lowerExpression } from "../expression/index.ts"
import { budgetSpent, callFields, inputOf, notAppliedOf, policyOf } from "../flow/call-fields.ts"
import { addState, keyAt } from "../flow/place.ts"
import { inState, type Position, read, resolver } from "../flow/read.ts"
import { retriers } from "../flow/retriers.ts"
import { keyWith } from "../flow/root-key.ts"
import { deadLetterState } from "./dead-letter-state.ts"
import type { StepUndo } from "./saga.ts"
import type { Undoing } from "./undoing.ts"
import { checkVolatile } from "./volatile.ts"

/** Seconds of one attempt of a compensation that sets no timeout. */
const defaultTimeout = 60

/** How a compensation is retried that does not say otherwise. */
const defaultRetry: RetryRule = {
  errors: ["States.ALL"],
  attempts: 6,
  intervalSeconds: 2,
  backoffRate: 2,
  maxIntervalSeconds: 60,
  jitter: true,
}

/** A step's compensation. */
export interface Undone {
  readonly undo: StepUndo
  /** Its number in the saga. */
  readonly step: number
  readonly call: Call
  readonly outcome: "known" | "unknown" | "either"
  /** The state that undoes the step before. */
  readonly onward: () => string
}

/** Runs a compensation; what fails for good becomes a dead letter, and the rest goes on. */
export function undoState(undoing: Undoing, { undo, step, call, outcome, onward }: Undone): string {
  const { place, report } = undoing
  const recall = (of: number): Position["local"] => undoing.recall(of, outcome)
  const { plan, level } = place
  const { node } = undo
  const name = `${node.name}${outcome === "unknown" ? " (unknown)" : ""}`
  const at = node.compensate?.at
  const draft = addState(place, [], "Task", {
    name: `Undo ${name}`,
    role: "compensation",
    step: node.name,
    ...(at === undefined ? {} : { at }),
  })
  const position = inState(level, false, recall(step))
  const key = keyAt(undo.place, node.name, position)
  const budget = plan.tree.compensationTimeoutSeconds
  const policy = { timeoutSeconds: defaultTimeout, ...policyOf(call, node.compensate?.policy ?? {}, plan) }
  const made = callFields(call, {
    plan,
    resolve: resolver(plan, { ...position, local: compensatedValues({ ...undoing, recall }, undo, step, key.text) }),
    step: node.name,
    key: keyWith(key, "~undo"),
    policy,
    ...(budget === undefined
      ? {}
      : { until: `(${read(plan, position, "failure")}.at + ${budget * 1000})`, late: budgetSpent }),
  })
  const notApplied = notAppliedOf(call, plan)
  const retry = retriers({ policy, notApplied, lambda: made.lambda, otherwise: [defaultRetry] })
  Object.assign(draft.fields, made.fields, { Retry: retry.map((retrier) => ({ ...retrier })) })
  const next = draft.way("next")
  const label = undoing.label(step, position)
  report.undone(next, label)
  undoing.settled(step, next)
  const letter = deadLetterState(undoing, { name, label, key: key.text, target: targetOf(call), onward })
  for (const error of ["States.DataLimitExceeded", "States.ALL"]) {
    const way = draft.way("catch", { ErrorEquals: [error] })
    report.failed(way, label, "$states.errorOutput.Error", "$states.errorOutput")
    undoing.settled(step, way)
    way.next = letter
  }
  next.next = onward()
  return draft.name
}

/** What the call may refer to: the do-key, what the step was given, what it answered, and what its scope could see. */
function compensatedValues(
  { place, recall, initially }: Undoing,
  { node }: StepUndo,
  step: number,
  key: string,
): Position["local"] {
  const { plan, level } = place
  const around = inState(level, false, recall(step))
  const result = (): string => {
    const text = read(plan, around, `step:${node.id}`)
    const variable = plan.variables.get(`step:${node.id}`)
    if (variable !== undefined) initially(variable.name, variable.boxed ? {} : null)
    return text
  }
  const input = (): string => {
    const given = inputOf(node.call)
    checkVolatile(plan, given, node)
    return lowerExpression(given, resolver(plan, around)).text
  }
  const own = new Map([
    ["compensated:key", () => key],
    ["compensated:input", input],
    ["compensated:result", result],
  ])
  return { get: (name) => own.get(name) ?? around.local.get(name) }
}

function targetOf(call: Call): string {
  switch (call.kind) {
    case "task":
      return call.task
    case "workflow":
      return call.workflow
    case "event":
      return call.event
    case "service":
      return call.service
  }
}
