import type { Handled, Workflow } from "@stepwright/dsl"
import type { BoundResources } from "@stepwright/adapters/bindings"
import type { StateMachine } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { isStateMachineFile, parseTarget } from "../target.ts"
import { handlersOf, loadHandlers } from "./load-handlers.ts"
import { loadBindings } from "./load-bindings.ts"
import { loadModule } from "./load-module.ts"
import { loadProgram } from "./load-program.ts"
import { pickWorkflow, workflowsOf } from "./workflows-of.ts"

/** All that a worker runs. */
export interface WorkerProgram {
  readonly workflows: readonly (Workflow | StateMachine)[]
  readonly handlers: readonly Handled[]
  readonly resources: BoundResources
}

/** @throws {CliError} `WORKFLOW_NOT_EXPORTED` where files export none. */
export function requireWorkflows(files: readonly string[], { workflows }: WorkerProgram): void {
  if (workflows.length === 0) throw new CliError("WORKFLOW_NOT_EXPORTED", `${files.join(", ")} export no workflow.`)
}

/** What a worker is given beside its files. */
export interface WorkerParts {
  /** A module that exports handlers. */
  readonly handlers?: string | undefined
  /** A binding file; its bindings go before what `handlers` exports. */
  readonly bindings?: string | undefined
}

/**
 * Loads everything that files export: every workflow, or the one that is named after a `#`, and every `handle(task, …)`
 * value; and state machines with their bindings.
 * @throws {CliError} or whatever is wrong in the files.
 */
export async function loadWorkerProgram(
  files: readonly string[],
  parts: WorkerParts,
  host: Pick<Host, "cwd" | "env">,
): Promise<WorkerProgram> {
  const { cwd } = host
  const workflows = new Set<Workflow | StateMachine>()
  const handlers = new Map<string, Handled>()
  for (const file of files) {
    if (isStateMachineFile(file)) {
      for (const machine of (await loadProgram(file, {}, cwd)).workflows) workflows.add(machine)
      continue
    }
    const target = parseTarget(file)
    const exports = await loadModule(target.file, cwd)
    const exported = workflowsOf(exports)
    if (target.workflow !== undefined) workflows.add(pickWorkflow(exported, target.workflow, target.file))
    else for (const { workflow } of exported) workflows.add(workflow)
    for (const handled of handlersOf(exports).handlers) handlers.set(handled.task.name, handled)
  }
  const extra = parts.handlers === undefined ? undefined : await loadHandlers(parts.handlers, cwd)
  const bound = parts.bindings === undefined ? {} : await loadBindings(parts.bindings, host)
  for (const handled of extra?.handlers ?? []) handlers.set(handled.task.name, handled)
  return { workflows: [...workflows], handlers: [...handlers.values()], resources: { ...extra?.resources, ...bound } }
}
