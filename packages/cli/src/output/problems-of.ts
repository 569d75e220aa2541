import type { DefinitionIssue } from "@stepwright/dsl"
import { EngineError, StepwrightError } from "@stepwright/engine"

import { CliError, cliCodes, type Place } from "../errors.ts"
import { StateMachineInvalid } from "../load/state-machine-invalid.ts"
import { showPath } from "./place.ts"
import type { Problem } from "./problem.ts"

/** Any error as what is wrong, every issue of it. Something that is nobody's known error becomes `UNEXPECTED`. */
export function problemsOf(error: unknown, cwd: string): readonly Problem[] {
  if (error instanceof CliError)
    return [{ ...place(error.at, cwd), severity: "error", code: error.code, message: error.message, hint: error.hint }]
  if (error instanceof StateMachineInvalid) return error.problems
  const issues = issuesOf(error)
  if (issues !== undefined) return issues.map((issue) => issueProblem(issue, cwd))
  if (StepwrightError.is(error)) return [engineProblem(error)]
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return [{ severity: "error", code: "UNEXPECTED", message, hint: cliCodes.UNEXPECTED.hint }]
}

/** An issue of a definition or of the compiler. */
export interface SourceIssue extends Pick<DefinitionIssue, "message" | "hint" | "at"> {
  readonly code: string
  readonly severity?: "error" | "warning"
}

/** An issue at a place in the author's source. */
export function issueProblem(issue: SourceIssue, cwd: string): Problem {
  return {
    ...place(issue.at, cwd),
    severity: issue.severity ?? "error",
    code: issue.code,
    message: issue.message,
    hint: issue.hint,
  }
}

function place(at: Place | undefined, cwd: string): Pick<Problem, "file" | "line" | "column"> {
  return at === undefined ? {} : { ...at, file: showPath(at.file, cwd) }
}

/** The issues of a DefinitionError or CompileError, also of another copy of their packages. */
function issuesOf(error: unknown): readonly SourceIssue[] | undefined {
  if (!(error instanceof Error) || !["DefinitionError", "CompileError"].includes(error.name)) return undefined
  return "issues" in error && Array.isArray(error.issues) ? (error.issues as readonly SourceIssue[]) : undefined // by its name
}

/** What to do about an engine's error on the command line, where that differs from what a program would do. */
const hints: Readonly<Record<string, string>> = {
  UNBOUND:
    "Give the task a handler, or name a file that serves what is missing: --handlers handlers.ts, --bindings bindings.json",
  INPUT_INVALID: "Correct what --input holds.",
  EXECUTION_EXISTS: "Choose another --name, or leave out --input to go on with the one that exists.",
  NAME_INVALID: "Give a --name of 1 to 80 letters, digits, - and _.",
}

function engineProblem(error: StepwrightError): Problem {
  const message = error.message.endsWith(error.hint) ? error.message.slice(0, -error.hint.length) : error.message
  const issues = EngineError.is(error) ? error.issues : []
  // The message tells them in one line; several are better read as a list.
  const listed = issues.map(
    ({ path, expected, received }) => `${path === "" ? "the value" : path}: expected ${expected}, received ${received}`,
  )
  const split =
    issues.length < 2 ? message : message.replace(`${listed.join("; ")}.`, listed.map((line) => `\n• ${line}`).join(""))
  const text = split
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trimEnd()
  return { severity: "error", code: error.code, message: text, hint: hints[error.code] ?? error.hint }
}
