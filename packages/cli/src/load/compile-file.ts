import { resolve } from "node:path"

import type { Workflow } from "@stepwright/dsl"
import type { Plan } from "@stepwright/engine"
import { compile } from "@stepwright/engine/compile"

import { CliError } from "../errors.ts"
import { showPath } from "../output/place.ts"
import type { Problem } from "../output/problem.ts"
import { issueProblem, problemsOf } from "../output/problems-of.ts"
import { parseTarget } from "../target.ts"
import { loadModule } from "./load-module.ts"
import { pickWorkflow, withChildren, workflowsOf } from "./workflows-of.ts"

/** A workflow and what it compiles to. */
export interface CompiledWorkflow {
  readonly workflow: Workflow
  readonly plan: Plan
  /** Where it was exported from, as shown to people; a child workflow carries its parent's file. */
  readonly file: string
}

/** What came of a file: its workflows that compile, and every problem of those that do not. */
export interface CompiledFile {
  readonly file: string
  readonly compiled: readonly CompiledWorkflow[]
  readonly problems: readonly Problem[]
}

/**
 * Loads a module and compiles the workflows that it exports (or the one after its `#`) and those that they call.
 * @param root - What sources in the plans' notes are told from.
 */
export async function compileFile(text: string, cwd: string, root: string = cwd): Promise<CompiledFile> {
  const target = parseTarget(text)
  const file = showPath(resolve(cwd, target.file), cwd)
  try {
    const exported = workflowsOf(await loadModule(target.file, cwd))
    if (exported.length === 0)
      throw new CliError("WORKFLOW_NOT_EXPORTED", `${file} exports no workflow.`, {
        exitCode: 1,
        at: { file: resolve(cwd, target.file) },
      })
    const wanted =
      target.workflow === undefined
        ? exported.map(({ workflow }) => workflow)
        : [pickWorkflow(exported, target.workflow, file)]
    const seen = new Set<Workflow>()
    const results = wanted
      .flatMap((workflow) => withChildren(workflow, seen))
      .map((workflow) => compileOne(workflow, file, cwd, root))
    return {
      file,
      compiled: results.flatMap(({ compiled }) => (compiled === undefined ? [] : [compiled])),
      problems: results.flatMap(({ problems }) => problems),
    }
  } catch (error) {
    if (error instanceof CliError && error.exitCode === 2) throw error
    return { file, compiled: [], problems: problemsOf(error, cwd) }
  }
}

function compileOne(
  workflow: Workflow,
  file: string,
  cwd: string,
  root: string,
): { readonly compiled?: CompiledWorkflow; readonly problems: readonly Problem[] } {
  try {
    const { plan, warnings } = compile(workflow.tree, { projectRoot: root })
    return { compiled: { workflow, plan, file }, problems: warnings.map((warning) => issueProblem(warning, cwd)) }
  } catch (error) {
    return { problems: problemsOf(error, cwd) }
  }
}
