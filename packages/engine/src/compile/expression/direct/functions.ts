import type { Json } from "@stepwright/dsl"

import type { Called } from "./evaluate.ts"
import { numberFunctions } from "./number.ts"
import { textFunctions } from "./text.ts"
import { allNumbers, allTexts, fail, isRecord, listOf, same, stepOf, type Value } from "./value.ts"

type Meaning = (call: Called) => Value

/** The meaning of each expression function. */
export const functions: Readonly<Record<string, Meaning>> = {
  ...numberFunctions,
  ...textFunctions,
  field: ({ value }) => {
    const key = value(1)
    return typeof key === "string" || typeof key === "number" ? stepOf(value(0), key) : undefined
  },
  eq: ({ value }) => same(value(0), value(1)),
  ne: ({ value }) => !same(value(0), value(1)),
  gt: ordered((order) => order > 0),
  gte: ordered((order) => order >= 0),
  lt: ordered((order) => order < 0),
  lte: ordered((order) => order <= 0),
  and: ({ args, value }) => args.every((_, at) => value(at) === true),
  or: ({ args, value }) => args.some((_, at) => value(at) === true),
  not: ({ value }) => value(0) !== true,
  exists: ({ value }) => value(0) !== undefined,
  coalesce: ({ args, value }) => {
    for (let at = 0; at < args.length - 1; at++) {
      const found = value(at)
      if (found !== undefined && found !== null) return found
    }
    return value(args.length - 1)
  },
  choose: ({ value }) => (value(0) === true ? value(1) : value(2)),
  map: ({ value, apply }) => listOf(value(0)).map((item, index) => apply(1, [item, index]) ?? null),
  filter: ({ value, apply }) => listOf(value(0)).filter((item, index) => apply(1, [item, index]) === true),
  count: ({ value }) => listOf(value(0)).length,
  sortBy: ({ value, apply }) => {
    const list = listOf(value(0))
    return list.length <= 1 ? list : sorted(list.map((item) => ({ item, key: apply(1, [item]) })))
  },
  reverse: ({ value }) => listOf(value(0)).toReversed(),
  at: ({ value }) => {
    const [list, position] = [listOf(value(0)), value(1)]
    return typeof position === "number" ? list.at(Math.floor(position)) : undefined
  },
  append: ({ value }) => [...listOf(value(0)), ...listOf(value(1))],
  flatten: ({ value }) => listOf(value(0)).flat(1),
  distinct: ({ value }) => {
    const found: Json[] = []
    for (const item of listOf(value(0))) if (!found.some((other) => same(item, other))) found.push(item)
    return found
  },
  includes: ({ value }) => {
    const wanted = value(1)
    return listOf(value(0)).some((item) => item === wanted)
  },
  range: ({ value }) => {
    const ends = allNumbers([value(0), value(1)])
    for (const end of [value(0), value(1)])
      if (end !== undefined && !Number.isInteger(end)) fail("a whole number is wanted")
    const [from = 0, to = 0] = ends ?? [1, 0]
    if (to - from >= 1e7) fail("too long")
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
  },
  merge: ({ values }) => {
    const merged = new Map<string, Json>()
    for (const part of values()) {
      if (part !== undefined && !isRecord(part)) fail("an object is wanted")
      for (const [key, field] of Object.entries(part ?? {})) merged.set(key, field)
    }
    return Object.fromEntries(merged)
  },
  keys: ({ value }) => {
    const object = value(0)
    return isRecord(object) ? Object.keys(object) : []
  },
  lookup: ({ value }) => {
    const [object, key] = [value(0), value(1)]
    if (!isRecord(object)) return undefined
    const [name] = allTexts([key]) ?? []
    return name === undefined ? undefined : stepOf(object, name)
  },
  fromEntries: ({ value }) => {
    const made = new Map<string, Json>()
    for (const entry of listOf(value(0))) {
      const [key] = allTexts([stepOf(entry, "key")]) ?? []
      const field = stepOf(entry, "value")
      if (key !== undefined && field !== undefined) made.set(key, field)
    }
    return Object.fromEntries(made)
  },
  now: ({ nowMs }) => new Date(nowMs).toISOString(),
  millis: ({ nowMs }) => nowMs,
  uuid: ({ uuid }) => uuid,
}

function ordered(holds: (order: number) => boolean): Meaning {
  return ({ value }) => {
    const operands = [value(0), value(1)].filter((operand) => operand !== undefined)
    for (const operand of operands)
      if (typeof operand !== "number" && typeof operand !== "string") fail("a number or text is wanted")
    const [left, right] = operands
    if (left === undefined || right === undefined) return false
    if (typeof left !== typeof right) fail("two numbers or two texts are wanted")
    return holds(compare(left as string, right as string)) // of one kind
  }
}

function compare(left: string | number, right: string | number): number {
  return left < right ? -1 : left > right ? 1 : 0
}

/** Smallest key first, items without one last, otherwise in their order. */
function sorted(keyed: readonly { readonly item: Json; readonly key: Value }[]): readonly Json[] {
  const withKey = keyed.filter(({ key }) => key !== undefined)
  const kinds = new Set(withKey.map(({ key }) => typeof key))
  const comparable = kinds.size <= 1 && !withKey.some(({ key }) => typeof key !== "number" && typeof key !== "string")
  if (withKey.length > 1 && !comparable) fail("keys of one kind are wanted")
  const inOrder = withKey.toSorted((a, b) => compare(a.key as string, b.key as string)) // of one kind
  return [...inOrder, ...keyed.filter(({ key }) => key === undefined)].map(({ item }) => item)
}
