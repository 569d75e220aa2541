import type { Json } from "@stepwright/dsl"

/** A value at run time; undefined where it is absent. */
export type Value = Json | undefined

/** That a step or the workflow fails; its cause only where the author gives one. */
export class Failure extends Error {
  override readonly name = "Failure"
  readonly error: string
  readonly given: string | undefined

  constructor(error: string, given?: string) {
    super(error)
    this.error = error
    this.given = given
  }
}

/** @throws {Failure} as an expression without a value does. */
export function noValue(why: string): never {
  throw Object.assign(new Failure("States.QueryEvaluationError"), { message: why })
}

/** True for an object of JSON. */
export function isRecord(value: Value): value is Readonly<Record<string, Json>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function isList(value: Value): value is readonly Json[] {
  return Array.isArray(value)
}

/** A value where a list is wanted. */
export function listOf(value: Value): readonly Json[] {
  return value === undefined || value === null ? [] : isList(value) ? value : [value]
}

/** The field or item at one step of a path; absent of anything else. */
export function stepInto(value: Value, step: string | number): Value {
  if (typeof step === "number") return isList(value) ? value.at(Math.floor(step)) : undefined
  return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined
}

/** Deep equality; nothing is equal to nothing. */
export function same(left: Value, right: Value): boolean {
  if (left === undefined || right === undefined) return false
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((item, at) => same(item, right[at]))
  if (!isRecord(left) || !isRecord(right)) return left === right
  const names = Object.keys(left)
  return names.length === Object.keys(right).length && names.every((name) => same(left[name], stepInto(right, name)))
}

/** Text as it is, anything else as JSON; nothing for what is absent. */
export function textOf(value: Value): string {
  if (value === undefined) return ""
  if (typeof value === "string") return value
  const digits = (_: string, part: unknown): unknown => (typeof part === "number" ? Number(part.toPrecision(15)) : part)
  return JSON.stringify(value, digits)
}
