import { characterCount } from "../../../asl/character-count.ts"
import { call, noFocus } from "../call.ts"
import type { Frame } from "../frame.ts"
import { JsonataError } from "../jsonata-error.ts"
import { sequenceOf, toText, type Value } from "../value.ts"
import { decodeBase64, encodeBase64 } from "./base64.ts"
import { type Builtin, defineStrict } from "./define.ts"

const text = (value: Value): string => value as string // the signature says so

interface Match {
  readonly match: string
  readonly start: number
  readonly groups: readonly (string | undefined)[]
  readonly next: Value
}

/** Text. Characters count as code points. */
export const stringFunctions: Readonly<Record<string, Builtin>> = {
  string: defineStrict(
    "<x-b?:s>",
    ([value, pretty], { evaluation }) => {
      const result = toText(value, pretty === true)
      if (result === undefined) return undefined
      if (typeof value === "object") evaluation.meter.read(result.length)
      return evaluation.meter.text(result)
    },
    1,
  ),
  substring: defineStrict("<s-nn?:s>", ([value, start, length]) =>
    substring(text(value), Number(start), length as number | undefined),
  ), // the signature
  substringBefore: defineStrict("<s-s:s>", ([value, chars]) => {
    const at = text(value).indexOf(text(chars))
    return at < 0 ? value : text(value).slice(0, at)
  }),
  substringAfter: defineStrict("<s-s:s>", ([value, chars]) => {
    const at = text(value).indexOf(text(chars))
    return at < 0 ? value : text(value).slice(at + text(chars).length)
  }),
  lowercase: defineStrict("<s-:s>", ([value]) => text(value).toLowerCase()),
  uppercase: defineStrict("<s-:s>", ([value]) => text(value).toUpperCase()),
  length: defineStrict("<s-:n>", ([value], { evaluation }) => {
    evaluation.meter.characters(4 * text(value).length)
    return characterCount(text(value))
  }),
  trim: defineStrict("<s-:s>", ([value]) =>
    text(value)
      .replaceAll(/[ \t\n\r]+/g, " ")
      .replace(/^ /, "")
      .replace(/ $/, ""),
  ),
  pad: defineStrict("<s-ns?:s>", ([value, width, char], frame) =>
    pad(text(value), Number(width), char as string | undefined, frame),
  ), // the signature
  contains: defineStrict("<s-(sf):b>", ([value, token], frame) =>
    typeof token === "string" ? text(value).includes(token) : firstMatch(token, text(value), frame) !== undefined,
  ),
  match: defineStrict("<s-f<s:o>n?:a<o>>", ([value, regex, limit], frame) => {
    if (typeof limit === "number" && limit < 0) throw new JsonataError("D3040", { value: limit, index: 3 })
    const result = sequenceOf()
    for (const found of matches(regex, text(value), limit, frame)) {
      result.push({ match: found.match, index: found.start, groups: found.groups })
    }
    return result
  }),
  replace: defineStrict("<s-(sf)(sf)n?:s>", ([value, pattern, replacement, limit], frame) => {
    if (pattern === "") throw new JsonataError("D3010", { value: pattern, index: 2 })
    if (typeof limit === "number" && limit < 0) throw new JsonataError("D3011", { value: limit, index: 4 })
    return frame.evaluation.meter.text(replace(text(value), pattern, replacement, limit, frame))
  }),
  split: defineStrict("<s-(sf)n?:a<s>>", ([value, separator, limit], frame) => {
    if (typeof limit === "number" && limit < 0) throw new JsonataError("D3020", { value: limit, index: 3 })
    const most = typeof limit === "number" ? Math.floor(limit) : undefined
    if (typeof separator === "string") return text(value).split(separator, most)
    return splitBy(text(value), separator, most, frame)
  }),
  join: defineStrict(
    "<a<s>s?:s>",
    ([items, separator], { evaluation }) =>
      evaluation.meter.text((items as readonly string[]).join(separator === undefined ? "" : text(separator))), // the signature
  ),
  base64encode: defineStrict("<s-:s>", ([value]) => encodeBase64(text(value))),
  base64decode: defineStrict("<s-:s>", ([value]) => decodeBase64(text(value))),
  encodeUrlComponent: defineStrict("<s-:s>", ([value]) => url(encodeURIComponent, value, "encodeUrlComponent")),
  encodeUrl: defineStrict("<s-:s>", ([value]) => url(encodeURI, value, "encodeUrl")),
  decodeUrlComponent: defineStrict("<s-:s>", ([value]) => url(decodeURIComponent, value, "decodeUrlComponent")),
  decodeUrl: defineStrict("<s-:s>", ([value]) => url(decodeURI, value, "decodeUrl")),
}

function url(convert: (value: string) => string, value: Value, functionName: string): string {
  try {
    return convert(text(value))
  } catch {
    throw new JsonataError("D3140", { value, functionName })
  }
}

export function substring(value: string, from: number, length: number | undefined): string {
  // There are no more characters than units.
  if (from === 0 && length !== undefined && length >= value.length) return value
  // Without surrogate pairs a text's units are its characters.
  if (characterCount(value) === value.length) return unitsOf(value, from, length)
  const chars = Array.from(value)
  const start = chars.length + from < 0 ? 0 : from
  if (length === undefined) return chars.slice(start).join("")
  if (length <= 0) return ""
  return chars.slice(start, start >= 0 ? start + length : chars.length + start + length).join("")
}

function unitsOf(value: string, from: number, length: number | undefined): string {
  const start = value.length + from < 0 ? 0 : from
  if (length === undefined) return value.slice(start)
  if (length <= 0) return ""
  return value.slice(start, start >= 0 ? start + length : value.length + start + length)
}

function pad(value: string, width: number, char: string | undefined, frame: Frame): string {
  frame.evaluation.meter.read(value.length)
  const missing = Math.abs(width) - Array.from(value).length
  if (missing <= 0) return value
  if (missing > frame.evaluation.meter.limits.characters)
    throw new JsonataError("U1004", { value: frame.evaluation.meter.limits.characters })
  const unit = char === undefined || char === "" ? " " : char
  const padding = substring(unit.repeat(Math.ceil(missing / Array.from(unit).length)), 0, missing)
  return width > 0 ? value + padding : padding + value
}

function firstMatch(matcher: Value, value: string, frame: Frame): Match | undefined {
  return counted(checked(call(matcher, [value], noFocus, frame.evaluation.meter)), 0, value, frame)
}

/** Counts what a search has looked at: as far as the match, or all there was. */
function counted(found: Match | undefined, from: number, value: string, frame: Frame): Match | undefined {
  const end = found === undefined ? value.length : found.start + found.match.length
  frame.evaluation.meter.read(Math.max(0, end - from))
  return found
}

/** A function of the expression's own may stand for a pattern: what it answers is looked at. */
function checked(found: Value): Match | undefined {
  if (found === undefined) return undefined
  const { start, match, groups } = (found ?? {}) as Readonly<Record<string, Value>> // any value but null has members
  const fits = typeof match === "string" && Number.isFinite(start) && Array.isArray(groups)
  if (!fits) throw new JsonataError("T1010")
  return found as Match // checked
}

function* matches(matcher: Value, value: string, limit: Value, frame: Frame): Generator<Match> {
  const most = typeof limit === "number" ? limit : Number.POSITIVE_INFINITY
  if (most <= 0) return
  let found = firstMatch(matcher, value, frame)
  for (let count = 0; found !== undefined && count < most; count++) {
    yield found
    const from = found.start + found.match.length
    found = counted(checked(call(found.next, [], noFocus, frame.evaluation.meter)), from, value, frame)
  }
}

function splitBy(value: string, matcher: Value, most: number | undefined, frame: Frame): Value {
  const result: string[] = []
  if (most === 0) return result
  let from = 0
  for (const found of matches(matcher, value, most, frame)) {
    result.push(value.slice(from, found.start))
    from = found.start + found.match.length
  }
  if (most === undefined || result.length < most) result.push(value.slice(from))
  return result
}

function replace(value: string, pattern: Value, replacement: Value, limit: Value, frame: Frame): string {
  const most = typeof limit === "number" ? limit : Number.POSITIVE_INFINITY
  let result = ""
  let from = 0
  if (typeof pattern === "string") {
    if (typeof replacement !== "string") throw new JsonataError("D3012", { value: replacement })
    for (
      let count = 0, at = value.indexOf(pattern);
      at >= 0 && count < most;
      count++, at = value.indexOf(pattern, from)
    ) {
      frame.evaluation.meter.step()
      result += value.slice(from, at) + replacement
      from = at + pattern.length
    }
    return result + value.slice(from)
  }
  for (const found of matches(pattern, value, limit, frame)) {
    const put =
      typeof replacement === "string"
        ? substitute(replacement, found)
        : call(replacement, [found], noFocus, frame.evaluation.meter)
    if (typeof put !== "string") throw new JsonataError("D3012", { value: put })
    result += value.slice(from, found.start) + put
    from = found.start + found.match.length
  }
  return result + value.slice(from)
}

/** `$0` is the match, `$1`… its groups, `$$` a dollar sign. */
function substitute(replacement: string, found: Match): string {
  const { groups } = found
  const digits = groups.length === 0 ? 1 : Math.floor(Math.log10(groups.length)) + 1
  return replacement.replaceAll(
    new RegExp(`\\$(?:(\\$)|(0)|(\\d{1,${digits}}))?`, "g"),
    (dollar, escaped?: string, whole?: string, number?: string) => {
      if (escaped !== undefined) return "$"
      if (whole !== undefined) return found.match
      if (number === undefined) return dollar
      const fits = Number(number) <= groups.length || digits === 1
      const index = fits ? number : number.slice(0, -1)
      return (groups[Number(index) - 1] ?? "") + (fits ? "" : number.slice(-1))
    },
  )
}
