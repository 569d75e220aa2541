import type { SourcePosition } from "@stepwright/dsl"

import type { Draft, Way } from "./draft.ts"
import { Level } from "./level.ts"
import { addState, catchingAt, enter, expression, insideOf, makeState, type Place } from "./place.ts"
import { protect } from "./protect.ts"

/** Words for the states that an evaluation may need. */
export interface Evaluating {
  readonly name: string
  readonly at: SourcePosition
}

/** Whether an expression on this way may fail: it only goes to what catches failures here, be it nothing. */
export function mayFailOn(place: Place, way: Way): boolean {
  return way.caughtBy === catchingAt(place) && !way.exact && !way.retried
}

/**
 * Ways that can carry an Assign or Output: those that can already, and one from a new state for those that cannot, be
 * it because they are a level's start, or because an expression that may fail there could not be caught.
 * @param total - Whether the expression, as it reads on a way, cannot fail.
 */
export function carriers(
  place: Place,
  ways: readonly Way[],
  total: (way: Way) => boolean,
  { name, at }: Evaluating,
): readonly Way[] {
  const able = ways.filter((way) => way.kind !== "start" && (mayFailOn(place, way) || total(way)))
  const others = ways.filter((way) => !able.includes(way))
  if (others.length === 0) return able
  if (catchingAt(place) === undefined || others.every((way) => way.kind === "start" && total(way))) {
    const draft = addState(place, others, "Pass", { name, role: "control", at })
    return [...able, draft.way("next")]
  }
  return [...able, evaluation(place, others, { name, at })]
}

/** A state whose expressions a Catch can reach, though it does nothing: a Map over no items. */
export function evaluation(place: Place, ways: readonly Way[], { name, at }: Evaluating): Way {
  const draft = addState(place, ways, "Map", { name, role: "control", at, fields: { Items: expression("[]") } })
  return evaluationWay(place, draft, { name, at })
}

/** Completes the Map of {@link evaluation}. */
export function evaluationWay(place: Place, draft: Draft, { name, at }: Evaluating): Way {
  const level = new Level({ level: place.level, draft, kind: "items" })
  draft.levels.push(level)
  draft.processorConfig = { Mode: "INLINE" }
  const inside = insideOf(place, level, [])
  const nothing = makeState(inside, "Pass", { name: `${name} (nothing)`, role: "control", at })
  enter(inside, [level.start], nothing)
  nothing.way("next").ends = true
  const next = draft.way("next")
  protect(place, draft, next, name)
  return next
}
