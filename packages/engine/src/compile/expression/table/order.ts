import type { Shape } from "@stepwright/dsl"

import { allOf, called, type Code, code, type Failing, listBound, operand, binding } from "../code.ts"
import { asList, asListOrNothing } from "../list.ts"
import { variable } from "../scope.ts"
import { isOnly, itemsOf } from "../shape-facts.ts"
import { argument, body, eager, given, type Lowering } from "./lowering.ts"

/** What looks at the numbers of a list, or at its order. */
export const orderFunctions: Readonly<Record<string, Lowering>> = {
  sum: eager((of, scope) => {
    const list = asList(given(of, 0), scope)
    const items = itemsOf(list.shape)
    const largest = items.type === "integer" ? Math.min(list.bound, Number.MAX_SAFE_INTEGER) : list.bound
    const bound = largest * (list.shape.maxLength ?? listBound)
    const shape: Shape = { type: items.type === "integer" && bound <= Number.MAX_SAFE_INTEGER ? "integer" : "number" }
    const text = called("sum", [list])
    if (bound <= Number.MAX_VALUE) return code({ text, shape, of: [list], fails: numeric(list), bound })
    const fails = allOf([numeric(list), { throws: true, sound: `$abs(${text}) <= ${Number.MAX_VALUE}` }])
    return code({ text: `${text} + 0`, shape, binding: binding.additive, of: [list], fails, bound: Number.MAX_VALUE })
  }),
  min: extreme("min"),
  max: extreme("max"),
  sortBy: (args, scope) => {
    const list = asList(argument(args, 0, scope), scope)
    const [a, b] = [scope.fresh("a"), scope.fresh("b")]
    const [left, right] = [a, b].map((name) =>
      body(args, 1, [variable(name, { shape: itemsOf(list.shape), bound: list.bound })], scope),
    )
    if (left === undefined || right === undefined) return list
    const call = called("sort", [list, `function(${a}, ${b}){ ${comesAfter(left, right)} }`])
    // JSONata 2.0.6 cannot call $sort with a function where a function ends with it; a constructor ends it instead.
    return code({
      text: `[${call}]`,
      shape: list.shape,
      binding: binding.constructor,
      of: [list],
      fails: { throws: left.throws || !ordered(left) },
    })
  },
}

function extreme(name: string): Lowering {
  return eager((of, scope) => {
    const list = asListOrNothing(given(of, 0), scope)
    const shape: Shape = { type: itemsOf(list.shape).type === "integer" ? "integer" : "number", optional: true }
    return code({ text: called(name, [list]), shape, of: [list], fails: numeric(list), bound: list.bound })
  })
}

function numeric(list: Code): Failing {
  return { throws: !isOnly(itemsOf(list.shape), "number") || itemsOf(list.shape).optional === true }
}

function ordered({ shape }: Code): boolean {
  return isOnly(shape, "number") || isOnly(shape, "string")
}

/** Items without a key come last. */
function comesAfter(left: Code, right: Code): string {
  const greater = `${operand(left, binding.comparison)} > ${operand(right, binding.comparison + 1)}`
  if (left.shape.optional !== true) return greater
  return `$exists(${left.text}) ? $exists(${right.text}) and ${greater} : $exists(${right.text})`
}
