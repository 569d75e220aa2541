import { type ComparedEvent, differenceOfEvents } from "./events.ts"
import type { Comparison } from "./values.ts"

interface Tree {
  readonly event: ComparedEvent
  readonly children: Tree[]
}

/**
 * Compares two histories whose lines of control may interleave in another way: by what follows what, not by ids. Where
 * lines part and join, the recorder's link names whichever line was last; both are hung on the event that started the
 * Parallel or Map instead.
 */
export function differenceOfChains(
  recorded: readonly ComparedEvent[],
  ours: readonly ComparedEvent[],
  by: Comparison,
): string | undefined {
  if (recorded.length !== ours.length) return `${ours.length} events, recorded ${recorded.length}`
  return differenceOfForests(grow(recorded), grow(ours), by)
}

function differenceOfForests(recorded: readonly Tree[], ours: readonly Tree[], by: Comparison): string | undefined {
  const left = [...ours]
  for (const tree of recorded) {
    const at = left.findIndex((candidate) => differenceOfTrees(tree, candidate, by) === undefined)
    if (at < 0) return `event ${tree.event.id} ${tree.event.type}: no such line of events`
    left.splice(at, 1)
  }
  const extra = left[0]
  return extra === undefined
    ? undefined
    : `event ${extra.event.id} ${extra.event.type}: recorded no such line of events`
}

function differenceOfTrees(recorded: Tree, ours: Tree, by: Comparison): string | undefined {
  return differenceOfEvents(recorded.event, ours.event, by) ?? differenceOfForests(recorded.children, ours.children, by)
}

function grow(events: readonly ComparedEvent[]): readonly Tree[] {
  const trees = new Map(events.map((event) => [event.id, { event, children: [] as Tree[] }]))
  const roots: Tree[] = []
  for (const event of events) {
    const tree = trees.get(event.id)
    if (tree === undefined) continue
    const parent = trees.get(hangsOn(event, trees))
    if (parent === undefined) roots.push(tree)
    else parent.children.push(tree)
  }
  return roots
}

const joins = /^(Map|Parallel)State(Succeeded|Failed|Exited)$/
const starts = /^(Map|Parallel)StateStarted$/

/** The event that one hangs on: its link, or for the start of a lane and for a join the start of the fan-out. */
function hangsOn(event: ComparedEvent, trees: ReadonlyMap<number, Tree>): number {
  if (event.type !== "MapIterationStarted" && !joins.test(event.type)) return event.previous
  let inner = 0
  let at = trees.get(event.previous)?.event
  while (at !== undefined) {
    if (joins.test(at.type) && at.type.endsWith("Exited")) inner++
    if (starts.test(at.type) && inner-- === 0) return at.id
    at = trees.get(at.previous)?.event
  }
  return event.previous
}
