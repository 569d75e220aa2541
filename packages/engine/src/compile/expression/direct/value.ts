import type { Json } from "@stepwright/dsl"

/** A value at run time; undefined where it is absent. */
export type Value = Json | undefined

/** That an expression fails: it has no value, and is not merely absent. */
export class ExpressionFailure extends Error {
  override readonly name = "ExpressionFailure"
}

/** @throws {ExpressionFailure} */
export function fail(why: string): never {
  throw new ExpressionFailure(why)
}

/** `Array.isArray` for readonly lists. */
function isList(value: Value): value is readonly Json[] {
  return Array.isArray(value)
}

/** True for an object of JSON. */
export function isRecord(value: Value): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** The item of a list or the field of an object; absent of anything else. */
export function stepOf(value: Value, key: string | number): Value {
  if (typeof key === "number" && isList(value)) return value.at(Math.floor(key))
  if (!isRecord(value) || !Object.hasOwn(value, String(key))) return undefined
  return value[String(key)]
}

/** The operands, where all are there. A present one of another kind fails. */
export function allNumbers(operands: readonly Value[]): readonly number[] | undefined {
  const present = operands.filter((operand) => operand !== undefined)
  const numbers = present.filter((operand) => typeof operand === "number")
  if (numbers.length < present.length) fail("a number is wanted")
  return present.length < operands.length ? undefined : numbers
}

/** As {@link allNumbers}, for texts. */
export function allTexts(operands: readonly Value[]): readonly string[] | undefined {
  const present = operands.filter((operand) => operand !== undefined)
  const texts = present.filter((operand) => typeof operand === "string")
  if (texts.length < present.length) fail("text is wanted")
  return present.length < operands.length ? undefined : texts
}

/** A value where a list is wanted. */
export function listOf(value: Value): readonly Json[] {
  return value === undefined || value === null ? [] : isList(value) ? value : [value]
}

/** Deep equality; nothing is equal to nothing. */
export function same(left: Value, right: Value): boolean {
  if (left === undefined || right === undefined) return false
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((item, at) => same(item, right[at]))
  if (isRecord(left) && isRecord(right)) {
    const names = Object.keys(left)
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name]))
    )
  }
  return left === right
}

/** That a text holds an integer of more than 15 digits, whose last ones no runtime promises. (`docs/expressions.md`) */
export class BeyondFifteenDigits extends Error {
  override readonly name = "BeyondFifteenDigits"
}

/** JSON, numbers to 15 digits. */
export function textOf(value: Json): string {
  if (typeof value === "string") return value
  return JSON.stringify(value, (_, part: unknown) => (typeof part === "number" ? digits(part) : part))
}

function digits(value: number): number {
  const rounded = Number(value.toPrecision(15))
  if (Number.isInteger(value) && rounded !== value) throw new BeyondFifteenDigits()
  return rounded
}
