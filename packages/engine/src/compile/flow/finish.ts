import type { Expression, SourcePosition } from "@stepwright/dsl"

import { isJsonObject, type Json } from "../../asl/json.ts"
import { lowerExpression } from "../expression/index.ts"
import type { Way } from "./draft.ts"
import { evaluation, mayFailOn } from "./evaluate.ts"
import { isSound, whole } from "./outcome.ts"
import { addState, expression, type Place, positionIn } from "./place.ts"
import { onWay, type Position, read, resolver } from "./read.ts"

/** What a level comes to. */
export interface Ending {
  readonly result: Expression | undefined
  readonly name: string
  readonly at: SourcePosition
}

/**
 * Ends a level on these ways with its outcome: in the Output of the state before where that can be, else in a Succeed.
 * An outcome that could fail uncaught is evaluated where a Catch reaches it.
 */
export function finish(place: Place, ways: readonly Way[], ending: Ending): void {
  const { level } = place
  const { result, name, at } = ending
  const sound = (way: Way): boolean => result === undefined || mayFailOn(place, way) || isSound(result, place, way)
  const caught = ways.filter((way) => !sound(way))
  const safe = ways.filter(sound)
  for (const way of caught.length === 0 ? [] : [evaluation(place, caught, { name: `${name} result`, at })])
    safe.push(way)
  const later: Way[] = []
  for (const way of safe) {
    if (way.kind !== "next") {
      later.push(way)
      continue
    }
    way.ends = true
    way.output = outcome(place, onWay(level, way), result)
  }
  if (later.length === 0) return
  const draft = addState(place, later, "Succeed", { name: `${name} done`, role: "result", at })
  draft.fields.Output = outcome(place, positionIn(place, draft), result)
}

function outcome(place: Place, position: Position, result: Expression | undefined): Json {
  const { plan, level } = place
  const resolve = resolver(plan, position)
  const form = level.outcome
  // Validators know only objects and expressions as Output where AWS's documentation says "JSON".
  if (result === undefined)
    return form === "plain"
      ? expression("null")
      : form === "boxed"
        ? {}
        : { k: expression(read(plan, position, form.keyed)), v: null }
  if (form === "plain") {
    const value = whole(result, resolve)
    const written = isJsonObject(value) || (typeof value === "string" && value.startsWith("{%"))
    return written ? value : expression(lowerExpression(result, resolve).text)
  }
  const { text } = lowerExpression(result, resolve)
  if (form === "boxed") return expression(`{'value': ${text}}`)
  return expression(`{'k': ${read(plan, position, form.keyed)}, 'v': ${text}}`)
}
