import type { Workflow } from "@stepwright/dsl"

import { CliError } from "../errors.ts"
import { suggest } from "../output/suggest.ts"
import type { Exports } from "./load-module.ts"

/** A workflow and the name that its file exports it under. */
export interface ExportedWorkflow {
  readonly exportName: string
  readonly workflow: Workflow
}

/** The workflows among a module's exports, each once, in order of their export names. Arrays and records are not searched. */
export function workflowsOf(exports: Exports): readonly ExportedWorkflow[] {
  const found = new Map<Workflow, string>()
  for (const exportName of Object.keys(exports).toSorted()) {
    const value = exports[exportName]
    if (isWorkflow(value) && !found.has(value)) found.set(value, exportName)
  }
  return [...found].map(([workflow, exportName]) => ({ exportName, workflow }))
}

/**
 * The workflow that a target means, by its own name or its export's; the only one where it names none.
 * @throws {CliError} WORKFLOW_NOT_EXPORTED, WORKFLOW_AMBIGUOUS.
 */
export function pickWorkflow(
  exported: readonly ExportedWorkflow[],
  wanted: string | undefined,
  file: string,
): Workflow {
  const names = exported.map(({ workflow }) => workflow.name)
  if (exported.length === 0) throw new CliError("WORKFLOW_NOT_EXPORTED", `${file} exports no workflow.`)
  if (wanted === undefined) {
    const [only] = exported
    if (only !== undefined && exported.length === 1) return only.workflow
    throw new CliError("WORKFLOW_AMBIGUOUS", `${file} exports ${names.length} workflows: ${names.join(", ")}.`, {
      hint: `Name one after a #: ${file}#${names[0]}`,
    })
  }
  const match =
    exported.find(({ workflow }) => workflow.name === wanted) ??
    exported.find(({ exportName }) => exportName === wanted)
  if (match !== undefined) return match.workflow
  const meant = suggest(wanted, [...names, ...exported.map(({ exportName }) => exportName)])
  throw new CliError(
    "WORKFLOW_NOT_EXPORTED",
    `${file} exports no workflow ${wanted}. It exports: ${names.join(", ")}.`,
    {
      hint: meant === undefined ? `Name one of them: ${file}#${names[0]}` : `Did you mean ${file}#${meant}?`,
    },
  )
}

/** A workflow with all that it calls or starts, each once: itself first, then in order of discovery. */
export function withChildren(workflow: Workflow, seen: Set<Workflow> = new Set()): readonly Workflow[] {
  if (seen.has(workflow)) return []
  seen.add(workflow)
  return [workflow, ...[...workflow.workflows.values()].flatMap((child) => withChildren(child, seen))]
}

/** Recognises a workflow also when it was made by the project's own copy of the DSL. */
function isWorkflow(value: unknown): value is Workflow {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false
  return (
    "kind" in value && value.kind === "workflow" && "tree" in value && "name" in value && typeof value.name === "string"
  )
}
