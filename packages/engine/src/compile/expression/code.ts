import type { Shape } from "@stepwright/dsl"

import type { Lowered } from "./lowered.ts"

/** How strongly JSONata's operators bind; an operand that binds less needs parentheses. */
export const binding = {
  conditional: 20,
  or: 25,
  and: 30,
  comparison: 40,
  additive: 50,
  multiplicative: 60,
  unary: 70,
  /** `[…]`, `{…}` and literals: operands, but not the start of a path. */
  constructor: 74,
  path: 75,
} as const

/** JSONata in the making. */
export interface Code {
  readonly text: string
  readonly binding: number
  readonly shape: Shape
  readonly throws: boolean
  /** Where it throws: a condition that never throws and holds where this does not; binds more than `and`. */
  readonly sound?: string
  /** The greatest magnitude that a number in the value is taken to have. */
  readonly bound: number
  /** Cheap to write and to evaluate twice. */
  readonly simple: boolean
}

/** Numbers of a schema that sets no bounds are taken to stay within this; see `docs/expressions.md`. */
export const numberBound = 1e100

/** The most elements that fit into a payload of 256 KiB. */
export const listBound = 131_072

interface Making {
  readonly text: string
  readonly shape: Shape
  readonly binding?: number
  readonly of?: readonly Code[]
  readonly fails?: Failing
  readonly bound?: number
  readonly simple?: boolean
}

/** That an operation can throw; `sound` as in {@link Code}. */
export interface Failing {
  readonly throws: boolean
  readonly sound?: string
}

/** Code made of operands that are all evaluated, and of an operation that may fail itself. */
export function code(making: Making): Code {
  const operands = making.of ?? []
  const failing = allOf([...operands, ...(making.fails === undefined ? [] : [making.fails])])
  const bound = making.bound ?? (operands.length === 0 ? numberBound : Math.max(...operands.map((each) => each.bound)))
  return {
    text: making.text,
    binding: making.binding ?? binding.path,
    shape: making.shape,
    ...failing,
    bound: Math.min(bound, boundOf(making.shape)),
    simple: making.simple ?? false,
  }
}

/** Sound where every part is. */
export function allOf(parts: readonly Failing[]): Failing {
  const throwing = parts.filter((part) => part.throws)
  if (throwing.length === 0) return { throws: false }
  const conditions = throwing.flatMap((part) => (part.sound === undefined ? [] : [part.sound]))
  if (conditions.length < throwing.length) return { throws: true }
  const different = [...new Set(conditions)]
  return { throws: true, sound: different.length === 1 ? String(different[0]) : `(${different.join(" and ")})` }
}

/** What a shape says by itself: integers of a schema are safe ones. */
function boundOf({ type, values }: Shape): number {
  if (values?.every((value) => typeof value === "number") === true)
    return Math.max(0, ...values.map((value) => Math.abs(value)))
  return type === "integer" ? Number.MAX_SAFE_INTEGER : Number.POSITIVE_INFINITY
}

/** The text, in parentheses where it binds less than its place asks for. */
export function operand({ text, binding: own }: Code, least: number): string {
  return own < least ? `(${text})` : text
}

/** A call of a JSONata function. */
export function called(name: string, args: readonly (Code | string)[]): string {
  return `$${name}(${args.map((arg) => (typeof arg === "string" ? arg : arg.text)).join(", ")})`
}

/** What the compiler's passes get. */
export function loweredOf(made: Code): Lowered {
  return {
    text: operand(made, binding.path),
    bare: made.text,
    total: !made.throws && made.shape.optional !== true,
    shape: made.shape,
    throws: made.throws,
    ...(made.sound === undefined ? {} : { sound: made.sound }),
  }
}
