import type { Shape } from "@stepwright/dsl"

import { binding, type Code, code, operand } from "./code.ts"
import { type Scope, withValue } from "./scope.ts"
import { eitherShape, isOnly, itemsOf, mayBe, present } from "./shape-facts.ts"

/** An array of these items; one that is absent is null, so that positions stay. */
export function arrayOf(items: readonly Code[], scope: Scope): Code {
  const elements = items.map((item) => element(item, scope))
  const [first, ...rest] = items.map((item) => elementShape(item))
  return code({
    text: `[${elements.map((item) => item.text).join(", ")}]`,
    shape: {
      type: "array",
      ...(first === undefined ? {} : { items: rest.reduce(eitherShape, first) }),
      maxLength: items.length,
    },
    binding: binding.constructor,
    of: elements,
  })
}

/** As an element of an array: present. */
export function elementShape({ shape }: Code): Code["shape"] {
  return shape.optional === true ? { ...present(shape), nullable: true } : shape
}

/** The constructor `[…]` flattens what is an array, unless it is written as a constructor itself. */
function element(item: Code, scope: Scope): Code {
  const { shape } = item
  if (shape.optional === true)
    return withValue(item, scope, "v", (of) =>
      conditional(of, `$exists(${of.text}) ? ${whole({ ...of, shape: present(shape) })} : null`),
    )
  if (!mayBe(shape, "array") || item.binding === binding.constructor) return item
  if (isOnly(shape, "array")) return { ...item, text: `[${item.text}]` }
  return withValue(item, scope, "v", (of) => conditional(of, whole(of)))
}

function conditional(of: Code, text: string): Code {
  return code({ text, shape: of.shape, binding: binding.conditional, of: [of] })
}

function whole(of: Code): string {
  if (!mayBe(of.shape, "array")) return operand(of, binding.or)
  const wrapped = `[[${of.text}]]`
  return isOnly(of.shape, "array") ? wrapped : `($type(${of.text}) = 'array' ? ${wrapped} : ${of.text})`
}

/**
 * A value where a list is wanted. What is absent or null counts as the empty list, and any other value as a list of one:
 * so JSONata of the author's own may have collapsed its result.
 */
export function asList(value: Code, scope: Scope): Code {
  const { shape } = value
  if (isOnly(shape, "array") && shape.optional !== true) return value
  const items: Shape = isOnly(shape, "array", "null") ? itemsOf(shape) : { type: "unknown" }
  const length = shape.type === "array" && shape.maxLength !== undefined ? { maxLength: shape.maxLength } : {}
  const item = mayBe(shape, "null") ? withValue(value, scope, "list", unlessNull) : value
  return {
    ...item,
    text: `[${item.text}]`,
    binding: binding.constructor,
    shape: { type: "array", items, ...length },
    simple: false,
  }
}

function unlessNull(value: Code): Code {
  return conditional(value, `${value.text} != null ? ${value.text}`)
}

/** As {@link asList}, for a place where JSONata itself takes nothing for the empty list. */
export function asListOrNothing(value: Code, scope: Scope): Code {
  return isOnly(value.shape, "array") ? { ...value, shape: present(value.shape) } : asList(value, scope)
}

/** What `$map`, `$filter` and their like answer, as the array that JSONata made of it before it collapsed. */
export function restored(call: string, item: Code["shape"]): Pick<Code, "text" | "binding"> {
  if (mayBe(item, "array")) return { text: `$append([], ${call}[])`, binding: binding.path }
  return { text: `[${call}]`, binding: binding.constructor }
}
