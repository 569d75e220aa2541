import { RE2JS } from "re2js"

import { JsonataError } from "../jsonata-error.ts"
import { componentOf } from "./datetime-component.ts"
import { type Marker, type PicturePart, readDatetimePicture } from "./datetime-picture.ts"
import { dayNames, monthNames } from "./format-datetime.ts"
import { type IntegerReader, integerReader } from "./parse-integer.ts"

/** What a picture's components came to, by letter. */
type Components = Record<string, number | string | undefined>

/**
 * The instant that a text names by its picture, in milliseconds since 1970; undefined where the text is not as the
 * picture says. What is missing before the first component given is taken from `nowMs`, what is missing after it is 0.
 * Takes time linear in the text.
 * @throws {JsonataError} D3136 where a component in between is missing, or the date is given by weeks
 */
export function parseDatetime(text: string, picture: string, nowMs: number): number | undefined {
  const readers = readDatetimePicture(picture).map(readerOf)
  const matcher = RE2JS.compile(
    `^${readers.map(({ pattern }) => `(${pattern})`).join("")}$`,
    RE2JS.CASE_INSENSITIVE,
  ).matcher(text)
  if (!matcher.find()) return undefined
  const components: Components = {}
  for (const [at, reader] of readers.entries()) {
    if (reader.component !== undefined) components[reader.component] = reader.read(matcher.group(at + 1) ?? "")
  }
  return Object.keys(components).length === 0 ? undefined : instantOf(components, new Date(nowMs))
}

type Reader = { readonly component?: undefined; readonly pattern: string } | ComponentReader
interface ComponentReader extends IntegerReader {
  readonly component: string
}

function readerOf(part: PicturePart): Reader {
  if (part.literal !== undefined) return { pattern: part.literal.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&") }
  const { component } = part
  if (component === "Z" || component === "z") return { component, ...zoneReader(part) }
  if (part.integer !== undefined) return { component, ...integerReader(part.integer, part.digits) }
  const names = namesOf(part)
  return { component, pattern: "[a-zA-Z]+", read: (text) => names.get(text) }
}

function namesOf({ component, maxWidth }: Marker): ReadonlyMap<string, number> {
  if (component === "P") return new Map(Object.entries({ am: 0, AM: 0, pm: 1, PM: 1 }))
  const names = component === "F" ? dayNames : component === "M" || component === "x" ? monthNames : undefined
  if (names === undefined) throw new JsonataError("D3133", { value: component })
  return new Map(names.map((name, at) => [name.slice(0, maxWidth === 0 ? undefined : maxWidth), at + 1]))
}

/** A time zone's offset in minutes. */
function zoneReader({ component, integer }: Marker): IntegerReader {
  const separator = integer?.kind === "sequence" ? undefined : integer?.regular?.character
  const prefix = component === "z" ? "GMT" : ""
  const minutes = separator === undefined ? "" : `\\x{${(separator.codePointAt(0) ?? 0).toString(16)}}[0-9]+`
  return {
    pattern: `${prefix}[-+][0-9]+${minutes}`,
    read: (matched) => {
      const text = matched.slice(prefix.length)
      const at = separator === undefined ? (text.length <= 3 ? text.length : 3) : text.indexOf(separator)
      const rest = text.slice(separator === undefined ? at : at + 1)
      return Number.parseInt(text.slice(0, at), 10) * 60 + (rest === "" ? 0 : Number.parseInt(rest, 10))
    },
  }
}

/** Which components say a date or a time, as bits in the order of the letters. */
const dateLetters = "YXMxWwdD"
const timeLetters = "PHhmsf"
const byDay = 0b1000_0010
const byMonthWeek = 0b0101_0100
const byYearWeek = 0b0100_1000
const byMonth = 0b1010_0001
const twelveHours = 0b101111
const twentyFourHours = 0b010111

function instantOf(components: Components, now: Date): number {
  const dates = maskOf(components, dateLetters)
  const times = maskOf(components, timeLetters)
  const day = !isOf(byMonth, dates) && isOf(byDay, dates)
  const weeks = isOf(byMonthWeek, dates) || isOf(byYearWeek, dates)
  const half = !isOf(twentyFourHours, times) && isOf(twelveHours, times)
  const wanted = day ? "YD" : isOf(byMonthWeek, dates) ? "XxwF" : weeks ? "XWF" : "YMD"
  fillIn(components, wanted + (half ? "Phmsf" : "Hmsf"), now)
  if (weeks) throw new JsonataError("D3136")
  const value = (component: string): number => Number(components[component] ?? Number.NaN)
  let month = value("M") > 0 ? value("M") - 1 : 0
  let date = value("D")
  if (day) {
    const derived = new Date(Date.UTC(value("Y"), 0) + (value("d") - 1) * 86_400_000)
    month = derived.getUTCMonth()
    date = derived.getUTCDate()
  }
  const hour = half ? (value("h") === 12 ? 0 : value("h")) + (components["P"] === 1 ? 12 : 0) : value("H")
  const zone = (components["Z"] || components["z"] || 0) as number // offsets are numbers
  return Date.UTC(value("Y"), month, date, hour, value("m"), value("s"), value("f")) - zone * 60_000
}

/** A component of 0 does not count as given here, as in the library. */
function maskOf(components: Components, letters: string): number {
  return Array.from(letters).reduce((mask, letter) => mask * 2 + (components[letter] ? 1 : 0), 0)
}

function isOf(kind: number, mask: number): boolean {
  return (~kind & mask) === 0 && (kind & mask) !== 0
}

function fillIn(components: Components, letters: string, now: Date): void {
  let begun = false
  let ended = false
  for (const letter of letters) {
    if (components[letter] !== undefined) {
      begun = true
      if (ended) throw new JsonataError("D3136")
    } else if (begun) {
      components[letter] = letter === "M" || letter === "D" ? 1 : 0
      ended = true
    } else components[letter] = componentOf(now, letter)
  }
}
