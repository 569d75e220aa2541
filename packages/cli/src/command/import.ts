import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { dirname, resolve } from "node:path"

import { importDefinition, type ImportedState, type ImportReport, type TypedShare } from "@stepwright/engine/import"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { loadStateMachine } from "../load/load-state-machine.ts"
import type { StateMachineType } from "../load/state-machine-file.ts"
import { paintFor } from "../output/paint.ts"
import { showPath } from "../output/place.ts"
import { type CommonOptions, writeJson } from "../output/report.ts"

export interface ImportOptions extends CommonOptions {
  readonly out?: string
  readonly name?: string
  readonly type?: StateMachineType
}

/** `stepwright import`: a state machine as TypeScript; what could not be typed is named on standard error. */
export async function importFile(file: string, options: ImportOptions, host: Host): Promise<number> {
  const { name, definition } = loadStateMachine(file, host.cwd, options.type)
  const workflow = options.name ?? workflowName(name)
  checkName(workflow)
  const { source, exported, report } = importDefinition(definition, {
    name: workflow,
    ...(options.type === undefined ? {} : { type: options.type }),
  })
  const written = options.out === undefined ? undefined : write(options.out, source, host.cwd)
  if (options.json === true) {
    writeJson(
      { ok: true, workflow, exported, ...(written === undefined ? { source } : { file: written }), ...report },
      host,
    )
    return 0
  }
  if (written === undefined) host.stdout.write(source)
  else host.stdout.write(`${paintFor(host.stdout, host.env).green("wrote")} ${written}\n`)
  tell(report, host)
  return 0
}

/** A file's name without what no workflow may be called. (AWS: API reference, Name) */
function workflowName(file: string): string {
  const name = file.replaceAll(/[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]+/gu, "-").replaceAll(/^-+|-+$/g, "")
  return name === "" ? "workflow" : name.slice(0, 80)
}

function checkName(name: string): void {
  if (name.length >= 1 && name.length <= 80 && workflowName(name) === name) return
  throw new CliError("USAGE", `${JSON.stringify(name)} is no name for a workflow.`, {
    hint: "Use 1 to 80 letters, digits, '-', '_' and '.'.",
  })
}

/** Never overwrites: somebody may have worked on what was imported before. */
function write(out: string, source: string, cwd: string): string {
  const path = resolve(cwd, out)
  const shown = showPath(path, cwd)
  if (existsSync(path))
    throw new CliError("FILE_EXISTS", `${shown} exists already.`, { hint: "Choose another --out, or remove it first." })
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, source, { flag: "wx" })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CliError("FILE_UNREADABLE", `${shown} cannot be written: ${why}`, { exitCode: 1, cause })
  }
  return shown
}

function tell({ states, jsonata, jsonpath }: ImportReport, host: Host): void {
  const paint = paintFor(host.stderr, host.env)
  for (const { state, type, language, embedded } of states.filter(isEmbedded))
    host.stderr.write(
      `${paint.yellow("as it was")} ${state} ${paint.dim(`(${type}, ${language})`)} ${embedded.message}\n`,
    )
  const shares = [shareOf("JSONata", jsonata), shareOf("JSONPath", jsonpath)].filter((share) => share !== undefined)
  host.stderr.write(`typed: ${shares.join(", ")}\n`)
}

function isEmbedded(state: ImportedState): state is ImportedState & Required<Pick<ImportedState, "embedded">> {
  return state.embedded !== undefined
}

function shareOf(language: string, { states, typed }: TypedShare): string | undefined {
  if (states === 0) return undefined
  return `${typed} of ${states} ${language} state${states === 1 ? "" : "s"} (${Math.floor((typed / states) * 100)} %)`
}
