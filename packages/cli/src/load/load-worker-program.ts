import type { Handled, Workflow } from "@stepwright/dsl"
import type { ResourceHandler, StateMachine } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import { isStateMachineFile, parseTarget } from "../target.ts"
import { handlersOf, loadHandlers } from "./load-handlers.ts"
import { loadModule } from "./load-module.ts"
import { loadProgram } from "./load-program.ts"
import { pickWorkflow, workflowsOf } from "./workflows-of.ts"

/** All that a worker runs. */
export interface WorkerProgram {
  readonly workflows: readonly (Workflow | StateMachine)[]
  readonly handlers: readonly Handled[]
  readonly resources: Readonly<Record<string, ResourceHandler>>
}

/**
 * Loads everything that files export: every workflow, or the one that is named after a `#`, and every `handle(task, …)`
 * value; and state machines with their bindings.
 * @param tasksWillDo - With task queues there may be handlers alone: they serve jobs.
 * @throws {CliError} `WORKFLOW_NOT_EXPORTED` where there is none in all of them; or whatever is wrong in the files.
 */
export async function loadWorkerProgram(
  files: readonly string[],
  handlersFile: string | undefined,
  cwd: string,
  tasksWillDo = false,
): Promise<WorkerProgram> {
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
  const extra = handlersFile === undefined ? undefined : await loadHandlers(handlersFile, cwd)
  for (const handled of extra?.handlers ?? []) handlers.set(handled.task.name, handled)
  if (workflows.size === 0 && !(tasksWillDo && handlers.size > 0))
    throw new CliError("WORKFLOW_NOT_EXPORTED", `${files.join(", ")} export no workflow.`)
  return { workflows: [...workflows], handlers: [...handlers.values()], resources: extra?.resources ?? {} }
}
