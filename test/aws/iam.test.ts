import type { Template } from "@stepwright/adapters/aws"
import { describe, expect, it } from "vitest"

import { beside, type Call, type Integration, integrations } from "./integrations/index.ts"
import { appOf, deployable, roleStatements } from "./kit/deployed.ts"
import { decide, type PolicyStatement, type Request } from "./kit/policy.ts"

const role = "CallerStateMachineRole"

/** What every state machine's role may do: AWS knows no resource for it. */
const everywhere: Readonly<Record<string, string>> = {
  "logs:CreateLogDelivery": "log delivery",
  "logs:DeleteLogDelivery": "log delivery",
  "logs:DescribeLogGroups": "log delivery",
  "logs:DescribeResourcePolicies": "log delivery",
  "logs:GetLogDelivery": "log delivery",
  "logs:ListLogDeliveries": "log delivery",
  "logs:PutResourcePolicy": "log delivery",
  "logs:UpdateLogDelivery": "log delivery",
  "xray:GetSamplingRules": "traces",
  "xray:GetSamplingTargets": "traces",
  "xray:PutTelemetryRecords": "traces",
  "xray:PutTraceSegments": "traces",
}

/** Of integrations: no resource is known for it either. */
const unscoped: Readonly<Record<string, string>> = {
  "batch:DescribeJobs": "AWS Batch has no resource-level permission for it",
  "elasticmapreduce:RunJobFlow": "the cluster is not there yet",
  "translate:TranslateText": "it reaches nothing of the account's",
}

function templateOf({ workflow }: Integration): Template {
  const called = beside.filter(({ name }) => workflow.workflows.has(name))
  return deployable(appOf([workflow, ...called])).template
}

function statementsFor(integration: Integration): readonly PolicyStatement[] {
  return roleStatements(templateOf(integration), role, integration.answers)
}

/** The same request elsewhere, or of another action. */
function elsewhere({ action, resource, context, within }: Call): readonly Request[] {
  const more = context === undefined ? {} : { context }
  const other = resource.startsWith("arn:aws:s3:::")
    ? []
    : [resource.replace(":111122223333:", ":999988887777:"), resource.replace(":eu-west-1:", ":ap-south-1:")]
  return [
    ...(within === true || resource === "*" ? [] : [{ action, resource: `${resource}-more`, ...more }]),
    ...other.filter((text) => text !== resource).map((text) => ({ action, resource: text, ...more })),
    { action: `${action}Anyway`, resource, ...more },
    { action: `other-${action}`, resource, ...more },
  ]
}

/** What is wrong with a policy: calls that it refuses, neighbours that it allows, and actions that nobody asked for. */
function judge({ calls, neighbours }: Integration, statements: readonly PolicyStatement[]): readonly string[] {
  const asked = new Set([...calls.map(({ action }) => action), ...Object.keys(everywhere)])
  const idle = statements
    .flatMap(({ Action: actions = [] }) => actions)
    .filter((action) => !asked.has(action) && !isKeyOfLogs(action, statements))
  return [
    ...calls.filter((call) => decide(statements, call) !== "allowed").map((call) => `refused ${show(call)}`),
    ...[...neighbours, ...calls.flatMap(elsewhere)]
      .filter((call) => decide(statements, call) === "allowed")
      .map((call) => `allowed ${show(call)}`),
    ...idle.map((action) => `idle ${action}`),
  ]
}

/** With a key of its own every state machine uses it; the template's test looks at that. */
function isKeyOfLogs(action: string, statements: readonly PolicyStatement[]): boolean {
  return (
    action.startsWith("kms:") &&
    statements.some(({ Condition: held }) => JSON.stringify(held ?? {}).includes("stateMachineArn"))
  )
}

function show({ action, resource, context }: Request): string {
  return `${action} ${resource}${context === undefined ? "" : ` ${JSON.stringify(context)}`}`
}

const cases = integrations.map((integration) => ({ title: integration.title, integration }))

describe("a role that is derived from its plan", () => {
  it.each(cases)("allows exactly what is called: $title", ({ integration }) => {
    expect(judge(integration, statementsFor(integration))).toEqual([])
  })

  it.each(cases)("names what it reaches: $title", ({ integration }) => {
    const open = statementsFor(integration).flatMap(({ Action: actions = [], Resource: resources = [] }) =>
      resources.includes("*") ? actions : [],
    )
    expect(open.filter((action) => !(action in everywhere) && !(action in unscoped))).toEqual([])
    expect(JSON.stringify(templateOf(integration).Resources[role])).not.toContain('"Action":"*"')
  })
})

/** Policies that are wrong in one place. */
function mutants(
  statements: readonly PolicyStatement[],
): readonly { readonly title: string; readonly policy: readonly PolicyStatement[] }[] {
  const found: { title: string; policy: readonly PolicyStatement[] }[] = []
  for (const [index, one] of statements.entries()) {
    const own = (one.Action ?? []).every((action) => action in everywhere || action.startsWith("kms:"))
    if (own) continue
    const replaced = (title: string, by: readonly PolicyStatement[]): void => {
      found.push({
        title: `${title} ${JSON.stringify(one)}`,
        policy: [...statements.slice(0, index), ...by, ...statements.slice(index + 1)],
      })
    }
    replaced("without", [])
    for (const action of one.Action ?? []) {
      if (action in everywhere) continue
      if ((one.Action ?? []).length > 1)
        replaced(`without ${action}`, [{ ...one, Action: (one.Action ?? []).filter((other) => other !== action) }])
      replaced(`with all of ${action}`, [{ ...one, Action: [...(one.Action ?? []), `${action}*`] }])
    }
    for (const [at, resource] of (one.Resource ?? []).entries()) {
      if (resource === "*") continue
      const wider = (text: string): PolicyStatement => ({ ...one, Resource: (one.Resource ?? []).with(at, text) })
      replaced(`with * for ${resource}`, [wider("*")])
      // A bucket has no account to be another one's.
      if (!/:\*$|\/\*$|\*$/.test(resource)) replaced(`with all like ${resource}`, [wider(`${resource}*`)])
      if ((one.Resource ?? []).length > 1)
        replaced(`without ${resource}`, [
          { ...one, Resource: (one.Resource ?? []).filter((other) => other !== resource) },
        ])
    }
    if (one.NotResource !== undefined)
      replaced("without exception", [{ ...one, NotResource: undefined, Resource: ["*"] }])
    if (one.Condition !== undefined) replaced("without condition", [{ ...one, Condition: undefined }])
  }
  return found
}

describe("these tests", () => {
  it.each(cases)("notice a policy that is wrong: $title", ({ integration }) => {
    const statements = statementsFor(integration)
    const unnoticed = mutants(statements).filter(({ policy }) => judge(integration, policy).length === 0)
    expect(unnoticed.map(({ title }) => title)).toEqual([])
  })
})
