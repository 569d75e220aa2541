import type { WorkflowTree } from "@stepwright/dsl"
import type { Plan } from "@stepwright/engine"

import type { Value } from "./template.ts"

/** What goes to AWS: a project's workflows, the code of their tasks, and how they are to be run. */
export interface AwsApp {
  /**
   * What the names of its functions and state machines begin with, unless the deployment says otherwise (`NamePrefix`):
   * letters, digits and hyphens, a letter first.
   */
  readonly name: string
  readonly workflows: readonly AwsWorkflow[]
  /** Where a task's code is; undefined for one that has none, which is a problem (`AWS_TASK_WITHOUT_HANDLER`). */
  readonly code: (task: string) => TaskCode | undefined
  readonly options?: AwsOptions
}

/** A workflow, compiled. */
export interface AwsWorkflow {
  readonly plan: Plan
  /** What the plan was compiled from: memory, environment and permissions of its tasks, and lines of source. */
  readonly tree?: WorkflowTree
}

/**
 * A task's code: a folder that `aws cloudformation package` uploads (relative to the template), or an object in S3.
 * `digest` is any text that changes when the code does: a new one publishes a version of the function.
 */
export type TaskCode = { readonly digest: string } & (
  | { readonly path: string }
  | { readonly bucket: Value; readonly key: Value; readonly version?: string }
)

/** How an app runs on AWS. */
export interface AwsOptions {
  /** Default `nodejs24.x`. */
  readonly runtime?: "nodejs22.x" | "nodejs24.x"
  /** Default `arm64`. */
  readonly architecture?: "arm64" | "x86_64"
  /** MB of a function whose task says nothing; 128 to 10240, default 256. */
  readonly memory?: number
  /** Of a function whose task has no timeout: 1 to 900, default 60. */
  readonly timeoutSeconds?: number
  /** What state machines log; default `ERROR`, of an Express one `ALL`: it has no other history. */
  readonly logLevel?: "ALL" | "ERROR" | "FATAL" | "OFF"
  /** Whether inputs and outputs stand in state machines' logs; default true. Where a schema holds a secret they never do. */
  readonly logExecutionData?: boolean
  /** X-Ray; default true. */
  readonly tracing?: boolean
  /** Variables of environments that are named like secrets and hold none. */
  readonly notSecrets?: readonly string[]
  /** Of every resource. */
  readonly tags?: Readonly<Record<string, string>>
  /**
   * What stands behind `resource(…)`, by its name: a text, or an expression of CloudFormation as `{ Ref: "OrdersTable" }`.
   * Whatever is missing becomes a parameter.
   */
  readonly resources?: Readonly<Record<string, Value>>
}
