import type { TimelineSpan } from "@stepwright/engine/inspect"

/** A timeline that fits a screen: of many iterations or branches the first few, and those that did not go well. */
export function pruneSpans(
  spans: readonly TimelineSpan[],
  most = 8,
): { readonly spans: readonly TimelineSpan[]; readonly hidden: number } {
  let hidden = 0
  const prune = (level: readonly TimelineSpan[]): readonly TimelineSpan[] => {
    const lanes = level.filter(({ kind }) => kind === "iteration" || kind === "branch")
    const kept = new Set(
      lanes.length <= most ? lanes : [...lanes.slice(0, most), ...lanes.slice(most).filter(wentWrong).slice(0, most)],
    )
    return level.flatMap((span) => {
      const lane = span.kind === "iteration" || span.kind === "branch"
      if (lane && !kept.has(span)) {
        hidden++
        return []
      }
      return [{ ...span, children: prune(span.children) }]
    })
  }
  return { spans: prune(spans), hidden }
}

function wentWrong({ status }: TimelineSpan): boolean {
  return status === "FAILED" || status === "TIMED_OUT"
}
