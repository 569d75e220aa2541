import type { Expression, SourcePosition } from "@stepwright/dsl"

import { isJsonObject, type Json } from "../../asl/json.ts"
import { lowerExpression } from "../expression/index.ts"
import { successText } from "../saga/branch-report.ts"
import type { Saga } from "../saga/saga.ts"
import type { OutcomeForm } from "./level.ts"
import type { Way } from "./draft.ts"
import { evaluation, mayFailOn } from "./evaluate.ts"
import { isSound, whole } from "./outcome.ts"
import { addState, catchingAt, expression, type Place, positionIn } from "./place.ts"
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
  const unsound = ways.filter((way) => !sound(way))
  const safe = ways.filter(sound)
  const later: Way[] = []
  // Where nothing catches failures a state of its own is enough: what the way before is caught by must not catch this.
  if (catchingAt(place) === undefined) later.push(...unsound)
  else if (unsound.length > 0) safe.push(evaluation(place, unsound, { name: `${name} result`, at }))
  for (const way of safe) {
    if (way.kind !== "next") {
      later.push(way)
      continue
    }
    way.ends = true
    complete(place, onWay(level, way), result, (output) => {
      way.output = output
    })
  }
  if (later.length === 0) return
  const draft = addState(place, later, "Succeed", { name: `${name} done`, role: "result", at })
  complete(place, positionIn(place, draft), result, (output) => {
    draft.fields.Output = output
  })
}

/** A branch's report is complete only when it is known what undoing it reads. */
function complete(place: Place, position: Position, result: Expression | undefined, use: (output: Json) => void): void {
  const { plan, level } = place
  const form = level.outcome
  if (typeof form === "string" || !("reports" in form)) return use(outcome(place, position, result, form))
  const { reports: saga, keyed } = form
  const steps = saga.undos.length
  const value = result === undefined ? "null" : lowerExpression(result, resolver(plan, position)).text
  const key = keyed === undefined ? "" : `'k': ${read(plan, position, keyed)}, `
  plan.reports.push(() => use(expression(successText(place, saga, position, value, steps, key))))
}

type ValueForm = Exclude<OutcomeForm, { readonly reports: Saga }>

function outcome({ plan }: Place, position: Position, result: Expression | undefined, form: ValueForm): Json {
  const resolve = resolver(plan, position)
  // Validators know only objects and expressions as Output where AWS's documentation says "JSON".
  if (result === undefined)
    return form === "plain"
      ? expression("null")
      : form === "boxed"
        ? { value: null }
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
