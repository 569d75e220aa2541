import { memory } from "@stepwright/adapters/memory"
import {
  type Backend,
  type Engine,
  type ExecutionDescription,
  type HistoryEvent,
  type Logger,
  startEngine,
} from "@stepwright/engine"
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
import { followed } from "../run/followed.ts"
import { Interruption } from "../run/interruption.ts"
import { openStore, type StoreOptions } from "../run/open-store.ts"
import { outcomeJson, outcomeText } from "../run/outcome.ts"
import { withoutSecrets } from "../run/without-secrets.ts"

export interface RunOptions extends CommonOptions, StoreOptions {
  readonly input?: string
  readonly name?: string
  readonly handlers?: string
  /** Of a state machine's file. */
  readonly type?: StateMachineType
  readonly target: "engine" | "aws"
}

/** `stepwright run`: one execution, from its start or from where it stood to its end. */
export async function run(file: string, options: RunOptions, host: Host): Promise<number> {
  const given = options.input === undefined ? undefined : readInput(options.input, host.cwd)
  const kept = options.db !== undefined || options.redis !== undefined
  if (given === undefined && !(kept && options.name !== undefined)) {
    throw new CliError("INPUT_MISSING", "There is no input to run the workflow with.")
  }
  const program = await loadProgram(file, { handlers: options.handlers, type: options.type }, host.cwd)
  const out = options.json === true ? host.stderr : host.stdout
  const view = new ProgressView(out, paintFor(out, host.env))
  const backend = kept
    ? await openStore(options, host, { create: true, logger: loggerOf(options, host, view) })
    : memory()
  const engine = await openEngine(backend, program, options, host, view)
  // The engine's timers let a process end; this one waits for the execution.
  const stay = setInterval(() => undefined, 60_000)
  const interruption = new Interruption(host, view, kept)
  const following = new AbortController()
  const release = host.divert((text, from) => view.print(text, from === "stdout" ? out : host.stderr))
  try {
    const { id, name } = await startOrFind(engine, program, { given, options }, view)
    const shown = backend.capabilities.shared
      ? followed(engine, id, program.root.name, view, following.signal)
      : undefined
    const ended = await interruption.race(shownWhole(engine.result(id), shown))
    view.end()
    if (ended === undefined) return await interruption.leave(engine, name)
    await report(engine, withoutSecrets(ended, program.root), { ...options, notes: notesOf(program) }, host)
    return ended.status === "SUCCEEDED" ? 0 : 1
  } finally {
    following.abort()
    release()
    interruption.end()
    view.end()
    clearInterval(stay)
    await engine.close({ drain: false })
  }
}

/** What an execution came to, once all of it was shown. */
async function shownWhole<T>(result: Promise<T>, shown: Promise<void> | undefined): Promise<T> {
  const ended = await result
  await shown
  return ended
}

function loggerOf(options: RunOptions, host: Host, view: ProgressView): Logger {
  const out = options.json === true ? host.stderr : host.stdout
  return showLogger((line) => view.note(line), paintFor(out, host.env), options.debug === true)
}

async function openEngine(
  backend: Backend,
  { workflows, handlers, resources }: LoadedProgram,
  options: RunOptions,
  host: Host,
  view: ProgressView,
): Promise<Engine> {
  try {
    return await startEngine({
      backend,
      workflows,
      handlers,
      resources,
      logger: loggerOf(options, host, view),
      ...(options.target === "aws" ? { target: options.target } : {}),
      // What others of a shared store ran is not what was asked for.
      ...(backend.capabilities.shared ? {} : { onTransition: (event) => view.show(event) }),
    })
  } catch (error) {
    await backend.close()
    throw error
  }
}

interface Asked {
  readonly given: ReturnType<typeof readInput> | undefined
  readonly options: RunOptions
}

async function startOrFind(
  engine: Engine,
  { root }: LoadedProgram,
  { given, options: { name, db } }: Asked,
  view: ProgressView,
): Promise<{ readonly id: string; readonly name: string }> {
  const id = given === undefined ? await findExecution(engine, root.name, name ?? "") : undefined
  if (given === undefined && id === undefined) {
    const missing = `${db ?? "The store"} holds no execution ${name ?? ""} of ${root.name}, and there is no input to start it with.`
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
