import { spawnSync } from "node:child_process"
import { createRequire } from "node:module"
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

import { BundleError, type BundleIssue, issueOf } from "./bundle-error.ts"
import type { BundleAnswer, BundleRequest, HandlerPlace, TaskBundle } from "./bundle-request.ts"

export interface BundleTasksOptions {
  /** Where the handlers are: `locateHandlers` finds them. */
  readonly handlers: readonly HandlerPlace[]
  /** Names of tasks that must have one. Default: none must. */
  readonly tasks?: readonly string[]
  /** Gets `functions/<task>/index.mjs` and its source map for each task; what stood in these folders goes. */
  readonly outDir: string
  readonly runtime?: "nodejs22.x" | "nodejs24.x"
  /** What paths in source maps and messages are told from. Default: the current folder. */
  readonly root?: string
  /** Packages that the function has from elsewhere, as a layer. AWS's SDK always is. */
  readonly external?: readonly string[]
  /** Export conditions that packages are resolved by, beside `stepwright-bundle`. Default: this process's own. */
  readonly conditions?: readonly string[]
  /** Functions trace by OpenTelemetry, whose API and SDK they then hold or have from a layer. Default: false. */
  readonly telemetry?: boolean
}

/** What was made. */
export interface Bundles {
  readonly bundles: readonly TaskBundle[]
  readonly warnings: readonly BundleIssue[]
}

const processFile = import.meta.url.endsWith(".ts") ? "./bundle-process.ts" : "./bundle-process.mjs"

/**
 * Bundles each task's handler into a folder of its own: ESM, minified, with a source map, and with nothing that the handler
 * does not need. The same sources give the same bytes. Synchronous, for constructs of the CDK are.
 * @throws {BundleError} with every problem; then nothing is written
 */
export function bundleTasks(options: BundleTasksOptions): Bundles {
  const { handlers, tasks = [], runtime = "nodejs24.x", root = process.cwd(), external = [] } = options
  const problems = [...doubled(handlers, resolve(root)), ...unhandled(handlers, tasks), ...missing()]
  if (problems.length > 0) throw new BundleError(problems)
  const request: BundleRequest = {
    handlers,
    outDir: resolve(root, options.outDir),
    runtime,
    root: resolve(root),
    external,
    conditions: options.conditions ?? ownConditions(),
    telemetry: options.telemetry ?? false,
  }
  const { bundles, warnings, problems: found } = ask(request)
  if (found.length > 0) throw new BundleError(found)
  return { bundles, warnings }
}

/** Plugins of esbuild work asynchronously: another process bundles, and this one waits. */
function ask(request: BundleRequest): BundleAnswer {
  const file = fileURLToPath(new URL(processFile, import.meta.url))
  const conditions = ownConditions().map((condition) => `--conditions=${condition}`)
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", ...conditions, file],
    { input: JSON.stringify(request), encoding: "utf8", maxBuffer: 2 ** 30 },
  )
  if (status === 0) return JSON.parse(stdout) as BundleAnswer // it wrote one
  throw new Error(`The process that bundles failed: ${error?.message ?? stderr}`)
}

function doubled(handlers: readonly HandlerPlace[], root: string): readonly BundleIssue[] {
  const byTask = Map.groupBy(handlers, ({ task }) => task)
  return [...byTask].flatMap(([task, places]) => {
    if (places.length < 2) return []
    const shown = places.map(({ file, exportPath }) => `${exportPath.join(".")} of ${file.replace(`${root}/`, "")}`)
    return [issueOf("HANDLER_TWICE", `The task '${task}' is handled by ${shown.join(" and by ")}.`, { task })]
  })
}

function unhandled(handlers: readonly HandlerPlace[], tasks: readonly string[]): readonly BundleIssue[] {
  const handled = new Set(handlers.map(({ task }) => task))
  return [...new Set(tasks)]
    .filter((task) => !handled.has(task))
    .map((task) => issueOf("TASK_UNHANDLED", `Nobody handles the task '${task}'.`, { task }))
}

function missing(): readonly BundleIssue[] {
  const { resolve: find } = createRequire(import.meta.url)
  const absent = ["esbuild", "acorn"].filter((name) => {
    try {
      find(name)
      return false
    } catch {
      return true
    }
  })
  return absent.length === 0 ? [] : [issueOf("ESBUILD_MISSING", `Not installed: ${absent.join(", ")}.`)]
}

/** Conditions that this process was started with: `--conditions` of its arguments or `NODE_OPTIONS`. */
function ownConditions(): readonly string[] {
  const args = [...process.execArgv, ...(process.env["NODE_OPTIONS"] ?? "").split(/\s+/)]
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== ""),
    options: { conditions: { type: "string", short: "C", multiple: true } },
    strict: false,
  })
  return (values.conditions ?? []).filter((value) => typeof value === "string")
}
