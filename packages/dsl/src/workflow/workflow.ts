import { z } from "zod"

import { checkStable } from "../expr/check-stable.ts"
import { type Expr, type Input, reference } from "../expr/expr.ts"
import { schemaData } from "../expr/shape.ts"
import { positionHere } from "../scope/source-position.ts"
import { trace, type Tracing } from "../scope/tracing.ts"
import type { Call } from "../task/call.ts"
import { type Duration, toSeconds } from "../task/duration.ts"
import { checkPermissions, type Permission } from "../task/lambda.ts"
import { checkName } from "../task/name.ts"
import type { Task } from "../task/task.ts"
import type { SchemaData, WorkflowTree } from "../tree/index.ts"
import type { BranchResult } from "./branch.ts"
import type { Builder } from "./builder.ts"
import { checkMoved } from "./check-moved.ts"
import type { Definition } from "./definition.ts"
import { makeBuilder } from "./make-builder.ts"
import { traceBody, type TracedBody } from "./trace-body.ts"
import type { Schema } from "../task/schema.ts"

declare const valueTypes: unique symbol

/** A typed program over tasks: a value, not a running thing. */
export interface Workflow<I = unknown, O = unknown> {
  readonly kind: "workflow"
  readonly name: string
  /** What was traced: plain data, all that the compiler sees. */
  readonly tree: WorkflowTree
  readonly input: Schema
  readonly output: Schema
  /** Every task named in its tree, compensations and probes included. */
  readonly tasks: ReadonlyMap<string, Task>
  /** The child workflows that it calls or starts. */
  readonly workflows: ReadonlyMap<string, Workflow>
  /** Never there: carries the types. */
  readonly [valueTypes]?: { readonly input: I; readonly output: O }
}

/** What a workflow declares. Its schemas must be plain JSON: no transform, default, coerce or date. */
export interface WorkflowOptions<I extends Schema> {
  /** Default: anything. */
  readonly input?: I
  /**
   * The state machine's type. An `EXPRESS` one is for short work that may run twice: it takes five minutes at most, each
   * start is another execution, and it holds no saga, callback, heartbeat, job, child workflow that it waits for, or
   * distributed `each`; the compiler refuses those (`EXPRESS_…`). Default `STANDARD`. (AWS: "Choosing workflow type")
   */
  readonly type?: "STANDARD" | "EXPRESS"
  /** A budget for the whole workflow. */
  readonly timeout?: Duration
  /** How long compensation may take once the budget is spent. */
  readonly compensationTimeout?: Duration
  /**
   * What it may do on AWS beside what its steps ask for by themselves: for steps whose target is known only at run time,
   * as a table that an expression names.
   */
  readonly permissions?: readonly Permission[]
}

/**
 * Defines a workflow: runs its body once and records what it does.
 * @param name - 1 to 80 characters; the state machine's name.
 * @throws {DefinitionError} with every problem.
 */
export function workflow<I extends Schema, O extends Schema>(
  name: string,
  options: WorkflowOptions<I> & { readonly output: O },
  body: (w: Builder<z.output<O>>, input: Expr<z.output<I>>) => Input<z.output<O>> | Call<z.output<O>>,
): Workflow<z.input<I>, z.output<O>>
export function workflow<R, I extends Schema = z.ZodUnknown>(
  name: string,
  options: WorkflowOptions<I>,
  body: (w: Builder, input: Expr<z.output<I>>) => R,
): Workflow<z.input<I>, BranchResult<() => R>>
export function workflow(
  name: string,
  options: WorkflowOptions<Schema> & { readonly output?: Schema },
  body: (w: Builder, input: Expr<never>) => unknown,
): Workflow<never> {
  const at = positionHere()
  const tasks = new Map<string, Task>()
  const workflows = new Map<string, Workflow>()
  const [input, output] = [options.input ?? z.unknown(), options.output ?? z.unknown()]
  const tree = trace(`workflow ${name}`, (tracing): WorkflowTree => {
    checkName(name, "workflow")
    checkStable(input, "The input")
    checkStable(output, "The output")
    checkPermissions(options.permissions ?? [], `workflow ${name}`)
    const inputData = schemaData(input, "output")
    const traced = traceRoot({ tracing, tasks, workflows, moved: new Set(), builderOf: makeBuilder }, body, inputData)
    return {
      name,
      ...(options.type === "EXPRESS" ? { type: options.type } : {}),
      input: inputData,
      output:
        options.output === undefined ? { shape: traced.shape ?? { type: "unknown" } } : schemaData(output, "output"),
      ...timeoutsOf(options),
      ...(options.permissions === undefined ? {} : { permissions: options.permissions }),
      body: traced.block,
      tasks: Object.fromEntries([...tasks].map(([key, { data }]) => [key, data])),
      at,
    }
  })
  return Object.freeze({ kind: "workflow", name, tree, input, output, tasks, workflows })
}

function traceRoot(
  definition: Definition,
  body: (w: Builder, input: Expr<never>) => unknown,
  input: SchemaData,
): TracedBody {
  const traced = traceBody(definition, (w, owner) => body(w, reference({ from: "input" }, input.shape, owner)))
  checkMoved(definition, traced.block)
  reportPending(definition.tracing)
  return traced
}

function reportPending(tracing: Tracing): void {
  tracing.issues.push(...tracing.pendingIssues)
  for (const { name, at } of tracing.pendingCalls.values())
    tracing.report("CALL_NOT_RUN", `The call of ${name} is never run.`, at)
}

function timeoutsOf(
  options: WorkflowOptions<Schema>,
): Pick<WorkflowTree, "timeoutSeconds" | "compensationTimeoutSeconds"> {
  const { timeout, compensationTimeout } = options
  return {
    ...(timeout === undefined ? {} : { timeoutSeconds: toSeconds(timeout, "The workflow's timeout") }),
    ...(compensationTimeout === undefined
      ? {}
      : { compensationTimeoutSeconds: toSeconds(compensationTimeout, "The compensation timeout") }),
  }
}

/** The type of what a workflow takes. */
export type InputOf<W> = W extends Workflow<infer I> ? I : never

/** The type of what a workflow gives. */
export type OutputOf<W> = W extends Workflow<infer _, infer O> ? O : never
