import { relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"

/** One thing that is wrong with an app for AWS, or may be: in its template or in its bundles. */
export interface BuildProblem {
  /** Of `awsCodes` or `bundleCodes`. */
  readonly code: string
  readonly severity: "error" | "warning"
  /** What and where, in a sentence. */
  readonly message: string
  /** What to do. */
  readonly hint: string
  /** The author's line: an absolute path; line and column from 1. */
  readonly at?: { readonly file: string; readonly line: number; readonly column: number }
  /** Where in the state machine: `/States/Charge/Next`. */
  readonly location?: string
}

/** What is wrong with a workflow, a template or a bundle. `root` is what its file is told from. */
export function buildProblem(found: BuildProblem, root: string): BuildProblem {
  const { code, severity, message, hint, at } = found
  return {
    code,
    severity,
    message,
    hint,
    ...(at === undefined ? {} : { at: { ...at, file: absolute(at.file, root) } }),
    ...("location" in found && found.location !== undefined ? { location: found.location } : {}),
  }
}

/** `file:line:column CODE message What to do.`, the file told from a folder where it lies in it. */
export function formatBuildProblem({ at, code, message, hint }: BuildProblem, folder: string): string {
  if (at === undefined) return `${code} ${message} ${hint}`
  const near = relative(folder, at.file)
  return `${near.startsWith("..") ? at.file : near}:${at.line}:${at.column} ${code} ${message} ${hint}`
}

function absolute(file: string, root: string): string {
  return file.startsWith("file:") ? fileURLToPath(file) : resolve(root, file)
}
