import type { ExecutionDescription, HistoryEvent } from "@stepwright/engine"
import { drawTimeline, type StateNotes, timelineOf } from "@stepwright/engine/inspect"

import type { Paint } from "../output/paint.ts"
import { printable } from "../output/printable.ts"
import { pruneSpans } from "../progress/prune-spans.ts"

const widestTimeline = 120

/** How an execution ended, for people: a timeline, the status, and the output or the error. */
export function outcomeText(
  ended: ExecutionDescription,
  events: readonly HistoryEvent[],
  { paint, columns, notes }: { readonly paint: Paint; readonly columns: number; readonly notes: StateNotes },
): string {
  const { spans, hidden } = pruneSpans(timelineOf(events, { notes }))
  const color = paint.red("x") !== "x"
  const lines = ["", drawTimeline(printableSpans(spans), { width: Math.min(columns, widestTimeline), color })]
  if (hidden > 0) lines.push(paint.dim(`… and ${hidden} more iterations or branches that are not shown\n`))
  const took = ended.stoppedAt === undefined ? "" : ` in ${duration(ended.stoppedAt - ended.startedAt)}`
  const status = ended.status === "SUCCEEDED" ? paint.green(ended.status) : paint.red(ended.status)
  lines.push(`${paint.bold(status)} ${printable(ended.name)}${took}`)
  if (ended.status === "SUCCEEDED") lines.push(printable(JSON.stringify(ended.output, null, 2) ?? ""))
  if (ended.error !== undefined) lines.push(`${paint.bold("error")} ${printable(ended.error)}`)
  if (ended.cause !== undefined && ended.cause !== "")
    lines.push(`${paint.bold("cause")} ${printable(prettyCause(ended.cause))}`)
  return `${lines.join("\n")}\n`
}

/** How an execution ended, for machines. */
export function outcomeJson(ended: ExecutionDescription, events: readonly HistoryEvent[], notes: StateNotes): object {
  const { id, name, workflow, status, output, error, cause, startedAt, stoppedAt } = ended
  return {
    ok: status === "SUCCEEDED",
    id,
    name,
    workflow,
    status,
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    startedAt: new Date(startedAt).toISOString(),
    ...(stoppedAt === undefined
      ? {}
      : { stoppedAt: new Date(stoppedAt).toISOString(), durationMs: stoppedAt - startedAt }),
    timeline: timelineOf(events, { notes }),
  }
}

type Spans = ReturnType<typeof timelineOf>

function printableSpans(spans: Spans): Spans {
  return spans.map((span) => ({
    ...span,
    name: printable(span.name),
    ...(span.error === undefined ? {} : { error: printable(span.error) }),
    children: printableSpans(span.children),
  }))
}

/** A cause that is JSON, in lines. */
function prettyCause(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause)
    return typeof parsed === "object" && parsed !== null ? JSON.stringify(parsed, null, 2) : cause
  } catch {
    return cause
  }
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(2)} s`
}
