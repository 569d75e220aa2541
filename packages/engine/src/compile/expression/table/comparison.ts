import type { Expression, Shape } from "@stepwright/dsl"

import { allOf, binding, called, type Code, code, type Failing, operand } from "../code.ts"
import { condition, test } from "../condition.ts"
import { chain } from "../joined-text.ts"
import { literal } from "../literal.ts"
import { withValue } from "../scope.ts"
import { eitherShape, isOnly, mayBe, optionalIf, present, solid } from "../shape-facts.ts"
import { eager, given, infix, type Lowering, whereThere } from "./lowering.ts"

const boolean: Shape = { type: "boolean" }

/** Comparisons, logic and choice. */
export const comparisonFunctions: Readonly<Record<string, Lowering>> = {
  eq: eager((of) => comparison(infix(given(of, 0), "=", given(of, 1), binding.comparison), of)),
  ne: eager((of) => {
    const [left, right] = [given(of, 0), given(of, 1)]
    // Nothing is neither equal nor unequal to anything.
    if (maybeAbsent(left) || maybeAbsent(right))
      return code({ text: `$not(${infix(left, "=", right, binding.comparison)})`, shape: boolean, of })
    return comparison(infix(left, "!=", right, binding.comparison), of)
  }),
  gt: order(">"),
  gte: order(">="),
  lt: order("<"),
  lte: order("<="),
  and: (args, scope) => {
    const value = askedForPresence(args)
    if (value === undefined)
      return logic(
        "and",
        args.map((arg) => scope.lower(arg, scope)),
        binding.and,
      )
    // Nothing is not unequal to null, so this asks for both.
    const of = scope.lower(value, scope)
    return comparison(infix(of, "!=", literal(null), binding.comparison), [of])
  },
  or: eager((of) => logic("or", of, binding.or)),
  not: eager((of) => {
    const operand = condition(given(of, 0))
    return code({ text: called("not", [operand]), shape: boolean, of })
  }),
  exists: eager((of) => code({ text: called("exists", [given(of, 0)]), shape: boolean, of })),
  coalesce: eager((of, scope) =>
    of.slice(0, -1).reduceRight<Code>(
      (otherwise, value) => {
        if (!maybeAbsent(value) && !mayBe(value.shape, "null")) return value
        return withValue(value, scope, "v", (of) => {
          // Nothing is not unequal to null, so this asks for both.
          const text = `${operand(of, binding.comparison)} != null ? ${operand(of, binding.or)} : ${otherwise.text}`
          return chosen({ ...of, text: `${of.text} != null` }, { ...of, shape: solid(of.shape) }, otherwise, text)
        })
      },
      given(of, of.length - 1),
    ),
  ),
  choose: eager((of) => {
    const [when, then, otherwise] = [test(given(of, 0)), given(of, 1), given(of, 2)]
    const text = `${operand(when, binding.or)} ? ${operand(then, binding.or)} : ${otherwise.text}`
    return chosen(when, then, otherwise, text)
  }),
}

/** What is asked whether it exists and is not null, where nothing else is asked. */
function askedForPresence([left, right, ...more]: readonly Expression[]): Expression | undefined {
  if (left?.kind !== "call" || right?.kind !== "call" || left.fn !== "exists" || right.fn !== "ne" || more.length > 0)
    return undefined
  const [value] = left.args
  const [same, other] = right.args
  const asked = other?.kind === "literal" && other.value === null && JSON.stringify(value) === JSON.stringify(same)
  return asked ? value : undefined
}

function comparison(text: string, of: readonly Code[], fails?: Failing): Code {
  return code({ text, shape: boolean, binding: binding.comparison, of, ...(fails === undefined ? {} : { fails }) })
}

function order(operator: string): Lowering {
  return eager((of) => {
    const [left, right] = [given(of, 0), given(of, 1)]
    const text = infix(left, operator, right, binding.comparison)
    const fails = sameKind(left, right)
    if (!maybeAbsent(left) && !maybeAbsent(right)) return comparison(text, of, fails)
    return comparison(`(${text}) = true`, of, fails)
  })
}

/** JSONata orders two numbers or two texts, and throws for anything else. */
function sameKind(left: Code, right: Code): Failing {
  const of = [left, right]
  if (of.every((each) => isOnly(each.shape, "number")) || of.every((each) => isOnly(each.shape, "string")))
    return { throws: false }
  const sortable = of
    .filter((each) => !isOnly(each.shape, "number", "string"))
    .map((each) => whereThere([each], `$type(${each.text}) in ['number', 'string']`))
  const alike = whereThere(of, `$type(${left.text}) = $type(${right.text})`)
  return allOf([...sortable, alike].map((sound) => ({ throws: true, sound })))
}

function logic(operator: "and" | "or", of: readonly Code[], own: number): Code {
  const operands = of.map(test)
  const [only] = operands
  if (only === undefined)
    return code({ text: String(operator === "and"), shape: boolean, binding: binding.constructor })
  if (operands.length === 1) return condition(only)
  return {
    ...code({
      text: chain(
        operands.map((each) => operand(each, own)),
        operator,
      ),
      shape: boolean,
      binding: own,
    }),
    ...lazily(operator, operands),
  }
}

/** What stands to the right is evaluated only where it can still decide. */
function lazily(operator: "and" | "or", operands: readonly Code[]): Pick<Code, "throws" | "sound"> {
  return operands.reduceRight<Pick<Code, "throws" | "sound">>(
    (rest, each) => {
      if (!rest.throws)
        return each.throws ? { throws: true, ...(each.sound === undefined ? {} : { sound: each.sound }) } : rest
      if (rest.sound === undefined || (each.throws && each.sound === undefined)) return { throws: true }
      const decided = operator === "and" ? `$not(${condition(each).text})` : operand(each, binding.or)
      const following = `(${decided} or ${rest.sound})`
      return { throws: true, sound: each.sound === undefined ? following : `(${each.sound} and ${following})` }
    },
    { throws: false },
  )
}

function chosen(when: Code, then: Code, otherwise: Code, text: string): Code {
  const shape = eitherShape(then.shape, otherwise.shape)
  const base = code({
    text,
    shape: optionalIf(present(shape), shape.optional === true),
    binding: binding.conditional,
    bound: Math.max(then.bound, otherwise.bound),
  })
  if (!when.throws && !then.throws && !otherwise.throws) return base
  const parts = [when, then, otherwise]
  if (parts.some((part) => part.throws && part.sound === undefined)) return { ...base, throws: true }
  const branches = `(${operand(when, binding.or)} ? ${then.sound ?? "true"} : ${otherwise.sound ?? "true"})`
  const sound =
    !then.throws && !otherwise.throws
      ? when.sound
      : when.sound === undefined
        ? branches
        : `(${when.sound} and ${branches})`
  return { ...base, throws: true, ...(sound === undefined ? {} : { sound }) }
}

function maybeAbsent(value: Code): boolean {
  return value.shape.optional === true
}
