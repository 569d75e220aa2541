import type { Expression, Shape } from "@stepwright/dsl"

import { InvariantError } from "../../../errors.ts"
import { binding, type Code, code, type Failing, operand } from "../code.ts"
import { type Scope, withValue } from "../scope.ts"
import { isOnly, type Kind, mayBe, present } from "../shape-facts.ts"

/** Lowers a call with these arguments. */
export type Lowering = (args: readonly Expression[], scope: Scope) => Code

/** A lowering over operands that are all evaluated. */
export function eager(make: (operands: readonly Code[], scope: Scope) => Code): Lowering {
  return (args, scope) =>
    make(
      args.map((arg) => scope.lower(arg, scope)),
      scope,
    )
}

/** @throws {InvariantError} where a call has too few arguments: the tree is not the DSL's. */
export function given(operands: readonly Code[], index: number): Code {
  const found = operands[index]
  if (found === undefined) throw new InvariantError("an expression function was called with too few arguments")
  return found
}

/** An argument that is a value. */
export function argument(args: readonly Expression[], index: number, scope: Scope): Code {
  const arg = args[index]
  if (arg === undefined) throw new InvariantError("an expression function was called with too few arguments")
  return scope.lower(arg, scope)
}

/** The body of a function argument, its parameters standing for these values. */
export function body(args: readonly Expression[], index: number, values: readonly Code[], scope: Scope): Code {
  const fn = args[index]
  if (fn?.kind !== "function")
    throw new InvariantError("an expression function was called without its function argument")
  const bound = fn.parameters.flatMap((parameter, at) => {
    const value = values[at]
    return value === undefined ? [] : [[parameter, value] as const]
  })
  return scope.lower(fn.body, { ...scope, parameters: new Map([...scope.parameters, ...bound]) })
}

/** That JSONata throws for an operand of another kind. One that is absent makes the result absent, and throws nothing. */
export function needs(value: Code, kind: Kind): Failing {
  if (isOnly(value.shape, kind)) return { throws: false }
  return { throws: true, sound: whereThere([value], `$type(${value.text}) = '${kind}'`) }
}

/** A condition that matters only where these are there. */
export function whereThere(of: readonly Code[], holds: string): string {
  const there = of.filter(({ shape }) => shape.optional === true).map(({ text }) => `$exists(${text})`)
  return there.length === 0 ? holds : `(${there.join(" and ")} ? ${holds} : true)`
}

/** Absent where one of the operands is. */
export function absentWith(operands: readonly Code[], shape: Shape): Shape {
  return operands.some((operand) => operand.shape.optional === true) ? { ...shape, optional: true } : shape
}

/** `left operator right`, grouped to the left. */
export function infix(left: Code, operator: string, right: Code, strength: number): string {
  return `${operand(left, strength)} ${operator} ${operand(right, strength + 1)}`
}

/**
 * Absent where an operand but the first is: built-ins that are given nothing there take a default for it, or fail. What
 * can fail is evaluated all the same.
 */
export function unlessAbsent(operands: readonly Code[], scope: Scope, make: (operands: readonly Code[]) => Code): Code {
  const optional = operands.findIndex(({ shape }, at) => at > 0 && shape.optional === true)
  const value = operands[optional]
  if (value === undefined) return make(operands)
  return evaluated(operands, scope, (operands) =>
    withValue(operands[optional] ?? value, scope, "v", (of) => {
      const { sound, ...made } = unlessAbsent(operands.with(optional, { ...of, shape: present(of.shape) }), scope, make)
      return {
        ...made,
        text: `$exists(${of.text}) ? ${operand(made, binding.or)}`,
        binding: binding.conditional,
        shape: { ...made.shape, optional: true },
        simple: false,
        ...(sound === undefined ? {} : { sound: `($exists(${of.text}) ? ${sound} : true)` }),
      }
    }),
  )
}

/** Operands for use in a place that may not be reached: those that can fail are bound to variables before. */
export function evaluated(operands: readonly Code[], scope: Scope, use: (operands: readonly Code[]) => Code): Code {
  const at = operands.findIndex(({ throws }) => throws)
  const failing = operands[at]
  return failing === undefined
    ? use(operands)
    : withValue(failing, scope, "v", (of) => evaluated(operands.with(at, of), scope, use))
}

/** Fails for a kind that JSONata would take for something else: an array for its items, a number for the next argument. */
export function refusing(value: Code, kind: Kind, scope: Scope): Code {
  if (!mayBe(value.shape, kind)) return value
  return withValue(value, scope, "v", (of) =>
    code({
      text: `$type(${of.text}) = '${kind}' ? $error('unexpected ${kind}') : ${of.text}`,
      shape: value.shape,
      binding: binding.conditional,
      of: [of],
      fails: { throws: true, sound: `$not($type(${of.text}) = '${kind}')` },
    }),
  )
}
