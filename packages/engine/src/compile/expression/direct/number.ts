import type { Called } from "./evaluate.ts"
import { allNumbers, fail, listOf, type Value } from "./value.ts"

type Meaning = (call: Called) => Value

/** Arithmetic and what looks at the numbers of a list. */
export const numberFunctions: Readonly<Record<string, Meaning>> = {
  add: over((a = 0, b = 0) => a + b),
  subtract: over((a = 0, b = 0) => a - b),
  multiply: over((a = 0, b = 0) => a * b),
  divide: over((a = 0, b = 0) => a / b),
  modulo: over((a = 0, b = 0) => a % b),
  power: ({ values }) => {
    const [base, exponent] = values()
    if (exponent === undefined) return undefined
    const [a, b] = allNumbers([base, exponent]) ?? []
    return a === undefined || b === undefined ? undefined : finite(a ** b)
  },
  abs: over((a = 0) => Math.abs(a)),
  floor: over((a = 0) => Math.floor(a)),
  ceil: over((a = 0) => Math.ceil(a)),
  round: over((a = 0, digits = 0) => rounded(a, digits)),
  sum: ({ value }) => finite(numbers(value(0)).reduce((total, item) => total + item, 0)),
  min: ({ value }) => extreme(numbers(value(0)), Math.min),
  max: ({ value }) => extreme(numbers(value(0)), Math.max),
}

function over(compute: (...operands: number[]) => number): Meaning {
  return ({ values }) => {
    const operands = allNumbers(values())
    return operands === undefined ? undefined : finite(compute(...operands))
  }
}

function finite(result: number): number {
  return Number.isFinite(result) ? result : fail("no number")
}

function numbers(value: Value): readonly number[] {
  const list = listOf(value)
  return allNumbers(list) ?? []
}

function extreme(list: readonly number[], of: (...list: number[]) => number): Value {
  return list.length === 0 ? undefined : of(...list)
}

/** Halves go to the even neighbour; the decimal point is moved in text. */
function rounded(value: number, digits: number): number {
  const moved = moveBy(value, digits)
  const below = Math.floor(moved)
  const half = moved - below === 0.5
  const whole = half ? (below % 2 === 0 ? below : below + 1) : Math.round(moved)
  return moveBy(whole, -digits)
}

function moveBy(value: number, places: number): number {
  const [digits, exponent = "0"] = String(value).split("e")
  return Number(`${digits}e${Number(exponent) + places}`)
}
