import { type EachNode, nodesOf, type RepeatNode, type Shape, type SourcePosition } from "@stepwright/dsl"

import { quotas } from "../../asl/quotas.ts"
import type { PlanBuilder } from "../flow/plan-builder.ts"
import { eventCount } from "./event-count.ts"
import { journalBytes } from "./journal-bytes.ts"
import { reachableBytes } from "./reachable-bytes.ts"

/** Bytes of a definition. (AWS: "Service quotas", 1 MB) */
const definitionQuota = 1_048_576

/** Bytes of a payload. (AWS: "Service quotas", 256 KiB) */
const payloadQuota = 262_144

/** Events of an execution's history. (AWS: "Service quotas") */
const historyQuota = 25_000

/** Reports what AWS would refuse about a whole plan, and what can outgrow it at run time. */
export function checkPlan(plan: PlanBuilder, definition: string): void {
  const { tree } = plan
  if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/.test(tree.name))
    plan.report("NAME_TOO_LONG", `The workflow's name '${tree.name}' does not fit.`, tree.at)
  for (const seconds of [tree.timeoutSeconds, tree.compensationTimeoutSeconds]) {
    if (seconds !== undefined && !(Number.isInteger(seconds) && seconds > 0))
      plan.report("DURATION_NOT_WHOLE", `The workflow has ${seconds} seconds.`, tree.at)
  }
  if (tree.type === "EXPRESS" && (tree.timeoutSeconds ?? 0) > quotas.expressDuration.aws)
    plan.report("EXPRESS_TIMEOUT", `The workflow has a timeout of ${tree.timeoutSeconds} s.`, tree.at)
  // The smallest form is what has to fit.
  const bytes = new TextEncoder().encode(JSON.stringify(JSON.parse(definition))).length
  if (bytes > definitionQuota) plan.report("DEFINITION_TOO_LARGE", `The definition has ${bytes} bytes.`, tree.at)
  const events = 2 + eventCount(tree.body, plan.itemBounds)
  if (events === Infinity) warnUnbounded(plan)
  else if (events > historyQuota && tree.type !== "EXPRESS")
    plan.report("HISTORY_TOO_LONG", `An execution can write ${events} events.`, tree.at)
  for (const node of nodesOf(tree.body))
    if (node.kind === "repeat" || (node.kind === "each" && node.distributed !== undefined)) checkJournal(plan, node)
  checkPayload(plan, tree.input.shape, "The input", tree.at)
  for (const node of nodesOf(tree.body))
    if ("shape" in node) checkPayload(plan, node.shape, `The result of '${node.name}'`, node.at)
}

function warnUnbounded(plan: PlanBuilder): void {
  const nodes = nodesOf(plan.tree.body)
  const open = nodes.find((node) => node.kind === "each" && plan.itemBounds.get(node.id) === Infinity)
  const endless = nodes.find((node) => node.kind === "repeat" && node.max === undefined)
  if (endless !== undefined)
    return plan.warnOnce("GROWTH_UNBOUNDED", `Nothing bounds the passes of '${endless.name}'.`, endless.at)
  plan.warnOnce(
    "GROWTH_UNBOUNDED",
    `Nothing bounds the number of items of '${open?.name ?? plan.tree.name}'.`,
    open?.at,
  )
}

/** An endless one is told of by what makes it so. */
function checkJournal(plan: PlanBuilder, node: RepeatNode | EachNode): void {
  const bytes = plan.sagas === undefined ? 0 : journalBytes(node, plan.itemBounds)
  if (bytes > payloadQuota && bytes !== Infinity)
    plan.report("JOURNAL_TOO_LARGE", `What '${node.name}' attempted can take ${bytes} bytes.`, node.at, "warning")
}

/** Most values are texts without a bound; only what is bounded can be judged. */
function checkPayload(plan: PlanBuilder, shape: Shape, what: string, at: SourcePosition): void {
  const bytes = reachableBytes(shape)
  if (bytes > payloadQuota && bytes !== Infinity)
    plan.report("PAYLOAD_TOO_LARGE", `${what} can have ${bytes} bytes.`, at)
}
