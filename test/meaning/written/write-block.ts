import type { Builder } from "@stepwright/dsl"

import type { Place } from "./place.ts"
import type { Loose, TermKind } from "./scope.ts"
import type { BlockSeed } from "./seedling.ts"
import { makerOf } from "./tasks.ts"
import { divided, writeTerm } from "./write-term.ts"
import { writeStep } from "./write-step.ts"

/** Writes a body's steps and what it comes to: a value of a kind, a call that gives one, or an early end. */
export function writeBlock(w: Builder<unknown>, place: Place, kind: TermKind, seed: BlockSeed): Loose {
  const { pen } = place
  let { scope } = place
  for (const step of seed.steps) scope = [...scope, ...writeStep(w, { ...place, scope }, step)]
  const ending = seed.ending % 12
  if (place.conditional && ending === 10) {
    const error = writeTerm(scope, "text", seed.result)
    pen.line(`w.fail("Boom.C", ${error.text})`)
    return w.fail("Boom.C", error.value)
  }
  if (place.conditional && ending === 11) {
    const value = writeTerm(scope, place.returns, seed.result)
    pen.line(`w.return(${value.text})`)
    return w.return(value.value)
  }
  const maker = makerOf(kind)
  if (ending === 9 && maker !== undefined) {
    const given = writeTerm(scope, "any", seed.result)
    pen.line(`return ${maker.name}({ given: ${given.text} })`)
    return maker({ given: given.value }) as unknown as Loose // a body may give a call for its result
  }
  const risky = place.risk !== undefined && (ending === 7 || ending === 8) && (kind === "any" || kind === "num")
  if (risky) Object.assign(place.risk ?? {}, { taken: true })
  const result = risky ? divided(scope, seed.result) : writeTerm(scope, kind, seed.result)
  pen.line(`return ${result.text}`)
  return result.value
}
