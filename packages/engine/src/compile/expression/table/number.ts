import type { Shape } from "@stepwright/dsl"

import { allOf, binding, called, type Code, code, type Failing, operand } from "../code.ts"
import { absentWith, eager, given, infix, type Lowering, needs, unlessAbsent, whereThere } from "./lowering.ts"

const number: Shape = { type: "number" }
const integer: Shape = { type: "integer" }

/** Arithmetic. */
export const numberFunctions: Readonly<Record<string, Lowering>> = {
  add: eager((of) => arithmetic(of, "+", binding.additive, (a, b) => a + b)),
  subtract: eager((of) => arithmetic(of, "-", binding.additive, (a, b) => a + b)),
  multiply: eager((of) => arithmetic(of, "*", binding.multiplicative, (a, b) => a * b)),
  divide: eager((of) => division(of)),
  modulo: eager((of) => remainder(of)),
  power: eager((of, scope) => unlessAbsent(of, scope, (of) => raised(given(of, 0), given(of, 1)))),
  abs: eager((of) => {
    const value = given(of, 0)
    const shape = value.shape.type === "integer" ? integer : number
    return code({ text: called("abs", of), shape: absentWith(of, shape), of, fails: numbers(of), bound: value.bound })
  }),
  floor: eager((of) => rounded("floor", of)),
  ceil: eager((of) => rounded("ceil", of)),
  round: eager((of) => {
    const value = of.slice(0, 1)
    const places = of[1] === undefined ? 0 : literalNumber(of[1])
    if (places === 0) return rounded("round", value)
    if (places === undefined || !Number.isInteger(places)) return refusingInfinity(called("round", of), of)
    const text = called("round", of)
    const bound = given(of, 0).bound * 10 ** Math.abs(places)
    if (bound > Number.MAX_VALUE) return refusingInfinity(text, of)
    return code({ text, shape: absentWith(of, number), of, fails: numbers(of), bound })
  }),
}

function numbers(of: readonly Code[]): Failing {
  return allOf(of.map((each) => needs(each, "number")))
}

function arithmetic(
  of: readonly Code[],
  operator: string,
  strength: number,
  grow: (a: number, b: number) => number,
): Code {
  const [left, right] = [given(of, 0), given(of, 1)]
  const bound = grow(left.bound, right.bound)
  const text = infix(left, operator, right, strength)
  if (bound > Number.MAX_VALUE) return refusingInfinity(text, of)
  const whole = left.shape.type === "integer" && right.shape.type === "integer" && bound <= Number.MAX_SAFE_INTEGER
  return code({
    text,
    shape: absentWith(of, whole ? integer : number),
    binding: strength,
    of,
    fails: numbers(of),
    bound,
  })
}

/** JSONata lets an infinity pass, which would arrive as text; adding zero refuses it. */
function refusingInfinity(text: string, of: readonly Code[]): Code {
  return code({
    text: `${text} + 0`,
    shape: absentWith(of, number),
    binding: binding.additive,
    of,
    fails: allOf([numbers(of), { throws: true, sound: whereThere(of, `$abs(${text}) <= ${Number.MAX_VALUE}`) }]),
    bound: Number.MAX_VALUE,
  })
}

function division(of: readonly Code[]): Code {
  const [left, right] = [given(of, 0), given(of, 1)]
  const text = infix(left, "/", right, binding.multiplicative)
  const least = leastOf(right)
  const bound = least === undefined ? Number.POSITIVE_INFINITY : left.bound / least
  if (bound > Number.MAX_VALUE) return refusingInfinity(text, of)
  return code({ text, shape: absentWith(of, number), binding: binding.multiplicative, of, fails: numbers(of), bound })
}

function remainder(of: readonly Code[]): Code {
  const [left, right] = [given(of, 0), given(of, 1)]
  const text = infix(left, "%", right, binding.multiplicative)
  const common = { shape: absentWith(of, number), of, bound: left.bound }
  if (leastOf(right) !== undefined)
    return code({ ...common, text, binding: binding.multiplicative, fails: numbers(of) })
  const divisor = operand(right, binding.comparison + 1)
  const sound = whereThere(of, `${divisor} != 0`)
  return code({
    ...common,
    text: `${text} + 0`,
    binding: binding.additive,
    fails: allOf([numbers(of), { throws: true, sound }]),
  })
}

function raised(base: Code, exponent: Code): Code {
  const of = [base, exponent]
  const known = literalNumber(exponent)
  const steady = known !== undefined && Number.isInteger(known) && known >= 0
  const bound = steady ? Math.max(1, base.bound ** known) : Number.MAX_VALUE
  const fails = allOf([numbers(of), { throws: !steady || bound > Number.MAX_VALUE }])
  return code({ text: called("power", of), shape: absentWith([base], number), of, fails, bound })
}

/** The smallest magnitude of a divisor that is surely not zero. */
function leastOf({ shape }: Code): number | undefined {
  const values = shape.values ?? []
  const least = Math.min(...values.map((value) => (typeof value === "number" ? Math.abs(value) : 0)))
  return values.length > 0 && least > 0 ? least : undefined
}

function rounded(name: string, of: readonly Code[]): Code {
  const bound = given(of, 0).bound + 1
  const shape = absentWith(of, bound <= Number.MAX_SAFE_INTEGER + 1 ? integer : number)
  return code({ text: called(name, of), shape, of, fails: numbers(of), bound })
}

function literalNumber({ shape }: Code): number | undefined {
  const [only, ...more] = shape.values ?? []
  return more.length === 0 && typeof only === "number" ? only : undefined
}
