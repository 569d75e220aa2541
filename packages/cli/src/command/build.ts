import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"

import { printBindings, printDefinition } from "@stepwright/engine/compile"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { type CompiledWorkflow, compileFile } from "../load/compile-file.ts"
import type { StateMachineType } from "../load/state-machine-file.ts"
import { paintFor } from "../output/paint.ts"
import { showPath } from "../output/place.ts"
import { countProblems, orderProblems, type Problem } from "../output/problem.ts"
import { type CommonOptions, reportProblems, writeJson } from "../output/report.ts"

export interface BuildOptions extends CommonOptions {
  readonly out: string
}

/** A file that a build comes to. */
interface Artifact {
  readonly workflow: string
  /** The state machine's type, which no file of it says. */
  readonly type: StateMachineType
  readonly kind: "definition" | "bindings"
  readonly path: string
  readonly text: string
}

/** `stepwright build`: the state machines of all files, written only when all of them compile. */
export async function build(files: readonly string[], options: BuildOptions, host: Host): Promise<number> {
  const results = []
  // One after the other: modules may share what they import.
  for (const file of new Set(files)) results.push(await compileFile(file, host.cwd))
  const compiled = unique(results.flatMap((result) => result.compiled))
  const problems = orderProblems([...results.flatMap((result) => result.problems), ...clashes(compiled)])
  const failed = problems.some(({ severity }) => severity === "error")
  const folder = resolve(host.cwd, options.out)
  const artifacts = failed ? [] : compiled.flatMap((workflow) => artifactsOf(workflow, folder))
  const written = artifacts.map((artifact) => ({ ...artifact, changed: writeIfChanged(artifact, folder) }))
  const rows = written.map(({ workflow, type, kind, path, text, changed }) => ({
    workflow,
    type,
    kind,
    file: showPath(path, host.cwd),
    bytes: Buffer.byteLength(text),
    changed,
  }))
  if (options.json === true) {
    writeJson({ ok: !failed, files: rows, problems }, host)
  } else {
    const paint = paintFor(host.stdout, host.env)
    for (const { file, bytes, changed, type, kind } of rows)
      host.stdout.write(
        `${changed ? paint.green("wrote") : paint.dim("same ")} ${file} ${paint.dim(`${bytes} bytes`)}${type === "EXPRESS" && kind === "definition" ? " EXPRESS" : ""}\n`,
      )
    reportProblems(problems, host, "stderr")
    if (failed) host.stderr.write(`${countProblems(problems)}; nothing was written\n`)
  }
  return failed ? 1 : 0
}

/** Each workflow once, by name; a child may be exported by one file and called from another. */
function unique(compiled: readonly CompiledWorkflow[]): readonly CompiledWorkflow[] {
  const seen = new Set<unknown>()
  return compiled
    .filter(({ workflow }) => !seen.has(workflow) && seen.add(workflow))
    .toSorted((a, b) => (a.workflow.name < b.workflow.name ? -1 : 1))
}

/** Workflows of one name would overwrite each other's files. */
function clashes(compiled: readonly CompiledWorkflow[]): readonly Problem[] {
  return compiled.flatMap(({ workflow, file }, index) => {
    const other = compiled
      .slice(0, index)
      .find((earlier) => earlier.workflow.name.toLowerCase() === workflow.name.toLowerCase())
    if (other === undefined) return []
    const message = `Two workflows are called ${workflow.name}: one in ${other.file}, one in ${file}. Their files would overwrite each other.`
    return [{ severity: "error", code: "DUPLICATE_NAME", message, hint: "Rename one of them.", file }]
  })
}

function artifactsOf({ workflow, plan }: CompiledWorkflow, folder: string): readonly Artifact[] {
  const { type = "STANDARD" } = plan
  return [
    {
      workflow: workflow.name,
      type,
      kind: "definition",
      path: join(folder, `${workflow.name}.asl.json`),
      text: printDefinition(plan),
    },
    {
      workflow: workflow.name,
      type,
      kind: "bindings",
      path: join(folder, `${workflow.name}.bindings.json`),
      text: printBindings(plan),
    },
  ]
}

/** Leaves a file alone that holds the same bytes, so that what watches it stays asleep. */
function writeIfChanged({ path, text }: Artifact, folder: string): boolean {
  try {
    if (readFileSync(path, "utf8") === text) return false
  } catch {
    // not there yet
  }
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    throw new CliError(
      "FILE_UNREADABLE",
      `${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      { exitCode: 1, cause: error },
    )
  }
  return true
}
