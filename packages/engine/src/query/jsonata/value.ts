import { Extent } from "./extent.ts"
import { JsonataError } from "./jsonata-error.ts"

/** A JSONata value: JSON, a function, or undefined for nothing. */
export type Value = unknown

/** Marks that JSONata puts on arrays of its own making; they decide how results collapse. */
export interface Sequence extends Array<Value> {
  sequence?: boolean
  keepSingleton?: boolean
  /** An array constructor's: kept whole when a path flattens. */
  cons?: boolean
  /** The wrapper around an array that is the evaluation's input. */
  outerWrapper?: boolean
  /** Its items are tuples of bindings. */
  tupleStream?: boolean
}

/** What tells a function from an object of the data, whatever members that has. */
export const functionMark: unique symbol = Symbol("function")

/** A function value: a lambda of the expression or a built-in. */
export interface FunctionValue {
  readonly [functionMark]: true
  readonly arity: number
  readonly signature: SignatureLike | undefined
  /** Runs the body; the arguments are validated. */
  readonly invoke: (args: readonly Value[], focus: Value) => Value
}

interface SignatureLike {
  readonly validate: (args: readonly Value[], context: Value) => readonly Value[]
}

export function isFunctionValue(value: Value): value is FunctionValue {
  return typeof value === "object" && value !== null && functionMark in value
}

export function sequenceOf(...items: Value[]): Sequence {
  const sequence: Sequence = items
  sequence.sequence = true
  return sequence
}

export function isSequence(value: Value): value is Sequence {
  return Array.isArray(value) && (value as Sequence).sequence === true
}

/** Whether an array carries marks, so that it is not plain JSON. */
export function isMarked(value: object | null): boolean {
  if (!Array.isArray(value)) return false
  const { sequence, keepSingleton, cons, outerWrapper, tupleStream } = value as Sequence
  return (sequence ?? keepSingleton ?? cons ?? outerWrapper ?? tupleStream) !== undefined
}

/** A sequence of one is its item, an empty one nothing. */
export function collapse(value: Value, keepArray: boolean): Value {
  if (!isSequence(value) || value.tupleStream === true) return value
  if (keepArray) value.keepSingleton = true
  if (value.length === 0) return undefined
  return value.length === 1 && value.keepSingleton !== true ? value[0] : value
}

/** @throws {JsonataError} D1001 for a number that JSON cannot hold. */
export function isNumeric(value: Value): value is number {
  if (typeof value !== "number" || Number.isNaN(value)) return false
  if (!Number.isFinite(value)) throw new JsonataError("D1001", { value })
  return true
}

export function isObject(value: Value): value is Record<string, Value> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isFunctionValue(value)
}

/** JSONata's idea of truth; undefined for nothing. */
export function toBoolean(value: Value): boolean | undefined {
  if (value === undefined) return undefined
  if (Array.isArray(value)) {
    if (value.length === 1) return toBoolean(value[0])
    return value.some((item) => toBoolean(item) === true)
  }
  if (typeof value === "string") return value.length > 0
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value)
  if (typeof value === "object" && value !== null && !isFunctionValue(value)) return Object.keys(value).length > 0
  return value === true
}

export function append(left: Value, right: Value): Value {
  if (left === undefined) return right
  if (right === undefined) return left
  const first: readonly Value[] = Array.isArray(left) ? left : [left]
  return first.concat(right)
}

export function deepEqual(left: Value, right: Value): boolean {
  return typeof left === "object" && typeof right === "object" ? sameParts(left, right, new Extent()) : left === right
}

function sameParts(left: Value, right: Value, extent: Extent): boolean {
  if (left === right) return true
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false
  extent.enter()
  const same = sameMembers(left, right, extent)
  extent.leave()
  return same
}

function sameMembers(left: object, right: object, extent: Extent): boolean {
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, index) => sameParts(item, right[index], extent))
  if (Array.isArray(left) || Array.isArray(right)) return false
  const a = left as Readonly<Record<string, Value>> // objects, checked above
  const b = right as Readonly<Record<string, Value>>
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameParts(a[key], b[key], extent))
  )
}

/** A field's value; over an array the fields of all its items. Own properties only. */
export function lookup(input: Value, key: string): Value {
  if (Array.isArray(input)) {
    const result = sequenceOf()
    for (const item of input) {
      const found = lookup(item, key)
      if (found === undefined) continue
      if (Array.isArray(found)) for (const value of found) result.push(value)
      else result.push(found)
    }
    return result
  }
  if (typeof input === "object" && input !== null && !isFunctionValue(input) && Object.hasOwn(input, key)) {
    return (input as Readonly<Record<string, Value>>)[key] // an object with this key
  }
  return undefined
}

/** `$string`: numbers to 15 significant digits, functions as the empty text. */
export function toText(value: Value, pretty = false): string | undefined {
  if (value === undefined) return undefined
  if (typeof value === "string") return value
  if (isFunctionValue(value)) return ""
  if (typeof value === "number" && !Number.isFinite(value)) throw new JsonataError("D3001", { value })
  const array = Array.isArray(value) && (value as Sequence).outerWrapper === true ? value[0] : value
  return JSON.stringify(array, isPrintable(array, new Extent()) ? undefined : printable, pretty ? 2 : 0)
}

/** Whether JSON text says of a value what `$string` says: it has no functions, and whole numbers only. */
function isPrintable(value: Value, extent: Extent): boolean {
  if (typeof value === "number") return Number.isInteger(value)
  if (typeof value !== "object" || value === null) return true
  if (isFunctionValue(value)) return false
  extent.enter()
  const members: readonly Value[] = Array.isArray(value) ? value : Object.values(value)
  let printable = true
  // All of it is walked: what comes to too much text must not be written.
  for (let at = 0; at < members.length; at++) printable = isPrintable(members[at], extent) && printable
  extent.leave()
  return printable
}

function printable(_key: string, value: Value): Value {
  if (typeof value === "number" && !Number.isInteger(value)) {
    return isNumeric(value) ? Number(value.toPrecision(15)) : null
  }
  return isFunctionValue(value) ? "" : value
}

/** A copy by way of JSON text, as the library makes it: numbers to 15 significant digits, functions as the empty text. */
export function clone(value: Value): Value {
  return JSON.parse(toText(value) ?? "null")
}
