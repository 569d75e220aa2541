import { misuse, type Tracing } from "../scope/tracing.ts"
import type { CallParts } from "../task/call.ts"
import type { Task } from "../task/task.ts"
import type { BodyScope } from "./body-scope.ts"
import type { Builder } from "./builder.ts"
import type { Workflow } from "./workflow.ts"

/** What one workflow collects while its function runs. */
export interface Definition {
  readonly tracing: Tracing
  readonly tasks: Map<string, Task>
  readonly workflows: Map<string, Workflow>
  /** Steps that were taken over after they had been placed. */
  readonly moved: Set<string>
  /** What a body is given to build with. */
  readonly builderOf: (scope: BodyScope) => Builder<unknown>
}

/** Remembers whose call it is; reports a second task or workflow of the same name. */
export function remember({ tasks, workflows }: Definition, { task, workflow }: CallParts): void {
  if (task !== undefined) add(tasks, task, "task")
  if (workflow !== undefined) add(workflows, workflow, "workflow")
}

function add<T extends { readonly name: string }>(known: Map<string, T>, one: T, what: string): void {
  const before = known.get(one.name)
  if (before !== undefined && before !== one)
    misuse("TASK_TAKEN", `Two ${what}s are called ${JSON.stringify(one.name)}.`)
  known.set(one.name, one)
}
