import { withCompensating } from "./compensating.ts"
import type { SpanStatus } from "./open-span.ts"
import type { TimelineSpan } from "./timeline.ts"

/** How a timeline is drawn. */
export interface DrawTimelineOptions {
  /** Columns of the terminal, from 40. Default 80. */
  readonly width?: number
  /** ANSI colours. Default false. */
  readonly color?: boolean
  /** Draws what still runs up to this instant, in milliseconds since 1970. Default: the last instant of the spans. */
  readonly nowMs?: number
}

interface Row {
  readonly span: TimelineSpan
  readonly label: string
}

const colors: Readonly<Record<SpanStatus, number>> = {
  RUNNING: 34,
  SUCCEEDED: 32,
  CAUGHT: 33,
  FAILED: 31,
  TIMED_OUT: 31,
  ABORTED: 90,
}

const marks: Readonly<Record<SpanStatus, string>> = {
  RUNNING: "…",
  SUCCEEDED: "✓",
  CAUGHT: "↷",
  FAILED: "✗",
  TIMED_OUT: "⏲",
  ABORTED: "⊘",
}

/** What a state is for, in front of its name. */
const signs: Readonly<Record<string, string>> = { pivot: "◆ ", compensation: "↩ ", deadLetter: "✉ " }

/** An eighth of a column each. */
const eighths = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

/**
 * A timeline for a terminal: a line for each span, its name, a bar, how long it took, and how it ended. Where the plan's
 * notes tell what states are for, a saga's way back is gathered under `compensating`, and signs stand before pivots (◆),
 * compensations (↩) and dead letters (✉). Names are cut to a third of the width. Every line ends with a newline; without spans the text is empty.
 */
export function drawTimeline(spans: readonly TimelineSpan[], options: DrawTimelineOptions = {}): string {
  const { width = 80, color = false } = options
  const rows = withCompensating(spans).flatMap((span) => rowsOf(span, ""))
  if (rows.length === 0) return ""
  const columns = Math.max(40, width)
  const from = rows.reduce((least, { span }) => Math.min(least, span.startMs), Infinity)
  const to = greatest(rows, ({ span }) => span.endMs ?? span.startMs, options.nowMs ?? from)
  const notes = rows.map(({ span }) => noteOf(span, to))
  const labelWidth = Math.min(
    Math.floor(columns / 3),
    greatest(rows, ({ label }) => lengthOf(label)),
  )
  const noteWidth = Math.min(Math.floor(columns / 3), greatest(notes, lengthOf))
  const barWidth = columns - labelWidth - noteWidth - 4
  const paint = (text: string, code: number): string => (color ? `\u001B[${code}m${text}\u001B[0m` : text)
  const lines = rows.map(({ span, label }, index) => {
    const name = fit(label, labelWidth)
    const drawn = bar(span, { from, to, width: barWidth })
    const note = cut(notes[index] ?? "", noteWidth)
    return `${name}  ${paint(drawn, colors[span.status])}  ${note}`.trimEnd()
  })
  return `${lines.join("\n")}\n`
}

/** A single attempt says nothing that its state does not. */
function rowsOf(span: TimelineSpan, indent: string): readonly Row[] {
  const attempts = span.children.filter(({ kind }) => kind === "attempt")
  const shown = attempts.length > 1 ? span.children : span.children.filter(({ kind }) => kind !== "attempt")
  const sign = span.role !== undefined && Object.hasOwn(signs, span.role) ? signs[span.role] : ""
  const label = `${indent}${sign}${plain(span.name)}`
  return [{ span, label }, ...shown.flatMap((child) => rowsOf(child, `${indent}  `))]
}

function bar(
  span: TimelineSpan,
  scale: { readonly from: number; readonly to: number; readonly width: number },
): string {
  const { from, to, width } = scale
  const perMs = to > from ? (width * 8) / (to - from) : 0
  const first = Math.min(Math.floor(((span.startMs - from) * perMs) / 8), width - 1)
  const end = Math.round(((span.endMs ?? to) - from) * perMs)
  const filled = Math.max(1, end - first * 8)
  const full = Math.floor(filled / 8)
  const rest = filled % 8 === 0 ? "" : (eighths[(filled % 8) - 1] ?? "")
  return fit(`${" ".repeat(first)}${"█".repeat(full)}${rest}`, width)
}

function noteOf(span: TimelineSpan, now: number): string {
  const parts = [marks[span.status], duration((span.endMs ?? now) - span.startMs)]
  if (span.attempts > 1 && span.kind === "state") parts.push(`×${span.attempts}`)
  if (span.error !== undefined) parts.push(plain(span.error))
  return parts.join(" ")
}

function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 60) return `${minutes} min ${Math.floor((ms % 60_000) / 1000)} s`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`
}

/** Names come from users: nothing in them may steer the terminal. */
function plain(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, " ")
}

function fit(text: string, width: number): string {
  const short = cut(text, width)
  return short + " ".repeat(width - lengthOf(short))
}

function cut(text: string, width: number): string {
  const characters = Array.from(text)
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join("")}…`
}

/** Not by spreading: there may be more rows than a call takes arguments. */
function greatest<T>(items: readonly T[], value: (item: T) => number, least = 0): number {
  return items.reduce((most, item) => Math.max(most, value(item)), least)
}

function lengthOf(text: string): number {
  return Array.from(text).length
}
