import type { AslNode } from "@stepwright/dsl"

import type { StateType } from "../../asl/document.ts"
import { Draft, type Way } from "./draft.ts"
import { leading, targetsOf } from "./embedded.ts"
import { carriers } from "./evaluate.ts"
import { isSound, whole } from "./outcome.ts"
import { addState, enter, expression, type Place } from "./place.ts"
import { onWay, resolver } from "./read.ts"

/**
 * States that stand in the plan as they are. A Pass after them keeps what the last one gives, for whoever reads it; the
 * renderer leaves it out again where it only hands that on.
 */
export function lowerAsl(place: Place, node: AslNode, ways: readonly Way[]): readonly Way[] {
  const { plan, level } = place
  const { id, name, at, startAt, shape } = node
  if (place.saga !== undefined || place.attempts.length > 0 || place.deadline)
    plan.report("ASL_PLACE", `The embedded states of '${name}' stand in a saga or an attempt.`, at)
  const drafts = draftsOf(place, node)
  const first = drafts.find((draft) => draft.name === startAt)
  if (first === undefined) return [] // the DSL has refused it
  enter(place, entries(place, node, ways), first)
  level.drafts.push(...drafts.filter((draft) => draft !== first))
  const exits = drafts.flatMap(({ embedded }) => embedded?.exit ?? [])
  if (exits.length === 0) return []
  const after = addState(place, exits, "Pass", { name: `${name} result`, role: "control", at })
  after.hands = exits
  const next = after.way("next")
  const key = `step:${id}`
  plan.shapes.set(key, shape)
  next.local.set(key, () => "$states.input")
  plan.declare(key, {
    name,
    level,
    assign: (variable) => {
      next.assign[variable] = expression("$states.input")
    },
  })
  return [next]
}

/** The ways in, giving the first state its input. */
function entries(place: Place, { input, name, at }: AslNode, ways: readonly Way[]): readonly Way[] {
  if (input === undefined) return ways
  const able = carriers(place, ways, (way) => isSound(input, place, way), { name: `${name} input`, at })
  for (const way of able) way.output = whole(input, resolver(place.plan, onWay(place.level, way)))
  return able
}

function draftsOf({ plan }: Place, { states, name, at, language }: AslNode): readonly Draft[] {
  const names = new Set(Object.keys(states))
  return Object.entries(states).map(([state, fields]) => {
    const source = `${plan.sourceOf(at.file)}:${at.line}:${at.column}`
    const draft = new Draft(fields.Type as StateType, state, { role: "step", step: name, source }) // checked with the plan
    const targets = targetsOf(fields)
    for (const target of targets.filter((target) => names.has(target))) draft.way("next").next = target
    const outside = targets.some((target) => !names.has(target))
    const ends = fields.End === true || fields.Type === "Succeed"
    const exit = ends || outside ? draft.way("next") : undefined
    draft.embedded = { language, write: (next) => leading(fields, names, next), exit, ends: !outside }
    return draft
  })
}
