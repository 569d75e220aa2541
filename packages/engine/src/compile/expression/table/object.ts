import type { Expression, Shape } from "@stepwright/dsl"

import { InvariantError } from "../../../errors.ts"
import { allOf, binding, called, type Code, code, operand } from "../code.ts"
import { step } from "../reference.ts"
import { asListOrNothing } from "../list.ts"
import { type Scope, variable, withValue } from "../scope.ts"
import { eitherShape, isOnly, itemsOf, mayBe, present } from "../shape-facts.ts"
import { argument, eager, evaluated, given, type Lowering, needs, refusing, unlessAbsent } from "./lowering.ts"

/** Objects. */
export const objectFunctions: Readonly<Record<string, Lowering>> = {
  /** A step of a path from a value that is itself computed. */
  field: (args, scope) => {
    const key = args[1]
    if (key?.kind !== "literal" || (typeof key.value !== "string" && typeof key.value !== "number"))
      throw new InvariantError("a field was asked for by what is no name")
    const field = step(argument(args, 0, scope), key.value, scope)
    if (!isClaimed(args[0]) || field.shape.optional === true || (field.throws && field.sound === undefined))
      return field
    return { ...field, throws: true, sound: `$exists(${field.text})` }
  },
  merge: eager((of, scope) => {
    const parts = of.map((each) => refusing(each, "array", scope))
    const shape = parts.map((part) => part.shape).reduce(mergedShape)
    const text = `$merge([${parts.map((part) => part.text).join(", ")}])`
    return code({ text, shape, of: parts, fails: allOf(parts.map((part) => needs(part, "object"))) })
  }),
  keys: eager((of, scope) => {
    const shape: Shape = { type: "array", items: { type: "string" } }
    const keys = withObject(given(of, 0), true, scope, (object) =>
      code({ text: called("keys", [object]), shape, of: [object] }),
    )
    return { ...keys, text: `[${keys.text}]`, shape, binding: binding.constructor }
  }),
  fromEntries: eager((of, scope) => {
    const list = asListOrNothing(given(of, 0), scope)
    const entry = variable(scope.fresh("entry"), { shape: itemsOf(list.shape), bound: list.bound })
    const [key, value] = [step(entry, "key", scope), step(entry, "value", scope)]
    const field = `{${operand(key, binding.or)}: ${value.text}}`
    const shape: Shape = { type: "object", rest: present(value.shape) }
    return code({
      text: `$merge([$map(${list.text}, function(${entry.text}){ ${field} })])`,
      shape,
      of: [list],
      fails: { throws: !isOnly(key.shape, "string") },
    })
  }),
  lookup: eager((of, scope) =>
    evaluated(of, scope, (of) =>
      withObject(given(of, 0), isOnly(given(of, 1).shape, "string"), scope, (object) =>
        unlessAbsent([object, given(of, 1)], scope, (of) => {
          const shape: Shape = { ...fieldsOf(object.shape), optional: true }
          return code({ text: called("lookup", of), shape, of, fails: needs(given(of, 1), "string") })
        }),
      ),
    ),
  ),
}

/** Whether only the author's word stands for what a value holds: nothing has checked it. */
function isClaimed(value: Expression | undefined): boolean {
  return value?.kind === "jsonata" || (value?.kind === "call" && value.fn === "field" && isClaimed(value.args[0]))
}

/**
 * Absent where the value is no object: of an array JSONata would take all items.
 * @param harmless - Whether the use fails for nothing but what the object holds.
 */
function withObject(value: Code, harmless: boolean, scope: Scope, use: (object: Code) => Code): Code {
  if (!mayBe(value.shape, "array") && (harmless || (isOnly(value.shape, "object") && value.shape.optional !== true)))
    return use(value)
  return withValue(value, scope, "object", (object) => {
    const made = use(object)
    return {
      ...made,
      text: `$type(${object.text}) = 'object' ? ${operand(made, binding.or)}`,
      binding: binding.conditional,
      shape: { ...made.shape, optional: true },
      simple: false,
      ...(made.sound === undefined ? {} : { sound: `($type(${object.text}) = 'object' ? ${made.sound} : true)` }),
    }
  })
}

function mergedShape(left: Shape, right: Shape): Shape {
  if (left.type !== "object" || right.type !== "object") return { type: "object" }
  const fields: Record<string, Shape> = {}
  const names = new Set([...Object.keys(left.fields ?? {}), ...Object.keys(right.fields ?? {})])
  for (const name of names) {
    const a = fieldOf(left, name)
    const b = fieldOf(right, name)
    fields[name] =
      b === undefined
        ? (a ?? { type: "unknown", optional: true })
        : b.optional !== true || a === undefined
          ? b
          : { ...eitherShape(a, present(b)), ...(a.optional === true ? { optional: true } : {}) }
  }
  const rest =
    left.rest === undefined && right.rest === undefined
      ? {}
      : { rest: eitherShape(left.rest ?? { type: "unknown" }, right.rest ?? { type: "unknown" }) }
  return { type: "object", fields, ...rest }
}

function fieldOf(shape: Shape, name: string): Shape | undefined {
  const fields = shape.fields ?? {}
  const own = Object.hasOwn(fields, name)
    ? fields[name]
    : shape.rest === undefined
      ? { type: "unknown" as const, optional: true as const }
      : { ...shape.rest, optional: true as const }
  return shape.optional === true && own !== undefined ? { ...own, optional: true } : own
}

/** What an object's value under some key is. */
function fieldsOf(shape: Shape): Shape {
  if (!isOnly(shape, "object")) return { type: "unknown" }
  if (shape.rest === undefined) return { type: "unknown" }
  return Object.values(shape.fields ?? {}).reduce(eitherShape, shape.rest)
}
