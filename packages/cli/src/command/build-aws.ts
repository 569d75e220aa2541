import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"

import { buildApp, type BuildProblem, type BuiltApp } from "@stepwright/adapters/aws/build"
import { type ImportTime, type LoadedModule, measureImports, sizeTable } from "@stepwright/adapters/aws/bundle"
import { handlersIn } from "@stepwright/engine"

import { type AwsSettings, readAwsSettings } from "../build/aws-settings.ts"
import { compileFiles, complete } from "../build/compile-files.ts"
import { projectOf } from "../build/project.ts"
import { type Synced, syncFolder } from "../build/sync-folder.ts"
import { CliError } from "../errors.ts"
import type { Host } from "../host.ts"
import type { CompiledWorkflow } from "../load/compile-file.ts"
import { loadModule } from "../load/load-module.ts"
import { paintFor } from "../output/paint.ts"
import { showPath } from "../output/place.ts"
import { countProblems, orderProblems, type Problem } from "../output/problem.ts"
import { problemsOf } from "../output/problems-of.ts"
import { reportProblems, writeJson } from "../output/report.ts"
import { parseTarget } from "../target.ts"
import type { BuildOptions } from "./build.ts"

/** Only where this is a checkout: its packages have no builds. */
const conditions = import.meta.url.endsWith(".ts") ? { conditions: ["@stepwright/source"] } : {}

/** `stepwright build --target aws`: a template, state machines and bundles, written only when all of them are right. */
export async function buildAws(files: readonly string[], options: BuildOptions, host: Host): Promise<number> {
  const { root, name } = projectOf(host.cwd)
  const settings = settingsOf(options, host.cwd)
  const { compiled, problems: found } = await compileFiles(files, host.cwd, root)
  const loaded = await loadModules(files, options.handlers ?? [], host.cwd)
  const made = mkdtempSync(join(tmpdir(), "stepwright-build-"))
  try {
    const { external, telemetry, ...aws } = settings
    const app = buildApp({
      name: options.name ?? name,
      workflows: complete(compiled),
      modules: loaded.modules,
      outDir: made,
      root,
      options: aws,
      ...(external === undefined ? {} : { external }),
      ...(telemetry === undefined ? {} : { telemetry }),
      ...conditions,
    })
    // A file that could not be loaded may hold what seems to be missing.
    const known = app.problems.filter(
      ({ code }) => code !== "AWS_TASK_WITHOUT_HANDLER" || (loaded.problems.length === 0 && loaded.complete),
    )
    const problems = orderProblems([...found, ...loaded.problems, ...known.map((one) => problemOf(one, host.cwd))])
    if (problems.some(({ severity }) => severity === "error")) return tellFailure(problems, options, host)
    const folder = resolve(host.cwd, options.out)
    const artifacts = artifactsOf(app, compiled, made)
    const synced = syncFolder(folder, new Map(artifacts.map(({ path, content }) => [path, content])))
    const times = options.measure === true ? measureImports(bundlesIn(folder, app)) : []
    tell({ app, artifacts, synced, times, problems, folder }, options, host)
    return 0
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

function settingsOf({ settings, runtime }: BuildOptions, cwd: string): AwsSettings {
  const read = settings === undefined ? {} : readAwsSettings(settings, cwd)
  return runtime === undefined ? read : { ...read, runtime }
}

interface LoadedModules {
  readonly modules: readonly LoadedModule[]
  readonly problems: readonly Problem[]
  /** Whether every file could be loaded. */
  readonly complete: boolean
}

/** The modules that may export handlers. What is wrong with the workflows' own is told where they are compiled. */
async function loadModules(files: readonly string[], handlers: readonly string[], cwd: string): Promise<LoadedModules> {
  const modules = new Map<string, LoadedModule>()
  const problems: Problem[] = []
  let complete = true
  for (const [from, isHandlers] of [
    ...files.map((file) => [parseTarget(file).file, false] as const),
    ...handlers.map((file) => [file, true] as const),
  ]) {
    const file = resolve(cwd, from)
    try {
      const exports = modules.get(file)?.exports ?? (await loadModule(from, cwd))
      if (isHandlers && handlersIn(exports).length === 0)
        throw new CliError("HANDLERS_INVALID", `${showPath(file, cwd)} exports no handlers.`, {
          exitCode: 1,
          at: { file },
          hint: "Export handle(task, function) for each task, or tasks with a handler.",
        })
      modules.set(file, { file, exports })
    } catch (error) {
      if (error instanceof CliError && error.exitCode === 2) throw error
      complete = false
      if (isHandlers) problems.push(...problemsOf(error, cwd))
    }
  }
  return { modules: [...modules.values()], problems, complete }
}

function problemOf({ at, ...problem }: BuildProblem, cwd: string): Problem {
  return at === undefined ? problem : { ...problem, ...at, file: showPath(at.file, cwd) }
}

function tellFailure(problems: readonly Problem[], { json }: BuildOptions, host: Host): number {
  if (json === true) writeJson({ ok: false, files: [], removed: [], functions: [], problems }, host)
  else {
    reportProblems(problems, host, "stderr")
    host.stderr.write(`${countProblems(problems)}; nothing was written\n`)
  }
  return 1
}

/** A file that a build comes to. */
interface Artifact {
  readonly kind: "template" | "definition" | "function"
  /** In the folder that is written to, with slashes. */
  readonly path: string
  readonly content: Uint8Array
  readonly workflow?: string
  /** The state machine's type, which its definition does not say. */
  readonly type?: "STANDARD" | "EXPRESS"
  readonly task?: string
}

function artifactsOf(
  { artifacts, bundles }: BuiltApp,
  compiled: readonly CompiledWorkflow[],
  made: string,
): readonly Artifact[] {
  const { template, definitions } = artifacts
  return [
    { kind: "template", path: "template.json", content: Buffer.from(`${JSON.stringify(template, null, 2)}\n`) },
    ...compiled.map(({ plan: { name, type } }): Artifact => {
      const path = `${name}.asl.json`
      const content = Buffer.from(definitions[path] ?? "")
      return { kind: "definition", path, content, workflow: name, type: type ?? "STANDARD" }
    }),
    ...bundles.flatMap(({ task, folder }) =>
      readdirSync(folder)
        .toSorted()
        .map((name): Artifact => {
          const content = readFileSync(join(made, "functions", task, name))
          return { kind: "function", path: `functions/${task}/${name}`, content, task }
        }),
    ),
  ]
}

/** The bundles where they were written to: what they leave to the function is found from there. */
function bundlesIn(folder: string, { bundles }: BuiltApp): BuiltApp["bundles"] {
  return bundles.map((bundle) => ({ ...bundle, folder: join(folder, "functions", bundle.task) }))
}

interface Outcome {
  readonly app: BuiltApp
  readonly artifacts: readonly Artifact[]
  readonly synced: Synced
  readonly times: readonly ImportTime[]
  readonly problems: readonly Problem[]
  readonly folder: string
}

function tell({ app, artifacts, synced, times, problems, folder }: Outcome, options: BuildOptions, host: Host): void {
  const shown = (path: string): string => showPath(join(folder, path), host.cwd)
  const kept = synced.kept.map((path): Problem => {
    const message = `${shown(path)} is of an earlier build, but was changed since: it stays.`
    return {
      severity: "warning",
      code: "BUILD_CHANGED",
      message,
      hint: "Remove it if nobody needs it.",
      file: shown(path),
    }
  })
  const all = [...problems, ...kept]
  if (options.json === true) {
    const files = artifacts.map(({ path, content, ...artifact }) => ({
      ...artifact,
      file: shown(path),
      bytes: content.length,
      changed: synced.changed.get(path) === true,
    }))
    const functions = app.bundles.map(({ task, bytes, gzipBytes, unzippedBytes, modules }) => {
      const { task: _, ...importTime } = times.find((time) => time.task === task) ?? { task }
      return { task, bytes, gzipBytes, unzippedBytes, modules, ...importTime }
    })
    writeJson({ ok: true, files, removed: synced.removed.map(shown), functions, problems: all }, host)
    return
  }
  const paint = paintFor(host.stdout, host.env)
  for (const { path, content, type } of artifacts.filter((artifact) => !artifact.path.endsWith(".map")))
    host.stdout.write(
      `${synced.changed.get(path) === true ? paint.green("wrote") : paint.dim("same ")} ${shown(path)} ${paint.dim(`${content.length} bytes`)}${type === "EXPRESS" ? " EXPRESS" : ""}\n`,
    )
  for (const path of synced.removed) host.stdout.write(`${paint.yellow("removed")} ${shown(path)}\n`)
  if (app.bundles.length > 0) host.stdout.write(`\n${sizeTable(app.bundles, times)}\n`)
  reportProblems(all, host, "stderr")
}
