import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { type Backend, type Client, createClient, type Engine, importExecution } from "@stepwright/engine"
import type { Json } from "@stepwright/engine/asl"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { type LoadedProgram, loadProgram } from "../load/load-program.ts"
import { scanJson } from "../load/scan-json.ts"
import { compensationLines } from "../output/compensations.ts"
import { paintFor } from "../output/paint.ts"
import { printable } from "../output/printable.ts"
import { type CommonOptions, writeJson } from "../output/report.ts"
import { findExecution } from "../run/find-execution.ts"
import { engineOn, openStore, type StoreOptions } from "../run/open-store.ts"

export interface CompensateOptions extends CommonOptions, StoreOptions {
  readonly history?: string
  readonly handlers?: string
  readonly dryRun?: boolean
}

/** `stepwright compensate`: undoes what an execution had done that was stopped, killed, timed out or failed. */
export async function compensate(
  execution: string,
  file: string,
  options: CompensateOptions,
  host: Host,
): Promise<number> {
  const places = [options.db, options.redis, options.history].filter((place) => place !== undefined)
  if (places.length !== 1)
    throw new CliError("USAGE", "Give one of --db, --redis and --history: where the execution's history is.")
  const program = await loadProgram(file, { handlers: options.handlers }, host.cwd)
  const backend = options.history === undefined ? await openStore(options, host) : memory()
  try {
    const differences =
      options.history === undefined ? [] : await take(backend, execution, options.history, program, host)
    const client = createClient({ backend, workflows: program.workflows })
    const id = await idOf(client, program, execution)
    if (options.dryRun === true) return await showPlan(client, id, options, host)
    if (differences.length > 0) throw differs(differences)
    await bringToRest(client, backend, id)
    await using engine = await engineOn(backend, program, options, host)
    await engine.result(id)
    return await undo(engine, id, options, host)
  } finally {
    await backend.close()
  }
}

/** Ends what is not ended, where nobody can be at work on it. */
async function bringToRest(client: Client, { capabilities }: Backend, id: string): Promise<void> {
  const { status } = await client.describe(id)
  // Nobody has a file that we have: what is under way there was left by a process that was killed.
  if (status === "RUNNING" && capabilities.shared)
    throw new CliError("EXECUTION_RUNS", `The execution ${id} runs: some worker may be at work on it.`)
  if (status === "RUNNING" || status === "PARKED") await client.stop(id, { cause: "It is to be compensated." })
}

async function take(
  backend: ReturnType<typeof memory>,
  execution: string,
  file: string,
  program: LoadedProgram,
  host: Host,
): Promise<readonly string[]> {
  if (!execution.startsWith("arn:"))
    throw new CliError(
      "USAGE",
      `With --history an execution is named by its ARN, which its keys begin with: ${execution}`,
    )
  const history = readJson(file, host)
  const imported = await importExecution({ backend, workflow: program.root, execution, history })
  return imported.differences
}

async function showPlan(client: Client, id: string, options: CompensateOptions, host: Host): Promise<number> {
  const plan = await client.compensations(id)
  if (options.json === true) writeJson({ ok: true, id, dryRun: true, ...plan }, host)
  else host.stdout.write(compensationLines(plan, paintFor(host.stdout, host.env)))
  return 0
}

async function undo(engine: Engine, id: string, options: CompensateOptions, host: Host): Promise<number> {
  const plan = await engine.compensations(id)
  if (options.json !== true) host.stdout.write(compensationLines(plan, paintFor(host.stdout, host.env)))
  await engine.compensate(id)
  const { status, error, cause } = await engine.result(id)
  const { letters } = await engine.deadLetters.list({ execution: id })
  const ok = letters.length === 0 && error !== "Saga.PartiallyCompensated"
  if (options.json === true) writeJson({ ok, id, status, error, cause, ...plan, deadLetters: letters }, host)
  else {
    host.stdout.write(`${status} ${printable(error ?? "")}\n`)
    if (letters.length > 0)
      host.stdout.write(`${letters.length} could not be undone: stepwright dlq list shows them.\n`)
  }
  return ok ? 0 : 1
}

async function idOf(client: Pick<Client, "list">, { root }: Pick<LoadedProgram, "root">, execution: string) {
  if (execution.startsWith("arn:")) return execution
  const id = await findExecution(client, root.name, execution)
  if (id !== undefined) return id
  throw new CliError("EXECUTION_UNKNOWN", `There is no execution ${execution} of ${root.name}.`)
}

function differs(differences: readonly string[]): CliError {
  return new CliError(
    "HISTORY_DIFFERS",
    `Some variables come to other values here than the history tells:\n${differences.join("\n")}`,
    { exitCode: 1 },
  )
}

function readJson(file: string, host: Host): Json {
  const path = resolve(host.cwd, file)
  if (!existsSync(path)) throw new CliError("FILE_NOT_FOUND", `--history names no file: ${file}`)
  const text = readFileSync(path, "utf8")
  const { error } = scanJson(text)
  if (error !== undefined)
    throw new CliError("JSON_INVALID", `${file} is not JSON: ${error.message}`, { at: { file: path, ...error.at } })
  return JSON.parse(text) as Json // checked by the scan
}
