import type { ComputeNode } from "@stepwright/dsl"

import { lowerExpression } from "../expression/index.ts"
import { isVolatile } from "../saga/volatile.ts"
import type { Way } from "./draft.ts"
import { carriers, type Evaluating, evaluation } from "./evaluate.ts"
import { assigned, isSound } from "./outcome.ts"
import { addState, catchingAt, type Place } from "./place.ts"
import { onWay, resolver } from "./read.ts"

/**
 * A value computed where it stands: a variable, assigned on the ways that lead here. One that would read another which is
 * only being computed there gets a state of its own, so that none is evaluated twice.
 */
export function lowerCompute(place: Place, node: ComputeNode, ways: readonly Way[]): readonly Way[] {
  const { plan, level } = place
  const { id, name, at, value, retried, shape } = node
  const key = `step:${id}`
  const from = ways.some(({ computes }) => computes) ? [after(place, ways, { name, at })] : ways
  // The step before is retried for what is part of it.
  const carries = (way: Way): boolean => (way.retried && retried === true) || isSound(value, place, way)
  const able = carriers(place, from, carries, { name, at })
  const boxed = shape.optional === true
  const variable = plan.declare(key, { name, level, boxed, assign: () => undefined })
  plan.shapes.set(key, shape)
  for (const way of able) {
    way.computes = true
    way.assign[variable.name] = assigned(place, way, value, boxed)
    way.local.set(key, () => lowerExpression(value, resolver(plan, onWay(level, way))).text)
  }
  // What comes to another value each time must be read from the variable, and that can be seen from the next state on.
  return isVolatile(value) ? [after(place, able, { name: `${name} computed`, at })] : able
}

function after(place: Place, ways: readonly Way[], words: Evaluating): Way {
  if (catchingAt(place) !== undefined) return evaluation(place, ways, words)
  return addState(place, ways, "Pass", { ...words, role: "control" }).way("next")
}
