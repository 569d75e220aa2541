import type { Expression } from "@stepwright/dsl"

import { loweredOf } from "./code.ts"
import { condition } from "./condition.ts"
import { lower, lowerList } from "./lower.ts"
import type { Lowered, Resolve } from "./lowered.ts"

/** An expression as JSONata: the meaning that `docs/expressions.md` gives it, guards only where its shape asks for them. */
export function lowerExpression(expression: Expression, resolve: Resolve): Lowered {
  return loweredOf(lower(expression, resolve))
}

/** An expression as a condition: always true or false, never undefined. */
export function lowerCondition(expression: Expression, resolve: Resolve): Lowered {
  return loweredOf(condition(lower(expression, resolve)))
}

/** An expression as a list, whatever the author's JSONata made of it: nothing is an empty one, one value a list of one. */
export function lowerItems(expression: Expression, resolve: Resolve): Lowered {
  return loweredOf(lowerList(expression, resolve))
}
