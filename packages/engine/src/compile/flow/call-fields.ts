import type { CallData as Call, Expression, StepPolicy } from "@stepwright/dsl"

import type { Json } from "../../asl/json.ts"
import { payload, type Resolve } from "../expression/index.ts"
import { quote } from "../expression/quote.ts"
import type { Fields } from "./draft.ts"
import type { PlanBuilder } from "./plan-builder.ts"
import type { KeyText } from "./root-key.ts"

/** What a call stands in. */
export interface CallSite {
  readonly plan: PlanBuilder
  readonly resolve: Resolve
  /** The step's name. */
  readonly step: string
  readonly key: KeyText
  /** The step's policy over its task's. */
  readonly policy: StepPolicy
  /** JSONata of the time in milliseconds after which the call must not start. */
  readonly until?: string
  /** What the refusal to start says. */
  readonly late?: string
  /** The answer comes by the task token, from outside. */
  readonly callback?: boolean
}

/** A Task state's own fields, and what its answer reads as. */
export interface CallFields {
  readonly fields: Fields
  /** JSONata over `$states.result`. */
  readonly value: string
  /** The call runs a Lambda function. */
  readonly lambda: boolean
  /** The call ends only when something outside ends. */
  readonly waits: boolean
}

/** What an expired call's refusal to start says: the failure path knows it by this. */
export const deadlinePassed = "Stepwright.DeadlinePassed"

/** What a compensation says that would start after its budget. */
export const budgetSpent = "Stepwright.CompensationBudgetSpent"

/** A call as the fields of a Task state. */
export function callFields(call: Call, site: CallSite): CallFields {
  switch (call.kind) {
    case "task":
      return taskFields(call, site)
    case "workflow":
      return workflowFields(call, site)
    case "event":
      return eventFields(call, site)
    case "service":
      return serviceFields(call, site)
  }
}

/** The policy of a call: the step's over its task's, field by field. */
export function policyOf(call: Call, step: StepPolicy, plan: PlanBuilder): StepPolicy {
  return call.kind === "task" ? { ...plan.tree.tasks[call.task]?.policy, ...step } : step
}

/** What a call is given, as a value that can be computed: without what only the deployment knows. */
export function inputOf(call: Call): Expression {
  switch (call.kind) {
    case "task":
    case "workflow":
      return call.input
    case "event":
      return call.detail
    case "service":
      return withoutResources(call.arguments)
  }
}

function withoutResources(value: Expression): Expression {
  if (value.kind === "array")
    return { ...value, items: value.items.filter((item) => !isResource(item)).map(withoutResources) }
  if (value.kind !== "object") return value
  const fields = value.fields.filter((field) => !isResource(field.value))
  return { ...value, fields: fields.map((field) => ({ ...field, value: withoutResources(field.value) })) }
}

function isResource(value: Expression): boolean {
  return value.kind === "reference" && value.of.from === "resource"
}

/** Errors that prove that a call did nothing. */
export function notAppliedOf(call: Call, plan: PlanBuilder): readonly string[] {
  return call.kind === "task" ? (plan.tree.tasks[call.task]?.notApplied ?? []) : []
}

/** Text that is only evaluated where the call may still start; else it raises an error that can be caught. */
function startable(text: string, { until, late = deadlinePassed }: CallSite): string {
  return until === undefined ? text : `$millis() < ${until} ? ${text} : $error(${quote(late)})`
}

/** The envelope of `plan/envelope.ts`. */
function taskFields(call: Extract<Call, { kind: "task" }>, site: CallSite): CallFields {
  const { plan, policy } = site
  const task = plan.tree.tasks[call.task]
  const placeholder = plan.placeholder(`task:${call.task}`, call.task, {
    kind: "task",
    task: call.task,
    ...(task?.queue === undefined ? {} : { queue: task.queue }),
    ...(task?.input.jsonSchema === undefined ? {} : { input: task.input.jsonSchema }),
    ...(task?.output.jsonSchema === undefined ? {} : { output: task.output.jsonSchema }),
  })
  const beats = policy.heartbeatSeconds !== undefined && site.callback !== true
  const waits = beats || site.callback === true
  const limits = limitFields(site)
  const request: Fields = {
    v: 1,
    key: `{% ${startable(site.key.text, site)} %}`,
    attempt: "{% $states.context.State.RetryCount + 1 %}",
    input: payload(call.input, site.resolve),
    execution: "{% $states.context.Execution.Id %}",
    step: payload({ kind: "literal", value: site.step }, site.resolve),
    ...(limits.seconds === undefined ? {} : { deadline: `{% $millis() + ${inMillis(limits.seconds)} %}` }),
    ...(beats ? { token: "{% $states.context.Task.Token %}" } : {}),
  }
  return {
    fields: {
      Resource: `arn:aws:states:::lambda:invoke${waits ? ".waitForTaskToken" : ""}`,
      Arguments: { FunctionName: `\${${placeholder}}`, Payload: request },
      ...limits.fields,
    },
    value:
      site.callback === true ? "$states.result" : beats ? "$states.result.output" : "$states.result.Payload.output",
    lambda: true,
    waits,
  }
}

function inMillis(seconds: string): string {
  return /^\d+$/.test(seconds) ? `${seconds}000` : `${seconds} * 1000`
}

/** A child is named after the key and the attempt, so that an order that is repeated finds the child it started. */
function workflowFields(call: Extract<Call, { kind: "workflow" }>, site: CallSite): CallFields {
  const { plan } = site
  const placeholder = plan.placeholder(`workflow:${call.workflow}`, call.workflow, {
    kind: "workflow",
    workflow: call.workflow,
    ...(call.express === true ? { type: "EXPRESS" } : {}),
  })
  const sync = call.mode === "call" && site.callback !== true
  if (sync && call.express === true)
    plan.report("EXPRESS_CHILD", `'${site.step}' waits for '${call.workflow}', whose type is EXPRESS.`, call.at)
  const attempt = "$states.context.State.RetryCount & '.' & $states.context.Execution.RedriveCount"
  const input: Fields = {
    $stepwright: { v: 1, key: `{% ${startable(site.key.text, site)} %}` },
    input: payload(call.input, site.resolve),
  }
  return {
    fields: {
      Resource: `arn:aws:states:::states:startExecution${sync ? ".sync:2" : site.callback === true ? ".waitForTaskToken" : ""}`,
      Arguments: {
        StateMachineArn: `\${${placeholder}}`,
        Name: `{% $hash(${site.key.text} & '.' & ${attempt}, 'SHA-256') %}`,
        Input: input,
      },
      ...limitFields(site).fields,
    },
    value: sync ? "$states.result.Output" : "$states.result",
    lambda: false,
    waits: sync || site.callback === true,
  }
}

function eventFields(call: Extract<Call, { kind: "event" }>, site: CallSite): CallFields {
  const bus = site.plan.placeholder(`eventBus:${call.bus}`, `${call.bus} bus`, { kind: "eventBus", bus: call.bus })
  const entry: Fields = {
    Detail: payload(call.detail, site.resolve),
    DetailType: payload({ kind: "literal", value: call.event }, site.resolve),
    EventBusName: `\${${bus}}`,
    Source:
      site.until === undefined
        ? payload({ kind: "literal", value: call.source }, site.resolve)
        : `{% ${startable(quote(call.source), site)} %}`,
  }
  return plainFields("events:putEvents", { Entries: [entry] }, site)
}

/** A service's arguments stand as the author gave them; a call that comes too late is refused by its time limit. */
function serviceFields(call: Extract<Call, { kind: "service" }>, site: CallSite): CallFields {
  const made = plainFields(
    `${call.service}${call.suffix ?? ""}`,
    payload(call.arguments, site.resolve),
    site,
    call.suffix !== undefined,
  )
  const { seconds } = limitFields(site)
  if (site.until !== undefined && seconds !== undefined)
    made.fields.TimeoutSeconds = `{% ${startable(seconds, site)} %}`
  return made
}

function plainFields(service: string, given: Json, site: CallSite, job: boolean = false): CallFields {
  const callback = site.callback === true
  return {
    fields: {
      Resource: `arn:aws:states:::${service}${callback ? ".waitForTaskToken" : ""}`,
      Arguments: given,
      ...limitFields(site).fields,
    },
    value: "$states.result",
    lambda: false,
    waits: job || callback,
  }
}

/** TimeoutSeconds and HeartbeatSeconds: the step's own, at most what remains and at least 2; a heartbeat is shorter. */
function limitFields({ policy, until }: CallSite): { readonly fields: Fields; readonly seconds?: string } {
  const { timeoutSeconds: own, heartbeatSeconds: beat } = policy
  if (until === undefined) {
    return {
      fields: {
        ...(own === undefined ? {} : { TimeoutSeconds: own }),
        ...(beat === undefined ? {} : { HeartbeatSeconds: beat }),
      },
      ...(own === undefined ? {} : { seconds: String(own) }),
    }
  }
  const remaining = `$floor((${until} - $millis()) / 1000)`
  const seconds = `$max([2, ${own === undefined ? remaining : `$min([${own}, ${remaining}])`}])`
  return {
    fields: {
      TimeoutSeconds: `{% ${seconds} %}`,
      ...(beat === undefined ? {} : { HeartbeatSeconds: `{% $min([${beat}, ${seconds} - 1]) %}` }),
    },
    seconds,
  }
}
