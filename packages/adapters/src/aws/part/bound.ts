import type { Binding } from "@stepwright/engine"
import type { Json } from "@stepwright/engine/asl"

import type { AwsOptions, AwsWorkflow } from "../app.ts"
import type { Draft } from "../draft.ts"
import type { Standing } from "../iam/fill.ts"
import { sub, textOf } from "../iam/text.ts"
import { idPart } from "../names.ts"
import type { Value } from "../template.ts"
import { deadLetterQueueId, taskIds, workflowIds } from "./ids.ts"
import { fieldsOf, isArnField, resourceParameter } from "./resource-parameter.ts"

/** What a placeholder is replaced with when the state machine is created, and what permissions are derived from. */
export interface Bound extends Standing {
  readonly value: Value
}

/** What is known of an app while its plans are bound. */
export interface BoundApp {
  readonly workflows: readonly AwsWorkflow[]
  /** The logical id of each task's published version. */
  readonly versions: ReadonlyMap<string, string>
  readonly options: AwsOptions
  readonly draft: Draft
}

/** What stands behind every placeholder of a plan. */
export function boundOf({ plan }: AwsWorkflow, app: BoundApp): Readonly<Record<string, Bound>> {
  const bound: Record<string, Bound> = {}
  for (const [placeholder, binding] of Object.entries(plan.bindings)) {
    const one = boundTo(binding, placeholder, plan.definition as unknown as Json, app) // a definition is JSON
    if (one !== undefined) bound[placeholder] = one
  }
  return bound
}

function boundTo(binding: Binding, placeholder: string, definition: Json, app: BoundApp): Bound | undefined {
  switch (binding.kind) {
    case "task": {
      const { function: id } = taskIds(binding.task)
      // A published version: executions under way go on with the code that they began with.
      const version = app.versions.get(binding.task) ?? id
      return { value: { Ref: version }, text: sub(`\${${id}.Arn}:*`), arn: true }
    }
    case "workflow": {
      const { stateMachine, version } = workflowIds(binding.workflow)
      const executions = `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:execution:\${${stateMachine}.Name}`
      const self = sub(`\${${stateMachine}}`)
      return {
        value: { Ref: version },
        text: self,
        arn: true,
        turned: { execution: sub(executions), unqualified: self },
      }
    }
    case "eventBus":
      return busOf(binding.bus, app)
    case "deadLetterQueue":
      return {
        value: { Ref: deadLetterQueueId },
        text: sub(`\${${deadLetterQueueId}}`),
        turned: { queue: sub(`\${${deadLetterQueueId}.Arn}`) },
      }
    case "resource":
      return resourceOf(binding.resource, fieldsOf(definition, placeholder), app)
  }
}

function busOf(bus: string, app: BoundApp): Bound {
  if (bus === "default" || bus.startsWith("arn:"))
    return { value: bus, text: textOf(bus, "Bus"), ...arnIf(bus.startsWith("arn:")) }
  const id = parameterId(bus, "EventBusName")
  app.draft.parameters[id] = {
    ...resourceParameter(
      "EventBusName",
      bus,
      usersOf((binding) => binding.kind === "eventBus" && binding.bus === bus, app),
    ),
    Default: bus,
  }
  return { value: { Ref: id }, text: sub(`\${${id}}`) }
}

function resourceOf(resource: string, fields: readonly string[], app: BoundApp): Bound {
  const [field = "Value", ...others] = fields
  const isIt = (binding: Binding): boolean => binding.kind === "resource" && binding.resource === resource
  const elsewhere = app.workflows.flatMap(({ plan }) =>
    Object.entries(plan.bindings)
      .filter(([, binding]) => isIt(binding))
      .flatMap(([placeholder]) => fieldsOf(plan.definition as unknown as Json, placeholder)),
  )
  const all = [...new Set([field, ...others, ...elsewhere])].toSorted()
  if (all.length > 1 && !all.every((one) => kindOf(one) === kindOf(field)))
    reportOnce(app.draft, `The resource '${resource}' stands for ${all.join(" and for ")}.`)
  const given = app.options.resources?.[resource]
  if (given !== undefined) {
    const arn = isArnField(field) || isArn(given)
    return { value: given, text: textOf(given, parameterId(resource, field)), ...arnIf(arn) }
  }
  const id = parameterId(resource, all[0] ?? field)
  app.draft.parameters[id] = resourceParameter(all[0] ?? field, resource, usersOf(isIt, app))
  return { value: { Ref: id }, text: sub(`\${${id}}`), ...arnIf(isArnField(field)) }
}

/** Fields that take the same: `TopicArn` and `TargetArn`, any two ARNs. */
function kindOf(field: string): string {
  return isArnField(field) ? "ARN" : field
}

function reportOnce(draft: Draft, message: string): void {
  if (!draft.problems.some((problem) => problem.message === message)) draft.report("AWS_RESOURCE_CONFLICT", message)
}

function isArn(value: Value): boolean {
  if (typeof value === "string") return value.startsWith("arn:")
  return (
    typeof value === "object" && value !== null && "Fn::GetAtt" in value && JSON.stringify(value).endsWith('Arn"]}')
  )
}

function arnIf(arn: boolean): { readonly arn?: true } {
  return arn ? { arn } : {}
}

/** `OrdersTableName` of `orders`; `OrdersTable` says the field itself already. */
function parameterId(resource: string, field: string): string {
  const id = idPart(resource)
  return id.endsWith(field) ? id : `${id}${field}`
}

function usersOf(isIt: (binding: Binding) => boolean, { workflows }: BoundApp): readonly string[] {
  return workflows
    .filter(({ plan }) => Object.values(plan.bindings).some(isIt))
    .map(({ plan }) => plan.name)
    .toSorted()
}
