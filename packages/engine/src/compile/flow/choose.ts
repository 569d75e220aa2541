import type { Expression, SourcePosition } from "@stepwright/dsl"

import { lowerCondition } from "../expression/index.ts"
import type { Way } from "./draft.ts"
import { evaluation } from "./evaluate.ts"
import { addState, catchingAt, expression, type Place, positionAfter } from "./place.ts"
import { onWay, resolver } from "./read.ts"

/** What is chosen from. */
export interface Choosing {
  readonly name: string
  readonly at: SourcePosition
  readonly conditions: readonly Expression[]
}

/** The ways out of a Choice: one for each condition, and the one where none holds. */
export interface Chosen {
  readonly rules: readonly Way[]
  readonly otherwise: Way
}

/**
 * A Choice. A condition that could fail uncaught is evaluated in a state before it, where a Catch reaches it: as the
 * number of the first condition that holds.
 */
export function choose(place: Place, ways: readonly Way[], choosing: Choosing): Chosen {
  const { plan, level } = place
  const { name, at, conditions } = choosing
  const before = resolver(plan, positionAfter(place, ways))
  const total = conditions.every((condition) => lowerCondition(condition, before).total)
  if (total || catchingAt(place) === undefined) {
    return choice(
      place,
      ways,
      choosing,
      conditions.map((condition) => {
        const { bare, text } = lowerCondition(condition, before)
        return bare ?? text
      }),
    )
  }
  const evaluated = evaluation(place, ways, { name: `${name} condition`, at })
  const variable = plan.variableNames.take("chosen")
  const resolve = resolver(plan, onWay(level, evaluated))
  const texts = conditions.map((condition, index) => `${lowerCondition(condition, resolve).text} ? ${index} : `)
  evaluated.assign[variable] = expression(`${texts.join("")}${-1}`)
  return choice(
    place,
    [evaluated],
    choosing,
    conditions.map((_, index) => `$${variable} = ${index}`),
  )
}

function choice(place: Place, ways: readonly Way[], { name, at }: Choosing, texts: readonly string[]): Chosen {
  const draft = addState(place, ways, "Choice", { name, role: "control", at })
  const rules = texts.map((text) => draft.way("rule", { Condition: expression(text) }))
  return { rules, otherwise: draft.way("default") }
}
