import { Extent } from "./extent.ts"
import { JsonataError } from "./jsonata-error.ts"
import type { Meter } from "./meter.ts"

/** A JSONata value: JSON, a function, or undefined for nothing. */
export type Value = unknown

/**
 * Marks that JSONata puts on arrays of its own making; they decide how results collapse. Bits of one member: that an
 * array of the data has no marks is then one question, which is asked all the time.
 */
export const marks = {
  sequence: 1,
  keepSingleton: 2,
  /** An array constructor's: kept whole when a path flattens. */
  cons: 4,
  /** The wrapper around an array that is the evaluation's input. */
  outerWrapper: 8,
  /** Its items are tuples of bindings. */
  tupleStream: 16,
} as const

/** An array that may have {@link marks}. */
export interface Sequence extends Array<Value> {
  marks?: number
}

interface SignatureLike {
  readonly validate: (args: readonly Value[], context: Value) => readonly Value[]
}

/** A function value: a lambda of the expression or a built-in. No object of the data is one, whatever members it has. */
export class FunctionValue {
  readonly arity: number
  readonly signature: SignatureLike | undefined
  /** Runs the body; the arguments are validated. */
  readonly invoke: (args: readonly Value[], focus: Value) => Value

  constructor(arity: number, signature: SignatureLike | undefined, invoke: FunctionValue["invoke"]) {
    this.arity = arity
    this.signature = signature
    this.invoke = invoke
  }
}

export function isFunctionValue(value: Value): value is FunctionValue {
  return value instanceof FunctionValue
}

export function sequenceOf(...items: Value[]): Sequence {
  const sequence: Sequence = items
  sequence.marks = marks.sequence
  return sequence
}

/** Adds a mark to an array. */
export function mark(array: Sequence, added: number): void {
  array.marks = (array.marks ?? 0) | added
}

/** Whether a value is an array with a mark. */
export function hasMark(value: Value, wanted: number): boolean {
  return Array.isArray(value) && (((value as Sequence).marks ?? 0) & wanted) !== 0
}

export function isSequence(value: Value): value is Sequence {
  return hasMark(value, marks.sequence)
}

/** Whether an array carries marks, so that it is not plain JSON. */
export function isMarked(value: Value): boolean {
  return Array.isArray(value) && (value as Sequence).marks !== undefined
}

/** What stands in the wrapper around an input array; any other value as it is. */
export function unwrapped(value: Value): Value {
  return hasMark(value, marks.outerWrapper) ? (value as Sequence)[0] : value // an array
}

/** A sequence of one is its item, an empty one nothing. */
export function collapse(value: Value, keepArray: boolean): Value {
  if (!isSequence(value) || hasMark(value, marks.tupleStream)) return value
  if (keepArray) mark(value, marks.keepSingleton)
  if (value.length === 0) return undefined
  return value.length === 1 && !hasMark(value, marks.keepSingleton) ? value[0] : value
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

/** An array of one's own, made a sequence. */
export function asSequence(items: Value[]): Sequence {
  mark(items, marks.sequence)
  return items
}

export function append(left: Value, right: Value): Value {
  if (left === undefined) return right
  if (right === undefined) return left
  const result: Value[] = []
  pushAll(result, left)
  pushAll(result, right)
  return result
}

/** One by one: `concat` takes far longer for the short lists that there mostly are. */
export function pushAll(result: Value[], value: Value): void {
  if (Array.isArray(value)) for (let at = 0; at < value.length; at++) result.push(value[at])
  else result.push(value)
}

export function deepEqual(left: Value, right: Value, meter: Meter): boolean {
  if (left === right) return true
  meter.read(16)
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => deepEqual(item, right[index], meter))
  }
  if (Array.isArray(left) || Array.isArray(right)) return false
  const a = left as Readonly<Record<string, Value>> // objects, checked above
  const b = right as Readonly<Record<string, Value>>
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key], meter))
  )
}

/** A field's value; over an array the fields of all its items. Own properties only. */
export function lookup(input: Value, key: string, meter: Meter): Value {
  if (Array.isArray(input)) {
    meter.read(4 * input.length)
    const result = sequenceOf()
    for (const item of input) {
      const found = lookup(item, key, meter)
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
  const array = unwrapped(value)
  return JSON.stringify(array, isPrintable(array, new Extent()) ? undefined : printable, pretty ? 2 : undefined)
}

/** Whether JSON text says of a value what `$string` says: it has no functions, and whole numbers only. */
function isPrintable(value: Value, extent: Extent): boolean {
  if (typeof value === "number") return Number.isInteger(value)
  if (typeof value !== "object" || value === null) return true
  if (isFunctionValue(value)) return false
  const members: readonly Value[] = Array.isArray(value) ? value : Object.values(value)
  extent.enter(members.length)
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
export function clone(value: Value, meter: Meter): Value {
  const text = toText(value) ?? "null"
  meter.read(text.length)
  return JSON.parse(text)
}
