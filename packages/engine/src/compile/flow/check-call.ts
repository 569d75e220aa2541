import type { CallbackNode, RunNode, StepPolicy } from "@stepwright/dsl"

import { quotas } from "../../asl/quotas.ts"
import { callsSaga } from "../saga/needs-saga.ts"
import type { CallFields } from "./call-fields.ts"
import { isForward, type Place } from "./place.ts"

const lambdaSeconds = 900

/** Reports what AWS would refuse about a call, and what sagas cannot keep in order yet. */
export function checkCall(place: Place, node: RunNode | CallbackNode, policy: StepPolicy, made: CallFields): void {
  const { plan } = place
  const { timeoutSeconds, heartbeatSeconds } = policy
  const seconds = [
    timeoutSeconds,
    heartbeatSeconds,
    ...(policy.retry ?? []).flatMap((rule) => [rule.intervalSeconds, rule.maxIntervalSeconds]),
  ]
  for (const value of seconds) {
    if (value === undefined || (Number.isInteger(value) && value > 0)) continue
    plan.report("DURATION_NOT_WHOLE", `The policy of '${node.name}' holds ${value} seconds.`, node.at)
  }
  if (timeoutSeconds !== undefined && heartbeatSeconds !== undefined && heartbeatSeconds >= timeoutSeconds)
    plan.report(
      "HEARTBEAT_TOO_LONG",
      `'${node.name}' has a heartbeat of ${heartbeatSeconds} s and a timeout of ${timeoutSeconds} s.`,
      node.at,
    )
  if (made.lambda && node.kind === "run" && timeoutSeconds !== undefined && timeoutSeconds > lambdaSeconds)
    plan.report("TIMEOUT_LAMBDA", `'${node.name}' has a timeout of ${timeoutSeconds} s.`, node.at, "warning")
  checkType(place, node, timeoutSeconds, made)
  checkSaga(place, node)
}

/** What an Express execution cannot do. */
function checkType(
  { plan, express }: Place,
  { name, at }: RunNode | CallbackNode,
  timeoutSeconds: number | undefined,
  made: CallFields,
): void {
  if (!express) return
  if (made.waits) plan.report("EXPRESS_WAITS", `'${name}' waits for something outside.`, at)
  if (timeoutSeconds !== undefined && timeoutSeconds > quotas.expressDuration.aws)
    plan.report("EXPRESS_TIMEOUT", `'${name}' has a timeout of ${timeoutSeconds} s.`, at, "warning")
}

function checkSaga(place: Place, node: RunNode | CallbackNode): void {
  const { plan, saga } = place
  const pivot = node.kind === "run" ? node.pivot : undefined
  if (node.compensate !== undefined) {
    if (place.express) plan.report("EXPRESS_SAGA", `'${node.name}' is to be compensated.`, node.compensate.at)
    else if (isForward(place))
      plan.report("COMPENSATION_AFTER_PIVOT", `'${node.name}' stands after the pivot.`, node.compensate.at)
    else if (saga === undefined)
      plan.report(
        "COMPENSATION_PLACE",
        `'${node.name}' stands inside a distributed each in batches.`,
        node.compensate.at,
      )
  }
  if (node.compensate === undefined && pivot === undefined) checkUndone(place, node)
  if (pivot === undefined) return
  if (place.express) plan.report("EXPRESS_SAGA", `'${node.name}' is a pivot.`, node.at)
  else if (saga === undefined || place.conditional || isForward(place) || saga.scope === "branch")
    plan.report("PIVOT_PLACE", `'${node.name}' cannot be a pivot there.`, node.at)
}

/** Of services the action tells whether they change anything; an event that was sent cannot be taken back. */
function checkUndone(place: Place, node: RunNode | CallbackNode): void {
  const { plan } = place
  const { call, name } = node
  if (plan.sagas?.undoes !== true && !callsSaga(node)) return
  if (plan.sagas === undefined || isForward(place) || call.kind === "event") return
  if (call.kind === "task" && plan.tree.tasks[call.task]?.readOnly === true) return
  if (call.kind === "service" && /:(?:get|list|describe|query|scan|head|batchGet|filter|search)/.test(call.service))
    return
  plan.report("STEP_UNCOMPENSATED", `'${name}' is neither compensated nor the pivot.`, call.at, "warning")
}
