import { JsonataError } from "../jsonata-error.ts"
import { formatInteger } from "../picture/format-integer.ts"
import { formatNumber } from "../picture/format-number.ts"
import { readIntegerPicture } from "../picture/integer-picture.ts"
import { integerReader } from "../picture/parse-integer.ts"
import { roundHalfEven } from "../picture/round-half-even.ts"
import type { Value } from "../value.ts"
import { brief, type Builtin, define, defineStrict } from "./define.ts"

const numbers = (value: Value): readonly number[] => value as readonly number[] // the signature says so
const one = (value: Value): number => value as number // the signature says so

/** Aggregates and arithmetic. */
export const numberFunctions: Readonly<Record<string, Builtin>> = {
  sum: defineStrict("<a<n>:n>", ([items]) => numbers(items).reduce((total, item) => total + item, 0)),
  count: brief(define("<a:n>", ([items]) => (items === undefined ? 0 : (items as readonly Value[]).length))), // an array
  max: defineStrict("<a<n>:n>", ([items]) => extreme(numbers(items), (a, b) => a > b)),
  min: defineStrict("<a<n>:n>", ([items]) => extreme(numbers(items), (a, b) => a < b)),
  average: defineStrict("<a<n>:n>", ([items]) =>
    numbers(items).length === 0
      ? undefined
      : numbers(items).reduce((total, item) => total + item, 0) / numbers(items).length,
  ),
  number: defineStrict("<(nsb)-:n>", ([value]) => toNumber(value)),
  floor: defineStrict("<n-:n>", ([value]) => Math.floor(one(value))),
  ceil: defineStrict("<n-:n>", ([value]) => Math.ceil(one(value))),
  round: defineStrict("<n-n?:n>", ([value, precision]) =>
    roundHalfEven(one(value), precision === undefined ? 0 : one(precision)),
  ),
  abs: defineStrict("<n-:n>", ([value]) => Math.abs(one(value))),
  sqrt: defineStrict("<n-:n>", ([value]) => {
    if (one(value) < 0) throw new JsonataError("D3060", { value })
    return Math.sqrt(one(value))
  }),
  power: defineStrict("<n-n:n>", ([base, exponent]) => {
    const result = one(base) ** one(exponent)
    if (!Number.isFinite(result)) throw new JsonataError("D3061", { value: base, exp: exponent })
    return result
  }),
  formatBase: defineStrict("<n-n?:s>", ([value, base]) => {
    const radix = base === undefined ? 10 : roundHalfEven(one(base), 0)
    if (radix < 2 || radix > 36) throw new JsonataError("D3100", { value: radix })
    return roundHalfEven(one(value), 0).toString(radix)
  }),
  formatNumber: defineStrict("<n-so?:s>", ([value, picture, options], { evaluation }) =>
    evaluation.meter.text(
      formatNumber(one(value), String(picture), (options ?? {}) as Readonly<Record<string, unknown>>), // an object
    ),
  ),
  formatInteger: defineStrict("<n-s:s>", ([value, picture], { evaluation }) =>
    evaluation.meter.text(formatInteger(Math.floor(one(value)), readIntegerPicture(String(picture)))),
  ),
  parseInteger: defineStrict("<s-s:n>", ([text, picture]) =>
    integerReader(readIntegerPicture(String(picture))).read(String(text)),
  ),
}

function extreme(items: readonly number[], better: (a: number, b: number) => boolean): number | undefined {
  let best = items[0]
  for (const item of items) if (best !== undefined && better(item, best)) best = item
  return best
}

function toNumber(value: Value): number {
  if (typeof value === "number") return value
  if (typeof value === "boolean") return value ? 1 : 0
  if (typeof value === "string") {
    if (/^-?[0-9]+(\.[0-9]+)?([Ee][-+]?[0-9]+)?$/.test(value) && Number.isFinite(Number(value))) return Number(value)
    // The anchors belong to the outer alternatives, as in the library: `0x1g` is let through, and is NaN.
    if (/^0[xX][0-9A-Fa-f]+|0[oO][0-7]+|0[bB][01]+$/.test(value)) return Number(value)
  }
  throw new JsonataError("D3030", { value, index: 1 })
}
