import { join, resolve } from "node:path"

import { printBindings, printDefinition } from "@stepwright/engine/compile"

import { compileFiles } from "../build/compile-files.ts"
import { writeIfChanged } from "../build/write-if-changed.ts"
import type { Host } from "../host.ts"
import type { CompiledWorkflow } from "../load/compile-file.ts"
import type { StateMachineType } from "../load/state-machine-file.ts"
import { paintFor } from "../output/paint.ts"
import { showPath } from "../output/place.ts"
import { countProblems, orderProblems } from "../output/problem.ts"
import { type CommonOptions, reportProblems, writeJson } from "../output/report.ts"

export interface BuildOptions extends CommonOptions {
  readonly out: string
  /** What it is built for; default: for the engine, or whoever makes of it what they like. */
  readonly target?: "aws"
  /** For AWS: modules that export handlers. */
  readonly handlers?: readonly string[]
  /** For AWS: what names begin with. */
  readonly name?: string
  /** For AWS. */
  readonly runtime?: "nodejs22.x" | "nodejs24.x"
  /** For AWS: a file of settings. */
  readonly settings?: string
  /** For AWS: also says how long the import of each bundle takes. */
  readonly measure?: boolean
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
  const { compiled, problems: found } = await compileFiles(files, host.cwd)
  const problems = orderProblems(found)
  const failed = problems.some(({ severity }) => severity === "error")
  const folder = resolve(host.cwd, options.out)
  const artifacts = failed ? [] : compiled.flatMap((workflow) => artifactsOf(workflow, folder))
  const written = artifacts.map((artifact) => ({ ...artifact, changed: writeIfChanged(artifact.path, artifact.text) }))
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
