import type { Diagnostic } from "./diagnostic.ts"
import { readableMessage } from "./readable-message.ts"
import { type SourcePosition, sourcePositions } from "./source-position.ts"

/** How diagnostics are shown. */
export interface RenderOptions {
  /** The definition's text: each problem then names its line and column, and shows the line. */
  readonly text?: string
  /** The file's name, before each line and column. */
  readonly file?: string
  /** ANSI colours. Default false. */
  readonly color?: boolean
}

/** Columns of a source line that are shown. */
const widest = 100

/**
 * Diagnostics for a person to read: where, what, the line, and what was probably meant; the last line counts them. In
 * the order of the text where it is given. Ends with a newline; empty without diagnostics.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions = {}): string {
  if (diagnostics.length === 0) return ""
  const { text } = options
  const locations = new Set(diagnostics.flatMap(({ location }) => (location === undefined ? [] : [location])))
  const positions = text === undefined ? new Map<string, SourcePosition>() : sourcePositions(text, locations)
  const lines = text?.split("\n") ?? []
  const line = ({ location }: Diagnostic): number => positions.get(location ?? "")?.line ?? 0
  const inOrder = diagnostics.toSorted((a, b) => line(a) - line(b))
  const shown = inOrder.map((diagnostic) => {
    const position = positions.get(diagnostic.location ?? "")
    return renderOne(diagnostic, position, lines[(position?.line ?? 0) - 1], options)
  })
  return `${[...shown, countOf(diagnostics)].join("\n\n")}\n`
}

function renderOne(
  { severity, code, message, detail, location, suggestion }: Diagnostic,
  position: SourcePosition | undefined,
  source: string | undefined,
  { file, color }: RenderOptions,
): string {
  const paint = (text: string, style: number): string => (color === true ? `\u001B[${style}m${text}\u001B[0m` : text)
  const place = [file, position?.line, position?.column].filter((part) => part !== undefined).join(":")
  const kind = paint(severity.toLowerCase(), severity === "ERROR" ? 31 : 33)
  const lines = [[place, kind, code, location].filter((part) => part !== undefined && part !== "").join(" ")]
  lines.push(`  ${readableMessage(message)}`)
  if (detail !== undefined) lines.push(`  ${detail}`)
  if (suggestion !== undefined) lines.push(`  Did you mean '${suggestion}'?`)
  if (source !== undefined && position !== undefined) lines.push(...excerpt(source, position))
  return lines.join("\n")
}

function excerpt(source: string, { line, column }: SourcePosition): readonly string[] {
  const from = Math.max(0, column - 1 - widest / 2)
  const part = source
    .slice(from, from + widest)
    .replaceAll("\t", " ")
    .trimEnd()
  const margin = `  ${line} | `
  return [`${margin}${part}`, `${" ".repeat(margin.length + column - 1 - from)}^`]
}

function countOf(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter(({ severity }) => severity === "ERROR").length
  const warnings = diagnostics.length - errors
  const counts = [counted(errors, "error"), counted(warnings, "warning")]
  return counts.filter((text) => text !== undefined).join(", ")
}

function counted(count: number, what: string): string | undefined {
  return count === 0 ? undefined : `${count} ${what}${count === 1 ? "" : "s"}`
}
