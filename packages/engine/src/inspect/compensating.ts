import type { TimelineSpan } from "./timeline.ts"

const undoing: ReadonlySet<string | undefined> = new Set(["compensation", "deadLetter"])

/** Puts the compensations that follow one another on a line of control into a span of their own, named `compensating`. */
export function withCompensating(spans: readonly TimelineSpan[]): readonly TimelineSpan[] {
  const all: TimelineSpan[] = []
  for (let at = 0; at < spans.length;) {
    const count = compensationsFrom(spans, at)
    all.push(...(count === 0 ? spans.slice(at, at + 1) : [phaseOf(spans.slice(at, at + count))]))
    at += Math.max(1, count)
  }
  return all
}

/** How many spans from here on undo something, those in between that choose what to undo included. */
function compensationsFrom(spans: readonly TimelineSpan[], from: number): number {
  if (!undoing.has(spans[from]?.role)) return 0
  const rest = spans.slice(from)
  const end = rest.findIndex(({ role }) => !undoing.has(role) && role !== "saga")
  return rest.slice(0, end < 0 ? rest.length : end).findLastIndex(({ role }) => undoing.has(role)) + 1
}

function phaseOf(children: readonly TimelineSpan[]): TimelineSpan {
  const [first] = children
  const running = children.find(({ endMs }) => endMs === undefined)
  const ended = running === undefined ? { endMs: Math.max(...children.map(({ endMs = 0 }) => endMs)) } : {}
  const worst = children.find(({ status }) => status !== "SUCCEEDED") ?? first
  return {
    kind: "state",
    name: "compensating",
    role: "compensating",
    startMs: first?.startMs ?? 0,
    ...ended,
    status: running === undefined ? (worst?.status ?? "SUCCEEDED") : "RUNNING",
    attempts: 1,
    eventId: first?.eventId ?? 0,
    children,
  }
}
