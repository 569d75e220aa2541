import type { Expression, Shape, SourcePosition } from "@stepwright/dsl"

import type { Json } from "../../asl/json.ts"
import { lowerExpression, payload } from "../expression/index.ts"
import type { Way } from "./draft.ts"
import { carriers } from "./evaluate.ts"
import { expression, type Place } from "./place.ts"
import { onWay, resolver } from "./read.ts"

/** A value that some ways bring: a branch's result, a carried value. */
export interface Brought {
  readonly ways: readonly Way[]
  /** Absent where these ways bring nothing: null. */
  readonly result: Expression | undefined
  /** The ways can carry the result: they come from {@link carrying}. */
  readonly carried?: true
}

/** What a value is called, and where it was asked for. */
export interface Naming {
  /** `step:n1`; see `keyOf`. */
  readonly key: string
  readonly name: string
  readonly shape: Shape
  readonly at: SourcePosition
}

/**
 * Makes a value that several ways bring readable from the next state on, by a variable that is assigned on each of them
 * if anything reads it; and readable on the ways themselves.
 * @returns the ways, with those exchanged on which the value could fail uncaught
 */
export function bring(place: Place, naming: Naming, outcomes: readonly Brought[]): readonly Way[] {
  const { plan, level } = place
  const boxed = naming.shape.optional === true
  const brought: { readonly way: Way; readonly result: Expression }[] = []
  const ways: Way[] = []
  for (const { ways: from, result = nothing, carried } of outcomes) {
    const able = carried === true ? from : carrying(place, from, result, naming)
    for (const way of able) brought.push({ way, result })
    ways.push(...able)
  }
  for (const { way, result } of brought)
    way.local.set(naming.key, () => lowerExpression(result, resolver(plan, onWay(level, way))).text)
  plan.shapes.set(naming.key, naming.shape)
  plan.declare(naming.key, {
    name: naming.name,
    level,
    boxed,
    assign: (variable) => {
      for (const { way, result } of brought) way.assign[variable] = assigned(place, way, result, boxed)
    },
  })
  return ways
}

/**
 * Ways that can carry a result, for those that bring it: where it may fail, its failure is one of this place. Needed
 * where the place ends before what it brings is named: a failing result of an attempt's body is that attempt's to handle.
 */
export function carrying(
  place: Place,
  ways: readonly Way[],
  result: Expression | undefined,
  { name, at }: Pick<Naming, "name" | "at">,
): readonly Way[] {
  if (result === undefined) return ways
  return carriers(place, ways, (way) => isSound(result, place, way), { name: `${name} result`, at })
}

const nothing: Expression = { kind: "literal", value: null }

/** Whether an expression, as it reads on a way, cannot throw. It may be absent: that is provided for. */
export function isSound(result: Expression, place: Place, way: Way): boolean {
  const { total, shape, throws } = lowerExpression(result, resolver(place.plan, onWay(place.level, way)))
  return throws === undefined ? total || shape.optional === true : !throws
}

/** The payload that keeps a value in a variable. */
export function assigned(place: Place, way: Way, value: Expression, boxed: boolean): Json {
  const resolve = resolver(place.plan, onWay(place.level, way))
  if (boxed) return expression(`{'value': ${lowerExpression(value, resolve).text}}`)
  return whole(value, resolve)
}

/** The payload of a value in which absence is null. */
export function whole(value: Expression, resolve: ReturnType<typeof resolver>): Json {
  const { text, shape } = lowerExpression(value, resolve)
  return shape.optional === true ? expression(`$exists(${text}) ? ${text} : null`) : payload(value, resolve)
}
