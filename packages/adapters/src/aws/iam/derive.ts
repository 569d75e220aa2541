import type { StateMachineDefinition } from "@stepwright/engine/asl"
import type { PermissionData } from "@stepwright/dsl"

import { callsOf, type DistributedMap, type ServiceCall } from "./calls.ts"
import { fill, type Filling, type Standing } from "./fill.ts"
import { type Grant, grant, type Rule } from "./rule.ts"
import { mapDataRules, rules } from "./rules.ts"
import { actionOf, sdkRule } from "./sdk-rules.ts"
import type { Statement } from "./statement.ts"
import { joined, sub, type Text } from "./text.ts"

/** A state machine, and what stands behind its placeholders. */
export interface RoleOf {
  readonly definition: StateMachineDefinition
  readonly standing: Readonly<Record<string, Standing>>
  /** The state machine's own ARN, by its name: the role is there before it. */
  readonly self: Text
  /** Its name. */
  readonly name: Text
  /** What the author lets it do beside. */
  readonly permissions: readonly PermissionData[]
}

/** Something that no statement can be derived for. */
export interface Ungranted {
  readonly kind: "open" | "unknown"
  readonly state: string
  readonly location: string
  /** `dynamodb:getItem` */
  readonly call: string
  /** The field that is known only at run time. */
  readonly field?: string
  /** What the author's permissions do not cover. */
  readonly actions: readonly string[]
}

/** What a state machine's role must be able to do, exactly. */
export interface Derived {
  readonly statements: readonly Statement[]
  /** About the state machine itself, for distributed Maps: a policy of its own, which comes after the state machine. */
  readonly own: readonly Statement[]
  readonly ungranted: readonly Ungranted[]
}

/** Derives what a role needs from what its state machine calls. */
export function derive(role: RoleOf): Derived {
  const { calls, maps } = callsOf(role.definition)
  const found: Found = { role, statements: [], ungranted: [] }
  for (const call of calls) grantCall(call, found)
  for (const map of maps) grantMapData(map, found)
  for (const { actions, resources } of role.permissions)
    found.statements.push({ actions, resources: resources.map((text) => sub(text)) })
  return {
    statements: found.statements,
    own: maps.length === 0 ? [] : ownStatements(maps, role),
    ungranted: found.ungranted,
  }
}

interface Found {
  readonly role: RoleOf
  readonly statements: Statement[]
  readonly ungranted: Ungranted[]
}

type Site = Pick<ServiceCall, "state" | "location" | "given">

function grantCall(call: ServiceCall, found: Found): void {
  const { service, action, pattern, given, credentials } = call
  const name = `${service}:${action}`
  // The call is made with the other role: this one has only to take it on.
  if (credentials !== undefined)
    return grantAll([grant("sts:AssumeRole", "{RoleArn}")], { ...call, given: credentials }, name, found)
  const [, sdk] = /^aws-sdk:(.+)$/.exec(service) ?? []
  const rule = sdk === undefined ? rules[name] : sdkRule(sdk, action, given.has)
  if (rule === undefined) return unknownCall(call, name, actionOf(sdk ?? service, action), found)
  grantAll(grantsOf(rule, pattern === "job"), call, name, found)
}

function grantsOf(rule: Rule, job: boolean): readonly Grant[] {
  return job ? [...rule.call, ...(rule.job ?? [])] : rule.call
}

function unknownCall({ state, location }: Site, call: string, action: string, found: Found): void {
  if (!isCovered(action, found.role.permissions))
    found.ungranted.push({ kind: "unknown", state, location, call, actions: [action] })
}

function grantAll(grants: readonly Grant[], site: Site, call: string, found: Found, withKey?: readonly string[]): void {
  const filling: Filling = { given: site.given, standing: found.role.standing, self: found.role.self }
  for (const one of grants) {
    if (one.given !== undefined && !site.given.has(one.given)) continue
    const made = statementOf(one, filling)
    if ("statement" in made) found.statements.push(made.statement)
    else if ("open" in made) reportOpen(one, made.open, site, call, found)
  }
  if (withKey !== undefined) found.statements.push(keyStatement(withKey))
}

function reportOpen(one: Grant, field: string, { state, location }: Site, call: string, found: Found): void {
  const actions = one.actions.filter((action) => !isCovered(action, found.role.permissions))
  if (actions.length > 0) found.ungranted.push({ kind: "open", state, location, call, field, actions })
}

function statementOf(
  one: Grant,
  filling: Filling,
): { readonly statement: Statement } | { readonly open: string } | { readonly missing: string } {
  const resources: Text[] = []
  for (const template of one.on) {
    const filled = fill(template, filling)
    if (!("texts" in filled)) return filled
    resources.push(...filled.texts)
  }
  const conditions: Record<string, Record<string, readonly Text[]>> = {}
  for (const [operator, keys] of Object.entries(one.when ?? {})) {
    for (const [key, template] of Object.entries(keys)) {
      const filled = fill(template, filling)
      if (!("texts" in filled)) return filled
      conditions[operator] = { ...conditions[operator], [key]: filled.texts }
    }
  }
  return {
    statement: {
      actions: one.actions,
      resources,
      ...(one.except === true ? { except: true } : {}),
      ...(one.when === undefined ? {} : { conditions }),
    },
  }
}

/** Buckets that are encrypted with the deployment's own key. */
function keyStatement(actions: readonly string[]): Statement {
  return {
    actions,
    resources: [sub("${EncryptionKeyArn}")],
    conditions: { StringEquals: { "kms:ViaService": [sub("s3.${AWS::Region}.${AWS::URLSuffix}")] } },
    withKey: true,
  }
}

function grantMapData({ state, location, reader, writer }: DistributedMap, found: Found): void {
  for (const [data, field, key] of [
    [reader, "ItemReader", ["kms:Decrypt"]],
    [writer, "ResultWriter", ["kms:Decrypt", "kms:GenerateDataKey"]],
  ] as const) {
    if (data === undefined) continue
    const site = { state, location: `${location}/${field}`, given: data.given }
    const rule = mapDataRules[data.resource]
    if (rule === undefined) unknownCall(site, data.resource, data.resource, found)
    else grantAll(rule.call, site, `${field} ${data.resource}`, found, key)
  }
}

/**
 * A distributed Map's executions are started, watched and stopped by the state machine's own role.
 * (AWS: "IAM policies for using Distributed Map states")
 */
function ownStatements(maps: readonly DistributedMap[], { self, name }: RoleOf): readonly Statement[] {
  const executions = joined(sub("arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:"), name)
  const runs = maps.map(({ label = "*" }) => joined(executions, sub(`/${label}:*`)))
  return [
    { actions: ["states:StartExecution"], resources: [self] },
    {
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [joined(executions, sub(":*")), ...runs],
    },
    { actions: ["states:RedriveExecution"], resources: runs },
  ]
}

/** Whether the author lets the role do it, on whatever he named. */
function isCovered(action: string, permissions: readonly PermissionData[]): boolean {
  return permissions.some(({ actions }) => actions.some((pattern) => matches(pattern, action)))
}

function matches(pattern: string, action: string): boolean {
  const source = pattern.toLowerCase().replaceAll("*", ".*").replaceAll("?", ".")
  return new RegExp(`^${source}$`).test(action.toLowerCase())
}
