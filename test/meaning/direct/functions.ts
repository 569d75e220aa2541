import type { Json } from "@stepwright/dsl"

import { isRecord, listOf, noValue, same, stepInto, textOf, type Value } from "./value.ts"

/** What a function is given. */
export interface Given {
  readonly count: number
  /** An operand's value. */
  readonly value: (index: number) => Value
  /** What a function operand comes to. */
  readonly apply: (index: number, ...values: readonly Value[]) => Value
}

type Meaning = (given: Given) => Value

/** The meaning of each function of `docs/expressions.md` that is written here. */
export const functions: Readonly<Record<string, Meaning>> = {
  field: ({ value }) => stepInto(value(0), value(1) as string | number), // a literal step
  eq: ({ value }) => same(value(0), value(1)),
  ne: ({ value }) => !same(value(0), value(1)),
  gt: compared((order) => order > 0),
  gte: compared((order) => order >= 0),
  lt: compared((order) => order < 0),
  lte: compared((order) => order <= 0),
  and: ({ count, value }) => indices(count).every((index) => value(index) === true),
  or: ({ count, value }) => indices(count).some((index) => value(index) === true),
  not: ({ value }) => value(0) !== true,
  exists: ({ value }) => value(0) !== undefined,
  coalesce: ({ value }) => value(0) ?? value(1),
  choose: ({ value }) => (value(0) === true ? value(1) : value(2)),
  add: numeric((a, b) => a + b),
  subtract: numeric((a, b) => a - b),
  multiply: numeric((a, b) => a * b),
  divide: numeric((a, b) => a / b),
  abs: ({ value }) => (value(0) === undefined ? undefined : Math.abs(numberOf(value(0)))),
  sum: ({ value }) => listOf(value(0)).reduce<number>((total, item) => total + numberOf(item), 0),
  max: ({ value }) => extreme(listOf(value(0)), Math.max),
  min: ({ value }) => extreme(listOf(value(0)), Math.min),
  count: ({ value }) => listOf(value(0)).length,
  map: ({ value, apply }) => listOf(value(0)).map((item, index) => apply(1, item, index) ?? null),
  filter: ({ value, apply }) => listOf(value(0)).filter((item, index) => apply(1, item, index) === true),
  sortBy: ({ value, apply }) => {
    const keyed = listOf(value(0)).map((item) => ({ item, key: apply(1, item) }))
    return keyed.toSorted((left, right) => order(left.key, right.key)).map(({ item }) => item)
  },
  reverse: ({ value }) => listOf(value(0)).toReversed(),
  at: ({ value }) => stepInto(listOf(value(0)), numberOf(value(1))),
  append: ({ value }) => [...listOf(value(0)), ...listOf(value(1))],
  flatten: ({ value }) => listOf(value(0)).flat(1),
  distinct: ({ value }) => {
    const found: Json[] = []
    for (const item of listOf(value(0))) if (!found.some((other) => same(other, item))) found.push(item)
    return found
  },
  includes: ({ value }) => listOf(value(0)).some((item) => same(item, value(1))),
  range: ({ value }) => {
    const [from, to] = [numberOf(value(0)), numberOf(value(1))]
    return indices(Math.max(0, to - from + 1)).map((index) => from + index)
  },
  merge: ({ value }) => ({ ...recordOf(value(0)), ...recordOf(value(1)) }),
  keys: ({ value }) => Object.keys(recordOf(value(0))),
  lookup: ({ value }) => stepInto(value(0), textual(value(1))),
  fromEntries: ({ value }) =>
    Object.fromEntries(
      listOf(value(0)).flatMap((entry) => {
        const field = stepInto(entry, "value")
        return field === undefined ? [] : [[textual(stepInto(entry, "key")), field] as const]
      }),
    ),
  upper: ({ value }) => textual(value(0)).toUpperCase(),
  contains: ({ value }) => textual(value(0)).includes(textual(value(1))),
  textLength: ({ value }) => Array.from(textual(value(0))).length,
  split: ({ value }) => textual(value(0)).split(textual(value(1))),
  joinText: ({ value }) =>
    listOf(value(0))
      .map(textual)
      .join(textual(value(1))),
  toText: ({ value }) => (value(0) === undefined ? undefined : textOf(value(0))),
  toNumber: ({ value }) => {
    const text = textual(value(0))
    return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : noValue(`${text} is no number`)
  },
}

function indices(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index)
}

function numberOf(value: Value): number {
  return typeof value === "number" ? value : noValue(`${JSON.stringify(value)} is no number`)
}

function textual(value: Value): string {
  return typeof value === "string" ? value : noValue(`${JSON.stringify(value)} is no text`)
}

function recordOf(value: Value): Readonly<Record<string, Json>> {
  return value === undefined ? {} : isRecord(value) ? value : noValue(`${JSON.stringify(value)} is no object`)
}

/** Absent where an operand is. */
function numeric(compute: (left: number, right: number) => number): Meaning {
  return ({ value }) => {
    const [left, right] = [value(0), value(1)]
    if (left === undefined || right === undefined) return undefined
    const result = compute(numberOf(left), numberOf(right))
    return Number.isFinite(result) ? result : noValue("no finite number")
  }
}

/** False where an operand is absent. */
function compared(holds: (order: number) => boolean): Meaning {
  return ({ value }) => {
    const [left, right] = [value(0), value(1)]
    return left !== undefined && right !== undefined && holds(order(left, right))
  }
}

function order(left: Value, right: Value): number {
  if (typeof left === "string" && typeof right === "string") return left < right ? -1 : left > right ? 1 : 0
  return numberOf(left) - numberOf(right)
}

function extreme(list: readonly Json[], of: (...values: number[]) => number): Value {
  return list.length === 0 ? undefined : of(...list.map(numberOf))
}
