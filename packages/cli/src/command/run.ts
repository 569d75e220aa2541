import { resolve } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import { type Engine, type ExecutionDescription, type HistoryEvent, startEngine } from "@stepwright/engine"
import { compile } from "@stepwright/engine/compile"
import type { StateNotes } from "@stepwright/engine/inspect"

import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import { readInput } from "../input.ts"
import type { StateMachineType } from "../load/state-machine-file.ts"
import { type LoadedProgram, loadProgram } from "../load/load-program.ts"
import { paintFor } from "../output/paint.ts"
import { type CommonOptions, writeJson } from "../output/report.ts"
import { showLogger } from "../output/show-logger.ts"
import { ProgressView } from "../progress/progress-view.ts"
import { findExecution } from "../run/find-execution.ts"
import { Interruption } from "../run/interruption.ts"
import { outcomeJson, outcomeText } from "../run/outcome.ts"
import { withoutSecrets } from "../run/without-secrets.ts"

export interface RunOptions extends CommonOptions {
  readonly input?: string
  readonly name?: string
  readonly db?: string
  readonly handlers?: string
  /** Of a state machine's file. */
  readonly type?: StateMachineType
  readonly target: "engine" | "aws"
}

/** `stepwright run`: one execution, from its start or from where it stood to its end. */
export async function run(file: string, options: RunOptions, host: Host): Promise<number> {
  const given = options.input === undefined ? undefined : readInput(options.input, host.cwd)
  if (given === undefined && (options.db === undefined || options.name === undefined)) {
    throw new CliError("INPUT_MISSING", "There is no input to run the workflow with.")
  }
  const program = await loadProgram(file, { handlers: options.handlers, type: options.type }, host.cwd)
  const out = options.json === true ? host.stderr : host.stdout
  const view = new ProgressView(out, paintFor(out, host.env))
  const engine = await openEngine(program, options, host, view)
  // The engine's timers let a process end; this one waits for the execution.
  const stay = setInterval(() => undefined, 60_000)
  const interruption = new Interruption(host, view, options.db !== undefined)
  const release = host.divert((text, from) => view.print(text, from === "stdout" ? out : host.stderr))
  try {
    const { id, name } = await startOrFind(engine, program, { given, name: options.name, db: options.db }, view)
    const ended = await interruption.race(engine.result(id))
    view.end()
    if (ended === undefined) return await interruption.leave(engine, name)
    await report(engine, withoutSecrets(ended, program.root), { ...options, notes: notesOf(program) }, host)
    return ended.status === "SUCCEEDED" ? 0 : 1
  } finally {
    release()
    interruption.end()
    view.end()
    clearInterval(stay)
    await engine.close({ drain: false })
  }
}

async function openEngine(
  { workflows, handlers, resources }: LoadedProgram,
  options: RunOptions,
  host: Host,
  view: ProgressView,
): Promise<Engine> {
  const backend = options.db === undefined ? memory() : sqlite({ file: resolve(host.cwd, options.db) })
  const log = showLogger(
    (line) => view.note(line),
    paintFor(options.json === true ? host.stderr : host.stdout, host.env),
    options.debug === true,
  )
  try {
    return await startEngine({
      backend,
      workflows,
      handlers,
      resources,
      logger: log,
      ...(options.target === "aws" ? { target: options.target } : {}),
      onTransition: (event) => view.show(event),
    })
  } catch (error) {
    await backend.close()
    throw error
  }
}

interface Asked {
  readonly given: ReturnType<typeof readInput> | undefined
  readonly name: string | undefined
  readonly db: string | undefined
}

async function startOrFind(
  engine: Engine,
  { root }: LoadedProgram,
  { given, name, db }: Asked,
  view: ProgressView,
): Promise<{ readonly id: string; readonly name: string }> {
  const id = given === undefined ? await findExecution(engine, root.name, name ?? "") : undefined
  if (given === undefined && id === undefined) {
    const missing = `${db ?? "The file"} holds no execution ${name ?? ""} of ${root.name}, and there is no input to start it with.`
    throw new CliError("INPUT_MISSING", missing)
  }
  const found =
    id === undefined
      ? await engine.start(root, given, name === undefined ? {} : { name })
      : { id, name: name ?? "", existed: true }
  view.follow(found.id)
  if (found.existed && (await engine.describe(found.id)).status === "RUNNING") view.note(`Going on with ${found.name}.`)
  return found
}

/** What its states are for, as it compiles today. */
function notesOf({ root }: LoadedProgram): StateNotes {
  return root.kind === "workflow" ? compile(root.tree).plan.notes : root.plan.notes
}

async function report(
  engine: Engine,
  ended: ExecutionDescription,
  { json, notes }: { readonly json?: boolean; readonly notes: StateNotes },
  host: Host,
): Promise<void> {
  const events = await wholeHistory(engine, ended.id)
  const out = json === true ? host.stderr : host.stdout
  out.write(outcomeText(ended, events, { paint: paintFor(out, host.env), columns: out.columns, notes }))
  if (json === true) writeJson(outcomeJson(ended, events, notes), host)
}

async function wholeHistory(engine: Engine, id: string): Promise<readonly HistoryEvent[]> {
  const events: HistoryEvent[] = []
  let cursor: string | undefined
  do {
    const page = await engine.history(id, { limit: 1000, ...(cursor === undefined ? {} : { cursor }) })
    events.push(...page.events)
    cursor = page.cursor
  } while (cursor !== undefined)
  return events
}
