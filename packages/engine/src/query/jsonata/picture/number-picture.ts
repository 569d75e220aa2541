import { JsonataError } from "../jsonata-error.ts"
import { regularInterval } from "./regular-interval.ts"

/** The characters of a decimal format that `$formatNumber`'s options may replace. (XPath functions 3.1, 4.7.2) */
export interface Symbols {
  readonly decimal: string
  readonly grouping: string
  readonly exponent: string
  readonly minus: string
  readonly percent: string
  readonly perMille: string
  readonly zero: string
  readonly optional: string
  readonly pattern: string
}

/** What a picture or one half of it says. */
export interface NumberPicture {
  readonly text: string
  readonly prefix: string
  readonly suffix: string
  readonly leastInteger: number
  readonly leastFraction: number
  readonly mostFraction: number
  readonly leastExponent: number
  /** Digits before the decimal separator in scientific notation. */
  readonly scaling: number
  /** The interval of the grouping separators before the decimal separator; 0 where they have none. */
  readonly interval: number
  /** Digits to the right of each grouping separator before the decimal separator. */
  readonly groups: readonly number[]
  /** Digits to the left of each grouping separator after it. */
  readonly fractionGroups: readonly number[]
}

interface Parts {
  readonly text: string
  readonly prefix: string
  readonly suffix: string
  readonly active: string
  readonly mantissa: string
  readonly integer: string
  readonly fraction: string
  readonly exponent: string | undefined
}

/**
 * Reads a half of the picture of a number: `#,##0.00`, `0.0##e0`, `01%`.
 * @throws {JsonataError} D3081 to D3093 for a picture that is none
 */
export function readNumberPicture(text: string, symbols: Symbols): NumberPicture {
  const digits = familyOf(symbols)
  const parts = split(text, symbols, digits)
  const error = fault(parts, symbols, digits)
  if (error !== undefined) throw new JsonataError(error)
  return analysed(parts, symbols, digits)
}

/** The ten digits of the family that a zero begins. */
export function familyOf({ zero }: Symbols): readonly string[] {
  return Array.from({ length: 10 }, (_, at) => String.fromCharCode(zero.charCodeAt(0) + at))
}

function split(text: string, symbols: Symbols, digits: readonly string[]): Parts {
  const bounds = new Set([...digits, symbols.decimal, symbols.grouping, symbols.optional, symbols.pattern])
  const places = text.split("").flatMap((char, at) => (bounds.has(char) ? [at] : []))
  // Without an active character the library stumbles; AWS (measured: D3086 for "x") takes all of the text for active.
  const [first = 0] = places
  const last = places.at(-1) ?? text.length - 1
  const prefix = text.slice(0, first)
  const suffix = text.slice(last + 1)
  const active = text.slice(first, last + 1)
  // Counted in the whole text and used in its active part, as in the library.
  const at = text.indexOf(symbols.exponent, prefix.length)
  const scientific = at >= 0 && at <= text.length - suffix.length
  const mantissa = scientific ? active.slice(0, at) : active
  const point = mantissa.indexOf(symbols.decimal)
  return {
    text,
    prefix,
    suffix,
    active,
    mantissa,
    exponent: scientific ? active.slice(at + 1) : undefined,
    integer: point < 0 ? mantissa : mantissa.slice(0, point),
    fraction: point < 0 ? suffix : mantissa.slice(point + 1),
  }
}

/** The code of what is wrong; the last rule that is broken decides. (XPath functions 3.1, 4.7.3) */
function fault(parts: Parts, symbols: Symbols, digits: readonly string[]): string | undefined {
  const { text, integer, fraction, exponent } = parts
  const twice = (symbol: string): boolean => text.indexOf(symbol) !== text.lastIndexOf(symbol)
  const isDigit = (char: string): boolean => digits.includes(char)
  const scaled = text.includes(symbols.percent) || text.includes(symbols.perMille)
  const point = text.indexOf(symbols.decimal)
  const active = [...digits, symbols.decimal, symbols.exponent, symbols.grouping, symbols.optional, symbols.pattern]
  const optional = integer.indexOf(symbols.optional)
  const rules: readonly (readonly [code: string, broken: boolean])[] = [
    ["D3081", twice(symbols.decimal)],
    ["D3082", twice(symbols.percent)],
    ["D3083", twice(symbols.perMille)],
    ["D3084", text.includes(symbols.percent) && text.includes(symbols.perMille)],
    ["D3085", !parts.mantissa.split("").some((char) => isDigit(char) || char === symbols.optional)],
    ["D3086", parts.active.split("").some((char) => !active.includes(char))],
    ["D3087", point >= 0 && [text.charAt(point - 1), text.charAt(point + 1)].includes(symbols.grouping)],
    ["D3088", point < 0 && integer.charAt(integer.length - 1) === symbols.grouping],
    ["D3089", text.includes(symbols.grouping + symbols.grouping)],
    ["D3090", optional >= 0 && integer.slice(0, optional).split("").some(isDigit)],
    ["D3091", fraction.includes(symbols.optional) && afterLast(fraction, symbols.optional).split("").some(isDigit)],
    ["D3092", exponent !== undefined && exponent !== "" && scaled],
    ["D3093", exponent !== undefined && (exponent === "" || !exponent.split("").every(isDigit))],
  ]
  return rules.findLast(([, broken]) => broken)?.[0]
}

function afterLast(text: string, symbol: string): string {
  return text.slice(text.lastIndexOf(symbol))
}

/** (XPath functions 3.1, 4.7.4) */
function analysed(parts: Parts, symbols: Symbols, digits: readonly string[]): NumberPicture {
  const isDigit = (char: string): boolean => digits.includes(char)
  const count = (text: string, test: (char: string) => boolean): number => text.split("").filter(test).length
  const shown = (text: string): number => count(text, (char) => isDigit(char) || char === symbols.optional)
  const positions = (part: string, toLeft: boolean): readonly number[] => {
    const found: number[] = []
    let at = part.indexOf(symbols.grouping)
    while (at >= 0) {
      found.push(shown(toLeft ? part.slice(0, at) : part.slice(at)))
      // The next one is looked for before the decimal separator, as in the library.
      at = parts.integer.indexOf(symbols.grouping, at + 1)
    }
    return found
  }
  const groups = positions(parts.integer, false)
  const scaling = count(parts.integer, isDigit)
  const scientific = parts.exponent !== undefined
  const mostFraction = shown(parts.fraction)
  const bare = scaling === 0 && mostFraction === 0
  let leastInteger = scaling
  let leastFraction = bare && scientific ? 1 : count(parts.fraction, isDigit)
  if (bare && !scientific) leastInteger = 1
  if (scientific && leastInteger === 0 && parts.integer.includes(symbols.optional)) leastInteger = 1
  if (leastInteger === 0 && leastFraction === 0) leastFraction = 1
  return {
    text: parts.text,
    prefix: parts.prefix,
    suffix: parts.suffix,
    leastInteger,
    leastFraction,
    mostFraction: bare && scientific ? 1 : mostFraction,
    leastExponent: parts.exponent === undefined ? 0 : count(parts.exponent, isDigit),
    scaling,
    interval: regularInterval(groups),
    groups,
    fractionGroups: positions(parts.fraction, true),
  }
}
