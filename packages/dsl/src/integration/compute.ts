import type { Input } from "../expr/expr.ts"
import type { Call } from "../task/call.ts"
import { type Shape, unknownShape } from "../tree/index.ts"
import { job, type Job, serviceCall } from "./service.ts"

/** Arguments of `lambda:invoke`, for a function that is not a task of ours. */
export interface InvokeFunction {
  readonly FunctionName: string
  readonly Payload?: unknown
  readonly Qualifier?: string
  readonly InvocationType?: "RequestResponse" | "Event" | "DryRun"
  readonly ClientContext?: string
}

/** What `lambda:invoke` answers. */
export interface InvokedFunction<P> {
  readonly Payload: P
  readonly StatusCode: number
  readonly ExecutedVersion: string
}

/** Arguments as the service's API reference names them, in PascalCase. */
export type ServiceArguments = Readonly<Record<string, unknown>>

const invokedShape: Shape = {
  type: "object",
  fields: { Payload: unknownShape, StatusCode: { type: "integer" }, ExecutedVersion: { type: "string" } },
}

/** Lambda functions that are not tasks of ours. */
export const lambda: {
  readonly invoke: <P = unknown>(args: Input<InvokeFunction>) => Call<InvokedFunction<P>, InvokeFunction>
} = { invoke: (args) => serviceCall("lambda:invoke", args, invokedShape) }

/** Jobs of AWS Batch. */
export const batch: { readonly submitJob: Job<ServiceArguments, unknown> } = { submitJob: job("batch:submitJob") }

/** Tasks of Amazon ECS and Fargate. */
export const ecs: { readonly runTask: Job<ServiceArguments, unknown> } = { runTask: job("ecs:runTask") }

/** Jobs of AWS Glue. */
export const glue: { readonly startJobRun: Job<ServiceArguments, unknown> } = { startJobRun: job("glue:startJobRun") }
