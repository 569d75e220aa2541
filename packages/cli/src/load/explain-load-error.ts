import { existsSync, readFileSync } from "node:fs"
import { dirname, extname, relative, sep } from "node:path"
import { fileURLToPath } from "node:url"

import { type CliCode, CliError, type Place } from "../errors.ts"

/** Why a module could not be loaded, for its author: what Node's error means in their file. */
export function explainLoadError(error: unknown, file: string): CliError {
  const { code, message, stack } = asError(error)
  const at = headerPlace(stack)
  const made = (cliCode: CliCode, more: { readonly at?: Place; readonly hint?: string } = {}): CliError =>
    new CliError(cliCode, sentence(message), { exitCode: 1, at: at ?? { file }, cause: error, ...more })
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") return made("TYPESCRIPT_UNSUPPORTED")
  if (code === "ERR_INVALID_TYPESCRIPT_SYNTAX") return made("SYNTAX_INVALID")
  if (code === "ERR_UNKNOWN_FILE_EXTENSION") return made("FILE_KIND")
  if (code === "ERR_MODULE_NOT_FOUND") return explainNotFound(message, file, error)
  if (code === "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING")
    return made("MODULE_FAILED", { at: { file }, hint: strippingHint })
  if (message.includes("does not provide an export named")) return made("IMPORT_MISSING")
  if (error instanceof SyntaxError && at !== undefined) return made("SYNTAX_INVALID")
  const place = userFrame(stack) ?? { file }
  return new CliError("MODULE_FAILED", `${nameOf(error)}: ${message}`, { exitCode: 1, at: place, cause: error })
}

const strippingHint =
  "Node runs TypeScript only outside node_modules: publish JavaScript, or import the package's source."

function explainNotFound(message: string, file: string, cause: unknown): CliError {
  const [, what = "", importer = file] =
    /^Cannot find (?:module|package) '(.+?)'(?: imported from (.+?))?$/.exec(message.split("\n")[0] ?? "") ?? []
  const importing = importer.startsWith("file:") ? fileURLToPath(importer) : importer
  const at = { file: importing, ...importPlace(importing, what) }
  if (!/^(?:file:|\/|[A-Za-z]:\\)/.test(what)) {
    return new CliError("IMPORT_NOT_FOUND", `The package ${what} is not installed.`, {
      exitCode: 1,
      at,
      cause,
      hint: `npm install ${what}`,
    })
  }
  const path = what.startsWith("file:") ? fileURLToPath(what) : what
  const written = importSpecifier(path, at.file)
  const meant = sibling(path)
  return new CliError("IMPORT_NOT_FOUND", `${written} does not exist.`, {
    exitCode: 1,
    at,
    cause,
    ...(meant === undefined
      ? {}
      : { hint: `Write ${importSpecifier(meant, at.file)}: an import names the file with its extension.` }),
  })
}

/** Where a file imports what was not found. Node tells only the resolved path, so it is looked for by its last part. */
function importPlace(importer: string, what: string): Omit<Place, "file"> {
  const name = what.slice(what.lastIndexOf("/") + 1)
  const lines = existsSync(importer) ? readFileSync(importer, "utf8").split("\n") : []
  for (const [index, line] of lines.entries()) {
    const match = /(?:from|import)\s*\(?\s*(["'])(.+?)\1/.exec(line)
    const specifier = match?.[2]
    if (specifier !== undefined && specifier.slice(specifier.lastIndexOf("/") + 1) === name)
      return { line: index + 1, column: line.indexOf(specifier) + 1 }
  }
  return {}
}

/** A file that is there in place of one that was imported: without its extension, or `.js` for a `.ts`. */
function sibling(path: string): string | undefined {
  const bare = /^\.[cm]?js$/.test(extname(path)) ? path.slice(0, -extname(path).length) : path
  return [`${bare}.ts`, `${bare}.mts`, `${bare}.js`, `${bare}.mjs`, `${bare}/index.ts`, `${bare}/index.js`].find(
    (candidate) => existsSync(candidate),
  )
}

function importSpecifier(path: string, importer: string): string {
  const near = relative(dirname(importer), path).split(sep).join("/")
  return near.startsWith(".") ? near : `./${near}`
}

/** Node begins a syntax error's stack with `file:line`, the line, and a mark under the column. */
function headerPlace(stack: string): Place | undefined {
  const [first = "", , marks = ""] = stack.split("\n")
  const match = /^((?:file:\/\/|\/|[A-Za-z]:\\).*?):(\d+)$/.exec(first)
  if (match === null) return undefined
  const file = match[1] ?? ""
  const column = marks.search(/\^/)
  const place = { file: file.startsWith("file:") ? fileURLToPath(file) : file, line: Number(match[2]) }
  return column < 0 ? place : { ...place, column: column + 1 }
}

/** The innermost frame of the author's own code. */
function userFrame(stack: string): Place | undefined {
  for (const line of stack.split("\n")) {
    const match = /(?:\(|at (?:async )?)((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):(\d+)\)?$/.exec(line.trim())
    const file = match?.[1]
    if (file === undefined || file.includes("/node_modules/") || isOwn(file)) continue
    return {
      file: file.startsWith("file:") ? fileURLToPath(file) : file,
      line: Number(match?.[2]),
      column: Number(match?.[3]),
    }
  }
  return undefined
}

// From source, frames of this workspace's packages are not the author's; from a build they lie in node_modules.
const workspace = /^(.*\/packages\/)cli\/src\/load\/[\w-]+\.ts$/.exec(import.meta.url)?.[1]

function isOwn(file: string): boolean {
  if (workspace === undefined) return false
  const url = file.startsWith("file:") ? file : `file://${file}`
  return url.startsWith(workspace) && /^(?:dsl|engine|adapters|cli)\/src\//.test(url.slice(workspace.length))
}

function asError(error: unknown): {
  readonly code: string | undefined
  readonly message: string
  readonly stack: string
} {
  if (!(error instanceof Error)) return { code: undefined, message: String(error), stack: "" }
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined
  return { code, message: error.message, stack: error.stack ?? "" }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "A thrown value"
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`
}
