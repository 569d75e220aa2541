/** How a stretch of time ended. */
export type SpanStatus = "RUNNING" | "SUCCEEDED" | "CAUGHT" | "FAILED" | "TIMED_OUT" | "ABORTED"

/** A span while a history is read. */
export interface OpenSpan {
  readonly kind: "state" | "attempt" | "branch" | "iteration"
  readonly name: string
  readonly startMs: number
  readonly eventId: number
  readonly parent: OpenSpan | undefined
  readonly children: OpenSpan[]
  stateType: string | undefined
  endMs: number | undefined
  status: SpanStatus
  attempts: number
  error: string | undefined
  /** When it last failed; undefined where it did not, or was tried anew. */
  failedMs: number | undefined
  /** The event before a state's entry. */
  previous: number
}

/** A new span at the end of its parent's. */
export function openSpan(
  kind: OpenSpan["kind"],
  name: string,
  startMs: number,
  eventId: number,
  parent: OpenSpan | undefined,
): OpenSpan {
  const span: OpenSpan = {
    kind,
    name,
    startMs,
    eventId,
    parent,
    children: [],
    stateType: undefined,
    endMs: undefined,
    status: "RUNNING",
    attempts: 1,
    error: undefined,
    failedMs: undefined,
    previous: -1,
  }
  parent?.children.push(span)
  return span
}

/** The innermost span, from one outwards, for which something holds. */
export function enclosing(from: OpenSpan, holds: (span: OpenSpan) => boolean): OpenSpan | undefined {
  for (let span: OpenSpan | undefined = from; span !== undefined; span = span.parent) if (holds(span)) return span
  return undefined
}

function isWell(status: SpanStatus): boolean {
  return status === "SUCCEEDED" || status === "CAUGHT"
}

/** Ends whatever still runs inside a span. */
export function settleWithin(span: OpenSpan, status: SpanStatus, endMs: number): void {
  for (const child of span.children) {
    // Before what is inside is ended: no event says that a branch ended: it did where nothing in it still ran.
    const done = child.kind === "branch" && child.children.every((state) => isWell(state.status))
    settleWithin(child, status, endMs)
    if (child.endMs !== undefined) continue
    child.status = done ? "SUCCEEDED" : status
    child.endMs = done ? Math.max(child.startMs, ...child.children.map((state) => state.endMs ?? endMs)) : endMs
  }
}
