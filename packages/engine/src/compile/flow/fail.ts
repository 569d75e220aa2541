import type { Expression, FailNode } from "@stepwright/dsl"

import { lowerExpression, payload } from "../expression/index.ts"
import { handleBy } from "./attempting.ts"
import { dispatch } from "./dispatch.ts"
import type { Way } from "./draft.ts"
import { carriers } from "./evaluate.ts"
import { isSound } from "./outcome.ts"
import { addState, catchingAt, expression, isForward, type Place, positionIn } from "./place.ts"
import { onWay, resolver } from "./read.ts"

const longestName = 256

/** Fails: into a handler around, into the saga's compensation, or out of this level. */
export function lowerFail(place: Place, node: FailNode, ways: readonly Way[]): readonly Way[] {
  const { plan, level, saga } = place
  const { error, cause, name, at } = node
  const known = error.kind === "literal" && typeof error.value === "string" ? error.value : undefined
  if (known !== undefined && known.length > longestName)
    plan.report("ERROR_NAME_TOO_LONG", `'${name}' fails with a name of ${known.length} characters.`, at)
  if (catchingAt(place) === undefined) {
    fail(place, node, ways)
    return []
  }
  const both: Expression = { kind: "array", items: [error, cause] }
  const able = carriers(place, ways, (way) => isSound(both, place, way), { name, at })
  const raised = (way: Way): string => {
    const resolve = resolver(plan, onWay(level, way))
    return `{'Error': ${lowerExpression(error, resolve).text}, 'Cause': ${lowerExpression(cause, resolve).text}}`
  }
  if (known === undefined && place.attempts.length > 0) {
    dispatch(place, able, { step: name, error: raised })
    return []
  }
  for (const attempting of place.attempts) {
    const handling = attempting.handlers.find(
      ({ errors }) => (known !== undefined && errors.includes(known)) || errors.includes("States.ALL"),
    )
    if (handling === undefined) continue
    for (const way of able) handleBy(attempting, handling, way, () => raised(way))
    return []
  }
  if (saga !== undefined && !isForward(place)) for (const way of able) saga.failedAt(way, name, raised(way))
  else fail(place, node, able)
  return []
}

function fail(place: Place, { error, cause, name, at }: FailNode, ways: readonly Way[]): void {
  const draft = addState(place, ways, "Fail", { name, role: "result", at })
  const resolve = resolver(place.plan, positionIn(place, draft))
  draft.fields.Error = text(error, longestName)
  draft.fields.Cause = text(cause, 32_768)
  function text(value: Expression, longest: number) {
    if (value.kind === "literal") return payload(value, resolve)
    const { text, shape } = lowerExpression(value, resolve)
    const cut = `$substring(${text}, 0, ${longest})`
    return expression(shape.optional === true ? `$exists(${text}) ? ${cut} : ''` : cut)
  }
}
