import { existsSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"

import type * as Esbuild from "esbuild"
import type { BuildFailure, BuildOptions, BuildResult, Message, Metafile, Plugin } from "esbuild"

import { type BundleIssue, issueOf } from "./bundle-error.ts"
import type { BundleRequest, HandlerPlace } from "./bundle-request.ts"
import { entrySource, handlerModule } from "./entry-source.ts"

type Built = BuildResult<{ write: false; metafile: true }>

/** One task's bundle, not yet written. */
export interface BuiltBundle {
  readonly place: HandlerPlace
  /** By name: `index.mjs`, `index.mjs.map`, and native modules. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** Every module in it, relative to the project, with its minified bytes. */
  readonly modules: ReadonlyMap<string, number>
  /** The same, not minified: to be read. */
  readonly text: string
  readonly warnings: readonly BundleIssue[]
}

/** What makes `require` of CommonJS packages work in a module. */
const requireBanner = `import{createRequire as stepwrightRequire}from"node:module";const require=stepwrightRequire(import.meta.url);`

/** Bundles one handler. Answers what is wrong where it cannot. */
export async function buildBundle(
  esbuild: typeof Esbuild,
  place: HandlerPlace,
  request: BundleRequest,
  slim: Plugin,
): Promise<BuiltBundle | readonly BundleIssue[]> {
  const { root } = request
  const options = optionsOf(place, request, slim)
  const build = async (more: BuildOptions): Promise<Built> => (await esbuild.build({ ...options, ...more })) as Built // as the options say
  try {
    let built = await build({})
    const needsRequire = indexOf(built).includes("Dynamic require of")
    if (needsRequire) built = await build({ banner: { js: requireBanner } })
    const { text = "" } =
      (await build({ minify: false, sourcemap: false, keepNames: false })).outputFiles.find(isIndex) ?? {}
    const modules = modulesOf(built.metafile, root)
    return { place, files: filesOf(built, root), modules, text, warnings: warningsOf(built, place, modules, root) }
  } catch (error) {
    if (!isBuildFailure(error)) throw error
    return error.errors.map((message) => problemOf(message, place, root))
  }
}

function optionsOf(place: HandlerPlace, request: BundleRequest, slim: Plugin): BuildOptions {
  return {
    stdin: {
      contents: entrySource(place, request.telemetry),
      // Of this package: it finds its own wrapper.
      resolveDir: dirname(fileURLToPath(import.meta.url)),
      sourcefile: "stepwright-entry.js",
    },
    absWorkingDir: request.root,
    // Not where it will stand: the bytes are the same wherever that is.
    outfile: join(request.root, "index.mjs"),
    write: false,
    metafile: true,
    bundle: true,
    format: "esm",
    platform: "node",
    target: request.runtime === "nodejs22.x" ? "node22" : "node24",
    conditions: ["stepwright-bundle", ...request.conditions, "module"],
    external: ["@aws-sdk/*", "@smithy/*", ...request.external],
    minify: true,
    // The class of an error that sets no name is what the workflow handles.
    keepNames: true,
    sourcemap: "linked",
    legalComments: "none",
    loader: { ".node": "copy" },
    assetNames: "[name]-[hash]",
    plugins: [handlerPlugin(place.file), slim],
    logLevel: "silent",
    logOverride: { "unsupported-require-call": "warning", "unsupported-dynamic-import": "warning" },
  }
}

/** Leads the entry to the module of its handler. */
function handlerPlugin(file: string): Plugin {
  return {
    name: "stepwright-handler",
    setup(build) {
      build.onResolve({ filter: new RegExp(`^${handlerModule}$`) }, () => ({ path: file }))
    },
  }
}

function isIndex({ path }: { readonly path: string }): boolean {
  return path.endsWith("index.mjs")
}

function indexOf(built: Built): string {
  return built.outputFiles.find(isIndex)?.text ?? ""
}

function filesOf({ outputFiles }: Built, root: string): ReadonlyMap<string, Uint8Array> {
  return new Map(outputFiles.map(({ path, contents }) => [relative(root, path), contents]))
}

function modulesOf({ outputs }: Metafile, root: string): ReadonlyMap<string, number> {
  const output = Object.entries(outputs).find(([path]) => isIndex({ path }))?.[1]
  const inputs = Object.entries(output?.inputs ?? {}).filter(([path]) => path !== "stepwright-entry.js")
  return new Map(inputs.map(([path, { bytesInOutput }]) => [relative(root, resolve(root, path)), bytesInOutput]))
}

function warningsOf(
  { warnings, outputFiles }: Built,
  { task }: HandlerPlace,
  modules: ReadonlyMap<string, number>,
  root: string,
): readonly BundleIssue[] {
  const issues = warnings
    .filter(({ id }) => id.startsWith("unsupported-"))
    .map(({ text, location }) => issueOf("DYNAMIC_REQUIRE", `${text}.`, { task, ...placeOf(location, root) }))
  const native = outputFiles
    .filter(({ path }) => path.endsWith(".node"))
    .map(({ path }) => issueOf("NATIVE_MODULE", `The bundle of '${task}' holds ${relative(root, path)}.`, { task }))
  const locale = [...modules.keys()].some((path) => /\bzod\/v4\/locales\/he\.\w+$/.test(path))
  const zod = locale ? [issueOf("WHOLE_ZOD", `The bundle of '${task}' holds all of zod.`, { task })] : []
  return [...issues, ...native, ...zod]
}

function problemOf({ text, location }: Message, { task, file }: HandlerPlace, root: string): BundleIssue {
  const isOurs = location === null || location.file === "stepwright-entry.js"
  const at = isOurs ? {} : placeOf(location, root)
  if (!existsSync(file)) {
    return issueOf("MODULE_UNRESOLVED", `There is no file ${relative(root, file)}; it is to handle '${task}'.`, {
      task,
    })
  }
  const [, missing] = /^Could not resolve "(.*)"/.exec(text) ?? []
  if (missing === undefined) return issueOf("MODULE_INVALID", `${text}.`, { task, ...at })
  return issueOf("MODULE_UNRESOLVED", `'${missing}' cannot be found; the handler of '${task}' needs it.`, {
    task,
    ...at,
  })
}

function placeOf(location: Message["location"], root: string): Pick<BundleIssue, "at"> {
  if (location === null) return {}
  const { file, line, column } = location
  return { at: { file: relative(root, resolve(root, file)), line, column: column + 1 } }
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors)
}
