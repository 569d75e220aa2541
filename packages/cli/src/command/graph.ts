import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, resolve } from "node:path"

import type { StateMachineDefinition } from "@stepwright/engine/asl"
import { compile } from "@stepwright/engine/compile"
import { toMermaid } from "@stepwright/engine/inspect"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { loadModule } from "../load/load-module.ts"
import { loadStateMachine } from "../load/load-state-machine.ts"
import { pickWorkflow, workflowsOf } from "../load/workflows-of.ts"
import { paintFor } from "../output/paint.ts"
import { showPath } from "../output/place.ts"
import type { CommonOptions } from "../output/report.ts"
import { drawSvg } from "../svg/draw-svg.ts"
import { type DiagramFacts, toDiagram } from "../svg/to-diagram.ts"
import { isStateMachineFile, parseTarget } from "../target.ts"

export interface GraphOptions extends CommonOptions {
  readonly format?: "mermaid" | "svg"
  readonly out?: string
}

interface Drawable {
  readonly name: string
  readonly definition: StateMachineDefinition
  readonly facts: DiagramFacts
}

/** `stepwright graph`: a workflow's states as Mermaid text or SVG. */
export async function graph(file: string, options: GraphOptions, host: Host): Promise<number> {
  const format = options.format ?? (options.out?.toLowerCase().endsWith(".svg") === true ? "svg" : "mermaid")
  const { name, definition, facts } = await loadDrawable(file, host.cwd)
  const text =
    format === "svg"
      ? drawSvg(toDiagram(definition, facts), name)
      : toMermaid(definition, { title: name, ...(facts.notes === undefined ? {} : { notes: facts.notes }) })
  if (options.out === undefined) {
    host.stdout.write(text)
    return 0
  }
  const path = resolve(host.cwd, options.out)
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    throw new CliError(
      "FILE_UNREADABLE",
      `${showPath(path, host.cwd)} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  }
  host.stdout.write(`${paintFor(host.stdout, host.env).green("wrote")} ${showPath(path, host.cwd)}\n`)
  return 0
}

async function loadDrawable(file: string, cwd: string): Promise<Drawable> {
  if (isStateMachineFile(file)) return { ...loadStateMachine(file, cwd), facts: {} }
  const target = parseTarget(file)
  const workflow = pickWorkflow(workflowsOf(await loadModule(target.file, cwd)), target.workflow, target.file)
  const { plan } = compile(workflow.tree, { projectRoot: cwd })
  return { name: plan.name, definition: plan.definition, facts: { bindings: plan.bindings, notes: plan.notes } }
}
