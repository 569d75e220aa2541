import type { Paint } from "./paint.ts"

/** One thing that is wrong, from whatever part found it: the unit that `check`, `build` and `run` report. */
export interface Problem {
  readonly severity: "error" | "warning"
  readonly code: string
  /** What is wrong, in a sentence. */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
  /** Relative to the current folder where it lies in it. */
  readonly file?: string
  /** From 1. */
  readonly line?: number
  /** From 1. */
  readonly column?: number
  /** Where in a state machine: `/States/Charge/Next`. */
  readonly location?: string
}

/** How a problem is shown. */
export interface ProblemStyle {
  readonly paint: Paint
  /** The text of a line (from 1) of a file; undefined where it cannot be had. */
  readonly sourceLine: (file: string, line: number) => string | undefined
}

/** A problem as a paragraph: its code and place, the line of source with a mark, the message, the hint. */
export function renderProblem(problem: Problem, { paint, sourceLine }: ProblemStyle): string {
  const tint = problem.severity === "error" ? paint.red : paint.yellow
  const head = [tint(paint.bold(problem.severity)), paint.bold(problem.code), paint.cyan(renderPlace(problem))]
  const lines = [head.filter((part) => part !== "").join(" ")]
  const { file, line, column } = problem
  const source = file === undefined || line === undefined ? undefined : sourceLine(file, line)
  if (source !== undefined && source.trim() !== "") lines.push(...codeFrame(source, line ?? 1, column, paint, tint))
  lines.push(...indent(problem.message))
  if (problem.hint !== undefined && problem.hint !== "") lines.push(...indent(paint.dim(`→ ${problem.hint}`)))
  return lines.join("\n")
}

/** `file:line:column (at /States/X)`, as far as it is known. */
function renderPlace(problem: Pick<Problem, "file" | "line" | "column" | "location">): string {
  const { file, line, column, location } = problem
  const place = [file, line, column].filter((part) => part !== undefined).join(":")
  if (location === undefined || location === "") return place
  return place === "" ? location : `${place} (${location})`
}

/** "2 errors and 1 warning"; empty where there is nothing. */
export function countProblems(problems: readonly Problem[]): string {
  const count = (severity: Problem["severity"]): string | undefined => {
    const number = problems.filter((problem) => problem.severity === severity).length
    return number === 0 ? undefined : `${number} ${severity}${number === 1 ? "" : "s"}`
  }
  return [count("error"), count("warning")].filter((part) => part !== undefined).join(" and ")
}

/** Errors first to last by file and place; warnings in the same order among them. */
export function orderProblems(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted(
    (a, b) =>
      compare(a.file ?? "", b.file ?? "") ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      compare(a.code, b.code),
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const widest = 100

function codeFrame(
  source: string,
  line: number,
  column: number | undefined,
  paint: Paint,
  tint: (text: string) => string,
): string[] {
  const gutter = String(line)
  const spaced = source.replaceAll("\t", " ")
  const from = Math.max(0, (column ?? 1) - 1 - widest / 2)
  const shown = spaced.length <= widest ? spaced : spaced.slice(from, from + widest)
  const mark = (column ?? 1) - 1 - (spaced.length <= widest ? 0 : from)
  const lines = [`  ${paint.dim(`${gutter} |`)} ${shown.trimEnd()}`]
  if (column !== undefined && mark <= shown.length)
    lines.push(`  ${paint.dim(`${" ".repeat(gutter.length)} |`)} ${" ".repeat(mark)}${tint("^")}`)
  return lines
}

function indent(text: string): string[] {
  return text.split("\n").map((line) => `  ${line}`)
}
