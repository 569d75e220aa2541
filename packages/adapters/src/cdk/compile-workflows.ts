import type { Workflow } from "@stepwright/dsl"
import { compile, CompileError } from "@stepwright/engine/compile"

import { type BuildProblem, buildProblem, type SourceWorkflow } from "../aws/build/index.ts"

/** Workflows, and what is wrong in them. */
export interface CompiledWorkflows {
  readonly workflows: readonly SourceWorkflow[]
  readonly problems: readonly BuildProblem[]
}

/** Compiles workflows and those that they call, each once. */
export function compileWorkflows(given: readonly Workflow[], root: string): CompiledWorkflows {
  const [workflows, problems]: [SourceWorkflow[], BuildProblem[]] = [[], []]
  const all = new Set(given)
  // A set is gone through with what is added meanwhile.
  for (const workflow of all) {
    for (const child of workflow.workflows.values()) all.add(child)
    try {
      const { plan, warnings } = compile(workflow.tree, { projectRoot: root })
      workflows.push({ workflow, plan })
      problems.push(...warnings.map((issue) => buildProblem(issue, root)))
    } catch (error) {
      if (!(error instanceof CompileError)) throw error
      problems.push(...error.issues.map((issue) => buildProblem(issue, root)))
    }
  }
  return { workflows, problems }
}
