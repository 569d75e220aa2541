import { callBack, callBackOn } from "../call.ts"
import type { Frame } from "../frame.ts"
import { JsonataError } from "../jsonata-error.ts"
import {
  append,
  asSequence,
  clone,
  deepEqual,
  type FunctionValue,
  isFunctionValue,
  isObject,
  isSequence,
  lookup,
  pushAll,
  sequenceOf,
  toBoolean,
  type Value,
} from "../value.ts"
import { mergeSort } from "../merge-sort.ts"
import { brief, type Builtin, define, defineStrict } from "./define.ts"

const items = (value: Value): readonly Value[] => value as readonly Value[] // the signature says so
const fn = (value: Value): FunctionValue => value as FunctionValue // the signature says so

/** Arrays, objects and the functions over them. */
export const collectionFunctions: Readonly<Record<string, Builtin>> = {
  map: defineStrict("<af>", ([array, each], frame) => {
    const result = sequenceOf()
    const list = items(array)
    for (let index = 0; index < list.length; index++) {
      const mapped = callBackOn(fn(each), list, index, frame)
      if (mapped !== undefined) result.push(mapped)
    }
    return result
  }),
  filter: defineStrict("<af>", ([array, test], frame) => {
    const result = sequenceOf()
    const list = items(array)
    for (let index = 0; index < list.length; index++) {
      if (toBoolean(callBackOn(fn(test), list, index, frame)) === true) result.push(list[index])
    }
    return result
  }),
  single: defineStrict("<af?>", ([array, test], frame) => single(items(array), test, frame)),
  reduce: defineStrict("<afj?:j>", ([array, combine, initial], frame) =>
    reduce(items(array), fn(combine), initial, frame),
  ),
  zip: define("<a+>", (arrays) => {
    const length = Math.min(...arrays.map((array) => (Array.isArray(array) ? array.length : 0)))
    return Array.from({ length }, (_, at) => arrays.map((array) => items(array)[at]))
  }),
  append: brief(
    define("<xx:a>", ([left, right], { evaluation }) => {
      const result = append(left, right)
      if (Array.isArray(result)) evaluation.meter.elements(result.length)
      return result
    }),
  ),
  exists: brief(define("<x:b>", ([value]) => value !== undefined)),
  boolean: define("<x-:b>", ([value]) => toBoolean(value)),
  not: defineStrict("<x-:b>", ([value]) => toBoolean(value) !== true),
  type: brief(defineStrict("<x:s>", ([value]) => typeName(value))),
  keys: define("<x-:a<s>>", ([value], frame) => asSequence(keysOf(value, frame))),
  lookup: define("<x-s:x>", ([value, key], { evaluation: { meter } }) => lookup(value, String(key), meter)),
  spread: define("<x-:a<o>>", ([value], frame) => spread(value, frame)),
  merge: defineStrict("<a<o>:o>", ([objects], frame) =>
    Object.fromEntries(items(objects).flatMap((object) => entriesOf(object, frame))),
  ),
  reverse: defineStrict("<a:a>", ([array]) => (items(array).length <= 1 ? array : items(array).toReversed())),
  shuffle: defineStrict("<a:a>", ([array], { evaluation }) => shuffle(items(array), () => evaluation.chance())),
  distinct: defineStrict("<x:x>", ([array], frame) => distinct(array, frame)),
  sort: defineStrict("<af?:a>", ([array, after], frame) => sort(items(array), after, frame)),
  each: define("<o-f:a>", ([object, visit], frame) => {
    const result = sequenceOf()
    for (const [key, value] of entriesOf(object, frame)) {
      const visited = callBack(fn(visit), [value, key, object], frame)
      if (visited !== undefined) result.push(visited)
    }
    return result
  }),
  sift: define("<o-f?:o>", ([object, test], frame) => {
    const kept = entriesOf(object, frame).filter(
      ([key, value]) => toBoolean(callBack(fn(test), [value, key, object], frame)) === true,
    )
    return kept.length === 0 ? undefined : Object.fromEntries(kept)
  }),
  error: define("<s?:x>", ([message]) => {
    throw new JsonataError("D3137", { message: message ?? "$error() function evaluated" })
  }),
  assert: define("<bs?:x>", ([condition, message]) => {
    if (condition !== true) throw new JsonataError("D3141", { message: message ?? "$assert() statement failed" })
    return undefined
  }),
  clone: defineStrict("<(oa)-:o>", ([value], { evaluation }) => clone(value, evaluation.meter)),
}

function entriesOf(object: Value, frame: Frame): readonly (readonly [string, Value])[] {
  if (!isObject(object)) return []
  const entries = Object.entries(object)
  frame.evaluation.meter.read(8 * entries.length)
  return entries
}

export function typeName(value: Value): string {
  if (value === null) return "null"
  if (Array.isArray(value)) return "array"
  return isFunctionValue(value) ? "function" : typeof value
}

function keysOf(value: Value, frame: Frame): string[] {
  if (Array.isArray(value)) return [...new Set((value as readonly Value[]).flatMap((item) => keysOf(item, frame)))]
  return entriesOf(value, frame).map(([key]) => key)
}

function spread(value: Value, frame: Frame): Value {
  if (Array.isArray(value)) {
    let result: Value[] | undefined
    for (const item of value as readonly Value[]) {
      const fields = spread(item, frame)
      if (fields !== undefined) pushAll((result ??= []), fields)
    }
    return result ?? sequenceOf()
  }
  if (!isObject(value)) return value
  return asSequence(entriesOf(value, frame).map(([key, field]) => ({ [key]: field })))
}

function single(array: readonly Value[], test: Value, frame: Frame): Value {
  const found = array.filter(
    (_, index) => test === undefined || toBoolean(callBackOn(fn(test), array, index, frame)) === true,
  )
  if (found.length > 1) throw new JsonataError("D3138")
  if (found.length === 0) throw new JsonataError("D3139")
  return found[0]
}

function reduce(array: readonly Value[], combine: FunctionValue, initial: Value, frame: Frame): Value {
  if (combine.arity < 2) throw new JsonataError("D3050", { index: 1 })
  const fromFirst = initial === undefined && array.length > 0
  let result = fromFirst ? array[0] : initial
  for (let index = fromFirst ? 1 : 0; index < array.length; index++) {
    result = callBack(combine, [result, array[index], index, array], frame)
  }
  return result
}

function distinct(array: Value, frame: Frame): Value {
  if (!Array.isArray(array) || array.length <= 1) return array
  const result = isSequence(array) ? sequenceOf() : []
  const seen = new Set<Value>()
  for (const item of array as readonly Value[]) {
    const scalar = typeof item !== "object" || item === null
    if (scalar ? seen.has(item) : result.some((other) => deepEqual(item, other, frame.evaluation.meter))) continue
    if (scalar) seen.add(item)
    result.push(item)
  }
  return result
}

function shuffle(array: readonly Value[], chance: () => number): Value {
  const result = [...array]
  for (let at = result.length - 1; at > 0; at--) {
    const other = Math.floor(chance() * (at + 1))
    const kept = result[at]
    result[at] = result[other]
    result[other] = kept
  }
  return result
}

/** A stable merge sort; `after(a, b)` says whether a comes after b. */
function sort(array: readonly Value[], after: Value, frame: Frame): Value {
  if (array.length <= 1) return array
  frame.evaluation.meter.read(array.length * Math.ceil(Math.log2(array.length)))
  if (after !== undefined) return mergeSort(array, (a, b) => toBoolean(callBack(fn(after), [a, b], frame)) === true)
  const numbers = array.every((item) => typeof item === "number")
  if (!numbers && !array.every((item) => typeof item === "string")) throw new JsonataError("D3070", { index: 1 })
  return mergeSort<Value>(array, (a, b) => (a as number) > (b as number)) // all numbers or all strings
}
