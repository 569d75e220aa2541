import { aws, type Builder, type Expr, type Permission, type Workflow, workflow } from "@stepwright/dsl"
import { z } from "zod"

import { here } from "../kit/facts.ts"
import type { Request } from "../kit/policy.ts"
import type { Answers } from "../kit/resolve.ts"

/** `within`: whatever begins with its resource's last part is the same to the policy. */
export interface Call extends Request {
  readonly within?: true
}

/** An integration: what a workflow asks of it, what it then calls of AWS, and what lies beside that. */
export interface Integration {
  readonly title: string
  readonly workflow: Workflow<never>
  readonly answers?: Answers
  readonly calls: readonly Call[]
  /** Not to be allowed. Other actions, regions and accounts are tried beside. */
  readonly neighbours: readonly Request[]
}

const Input = z.object({ id: z.string(), name: z.string() })
type Given = Expr<z.output<typeof Input>>

export function calling(
  body: (w: Builder, input: Given) => unknown,
  permissions: readonly Permission[] = [],
): Workflow<never> {
  return workflow("caller", { input: Input, permissions }, (w, input) => {
    body(w, input)
    return null
  }) as unknown as Workflow<never> // what it takes does not matter here
}

/** A call of a service; `sync` waits for the job. */
export function service(action: string, args: object, suffix?: ".sync" | ".sync:2"): Workflow<never> {
  return calling((w) => w.run(aws.service(action, args, suffix === undefined ? {} : { suffix }), { timeout: "60s" }))
}

/** Requests: `dynamodb:GetItem arn…`, several actions on one resource divided by spaces. */
export function each(actions: string, on: string, context?: Request["context"]): readonly Request[] {
  return actions.split(" ").map((action) => ({ action, resource: on, ...(context === undefined ? {} : { context }) }))
}

/** Requests on one of many that a policy cannot tell apart: executions of a machine, objects under a prefix. */
export function within(actions: string, on: string, context?: Request["context"]): readonly Call[] {
  return each(actions, on, context).map((call) => ({ ...call, within: true as const }))
}

export const told = (rule: string): readonly Request[] =>
  each("events:PutTargets events:PutRule events:DescribeRule", `${here("events")}rule/${rule}`)

export const table = (name: string): string => `${here("dynamodb")}table/${name}`
export const s3 = (path: string): string => `arn:aws:s3:::${path}`
export const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`
export const passed = (to: string): Request["context"] => ({ "iam:PassedToService": to })
export const connection = `${here("events")}connection/crm/0f9d2b5e`
export const self = `${here("states")}stateMachine:shop-caller`
export const item = { id: { S: "1" } }
