import type { Shape } from "@stepwright/dsl"

import { allOf, binding, called, type Code, code, type Failing, listBound, operand } from "../code.ts"
import { test } from "../condition.ts"
import { asList, asListOrNothing, elementShape, restored } from "../list.ts"
import { literal } from "../literal.ts"
import { variable, variablesIn, withValue } from "../scope.ts"
import { eitherShape, isOnly, itemsOf, present } from "../shape-facts.ts"
import { argument, body, eager, evaluated, given, infix, type Lowering, needs } from "./lowering.ts"

/** Lists. */
export const listFunctions: Readonly<Record<string, Lowering>> = {
  map: overItems("map", (made, list) => {
    const item = elementShape(made)
    const text =
      made.shape.optional === true ? `$exists(${made.text}) ? ${operand(made, binding.or)} : null` : made.text
    return { text, shape: { type: "array", items: item, ...lengthOf(list) } }
  }),
  filter: overItems("filter", (made, list) => ({
    text: test(made).text,
    shape: { type: "array", items: itemsOf(list.shape), ...lengthOf(list) },
  })),
  count: eager((of, scope) => {
    const list = asListOrNothing(given(of, 0), scope)
    return code({
      text: called("count", [list]),
      shape: { type: "integer" },
      of: [list],
      bound: list.shape.maxLength ?? listBound,
    })
  }),
  reverse: whole("reverse"),
  distinct: whole("distinct"),
  at: eager((of, scope) =>
    withValue(given(of, 1), scope, "at", (index) => {
      const shape = (list: Code): Shape => ({ ...itemsOf(list.shape), optional: true })
      const found = (list: Code): string => `${operand(list, binding.path)}[${index.text}]`
      const list = asListOrNothing(given(of, 0), scope)
      if (isOnly(index.shape, "number"))
        return code({ text: found(list), shape: shape(list), of: [list, index], simple: list.simple && index.simple })
      // As a predicate, a position that is no number would be a test.
      return evaluated([list], scope, (of) => {
        const list = given(of, 0)
        const text = `$type(${index.text}) = 'number' ? ${found(list)}`
        return code({ text, shape: shape(list), binding: binding.conditional, of: [list, index] })
      })
    }),
  ),
  append: eager((of, scope) => {
    const lists = of.map((each) => asList(each, scope))
    const shape: Shape = {
      type: "array",
      items: lists.map((list) => itemsOf(list.shape)).reduce(eitherShape),
    }
    return code({ text: called("append", lists), shape, of: lists })
  }),
  flatten: eager((of, scope) => {
    const lists = asList(given(of, 0), scope)
    const items = itemsOf(lists.shape)
    const shape: Shape = { type: "array", items: isOnly(items, "array") ? itemsOf(items) : { type: "unknown" } }
    // JSONata 2.0.6 cannot call $reduce with a built-in where a function ends with it; a constructor ends it instead.
    return code({
      text: `[${called("reduce", [lists, "$append", "[]"])}]`,
      shape,
      binding: binding.constructor,
      of: [lists],
    })
  }),
  includes: eager((of, scope) => {
    const list = asListOrNothing(given(of, 0), scope)
    const value = given(of, 1)
    return code({
      text: infix(value, "in", list, binding.comparison),
      shape: { type: "boolean" },
      binding: binding.comparison,
      of: [list, value],
    })
  }),
  range: eager((of) => {
    const [from, to] = [given(of, 0), given(of, 1)]
    return code({
      text: `[${operand(from, binding.comparison)}..${operand(to, binding.comparison)}]`,
      shape: { type: "array", items: { type: "integer" } },
      binding: binding.constructor,
      of,
      fails: rangeFails(from, to),
    })
  }),
}

function whole(name: string): Lowering {
  return eager((of, scope) => {
    const list = asList(given(of, 0), scope)
    return code({ text: called(name, [list]), shape: list.shape, of: [list] })
  })
}

/** What each item comes to, and what all of them together do. */
type Items = (made: Code, list: Code) => { readonly text: string; readonly shape: Shape }

/** `$map` or `$filter` with the author's function over the items and, where it is used, their index. */
function overItems(name: string, items: Items): Lowering {
  return (args, scope) => {
    const list = asListOrNothing(argument(args, 0, scope), scope)
    const item = variable(scope.fresh("item"), { shape: itemsOf(list.shape), bound: list.bound })
    const index = variable(scope.fresh("index"), { shape: { type: "integer" }, bound: listBound })
    const made = body(args, 1, [item, index], scope)
    const { text, shape } = items(made, list)
    const parameters = variablesIn(text).includes(index.text) ? `${item.text}, ${index.text}` : item.text
    const call = called(name, [list, `function(${parameters}){ ${text} }`])
    const { throws } = made
    return code({
      ...restored(call, shape.items ?? { type: "unknown" }),
      shape,
      of: [list],
      fails: { throws },
      bound: Math.max(list.bound, made.bound),
    })
  }
}

function lengthOf({ shape }: Code): Pick<Shape, "maxLength"> {
  return shape.maxLength === undefined ? {} : { maxLength: shape.maxLength }
}

/** JSONata's range takes whole numbers only, and refuses to make too many. */
function rangeFails(from: Code, to: Code): Failing {
  const integers = allOf([integral(from), integral(to)])
  if (!integers.throws && from.bound + to.bound < listBound * 4) return integers
  if (from.shape.optional === true || to.shape.optional === true) return { throws: true }
  return allOf([
    integers,
    { throws: true, sound: `${infix(to, "-", from, binding.additive)} < ${literal(listBound * 4).text}` },
  ])
}

function integral(value: Code): Failing {
  if (value.shape.type === "integer" && present(value.shape).nullable !== true) return { throws: false }
  const number = needs(value, "number")
  const integer = `$floor(${value.text}) = ${operand(value, binding.comparison + 1)}`
  return allOf([number, { throws: true, sound: integer }])
}
