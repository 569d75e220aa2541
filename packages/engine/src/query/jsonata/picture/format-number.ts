import { JsonataError } from "../jsonata-error.ts"
import { familyOf, type NumberPicture, readNumberPicture, type Symbols } from "./number-picture.ts"
import { roundHalfEven } from "./round-half-even.ts"

/** Decimal places that a double can be printed with. */
const mostPlaces = 100

/**
 * A number as its picture says; a second half after `;` is for negative ones.
 * @param options - Replaces characters of the picture: `decimal-separator`, `zero-digit`, …
 * @throws {JsonataError} D3080 for a picture of more than two halves, D3081 to D3093 for one that is none
 */
export function formatNumber(value: number, picture: string, options: Readonly<Record<string, unknown>>): string {
  const symbols = symbolsOf(options)
  const [positive, negative, ...more] = picture.split(symbols.pattern).map((half, at) => (at < 2 ? half : ""))
  if (more.length > 0) throw new JsonataError("D3080")
  const format = readNumberPicture(positive ?? "", symbols)
  const other =
    negative === undefined ? { ...format, prefix: symbols.minus + format.prefix } : readNumberPicture(negative, symbols)
  return print(value, value >= 0 ? format : other, symbols)
}

function symbolsOf(options: Readonly<Record<string, unknown>>): Symbols {
  const symbol = (name: string, otherwise: string): string => {
    const given = Object.hasOwn(options, name) ? options[name] : undefined
    return typeof given === "string" && given !== "" ? given : otherwise
  }
  return {
    decimal: symbol("decimal-separator", "."),
    grouping: symbol("grouping-separator", ","),
    exponent: symbol("exponent-separator", "e"),
    minus: symbol("minus-sign", "-"),
    percent: symbol("percent", "%"),
    perMille: symbol("per-mille", "\u2030"),
    zero: symbol("zero-digit", "0"),
    optional: symbol("digit", "#"),
    pattern: symbol("pattern-separator", ";"),
  }
}

/** (XPath functions 3.1, 4.7.5) */
function print(value: number, format: NumberPicture, symbols: Symbols): string {
  if (!Number.isFinite(value)) throw new JsonataError("D1001", { value })
  if (format.mostFraction > mostPlaces) {
    throw new JsonataError("U1006", {
      token: "formatNumber",
      value: `a picture of more than ${mostPlaces} decimal places`,
    })
  }
  const scale = format.text.includes(symbols.percent) ? 100 : format.text.includes(symbols.perMille) ? 1000 : 1
  const { mantissa, exponent } = scientific(value * scale, format)
  const digits = digitsOf(roundHalfEven(mantissa, format.mostFraction), format.mostFraction, symbols)
  const [integer, fraction] = padded(digits, format, symbols)
  const whole = groupedInteger(integer, format, symbols)
  const rest = groupedFraction(fraction, format, symbols)
  const point = rest === "" || !format.text.includes(symbols.decimal) ? "" : symbols.decimal
  return format.prefix + whole + point + rest + exponentText(exponent, format, symbols) + format.suffix
}

interface Scientific {
  readonly mantissa: number
  readonly exponent: number
}

/** Scales so that the picture's digits stand before the decimal separator; 0 stays 0. */
function scientific(value: number, { leastExponent, scaling }: NumberPicture): Scientific {
  if (leastExponent === 0 || value === 0) return { mantissa: value, exponent: 0 }
  const most = 10 ** scaling
  const least = 10 ** (scaling - 1)
  let mantissa = Math.abs(value)
  let exponent = 0
  for (; mantissa < least; exponent--) mantissa *= 10
  for (; mantissa > most; exponent++) mantissa /= 10
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent }
}

function digitsOf(value: number, places: number, symbols: Symbols): string {
  const text = Math.abs(value).toFixed(places)
  if (symbols.zero === "0") return text
  const family = familyOf(symbols)
  return text.replaceAll(/\d/g, (digit) => family[Number(digit)] ?? digit)
}

/** Without zeros at either end but those that the picture asks for. */
function padded(text: string, format: NumberPicture, { zero }: Symbols): readonly [integer: string, fraction: string] {
  const [whole = "", places = ""] = text.split(".")
  let from = 0
  while (whole.charAt(from) === zero) from++
  let to = places.length
  while (to > 0 && places.charAt(to - 1) === zero) to--
  return [whole.slice(from).padStart(format.leastInteger, zero), places.slice(0, to).padEnd(format.leastFraction, zero)]
}

function groupedInteger(text: string, { interval, groups }: NumberPicture, { grouping }: Symbols): string {
  if (interval === 0) {
    return groups.reduce((grouped, fromRight) => inserted(grouped, text, fromRight, grouping), text)
  }
  let grouped = text
  for (let count = 1; count <= Math.floor((text.length - 1) / interval); count++) {
    const at = text.length - count * interval
    grouped = grouped.slice(0, at) + grouping + grouped.slice(at)
  }
  return grouped
}

/** Separators come from the left: each one before has moved the rest. */
function inserted(grouped: string, text: string, fromRight: number, grouping: string): string {
  const at = grouped.length - fromRight
  return text.length < fromRight ? grouping + grouped : grouped.slice(0, at) + grouping + grouped.slice(at)
}

function groupedFraction(text: string, { fractionGroups }: NumberPicture, { grouping }: Symbols): string {
  return fractionGroups.reduce(
    (grouped, fromLeft) => grouped.slice(0, fromLeft) + grouping + grouped.slice(fromLeft),
    text,
  )
}

function exponentText(exponent: number, { leastExponent }: NumberPicture, symbols: Symbols): string {
  if (leastExponent === 0) return ""
  const digits = digitsOf(exponent, 0, symbols).padStart(leastExponent, symbols.zero)
  return `${symbols.exponent}${exponent < 0 ? symbols.minus : ""}${digits}`
}
