import { JsonataError } from "../jsonata-error.ts"
import { formatDatetime } from "../picture/format-datetime.ts"
import { parseDatetime } from "../picture/parse-datetime.ts"
import type { Value } from "../value.ts"
import { type Builtin, define, defineStrict } from "./define.ts"

const optional = (value: Value): string | undefined => value as string | undefined // the signature says so

/** Time. `$now` and `$millis` answer the time of the transition. */
export const datetimeFunctions: Readonly<Record<string, Builtin>> = {
  now: define("<s?s?:s>", ([picture, zone], { evaluation }) =>
    formatDatetime(evaluation.nowMs, optional(picture), optional(zone)),
  ),
  millis: define("<:n>", (_, { evaluation }) => evaluation.nowMs),
  fromMillis: defineStrict("<n-s?s?:s>", ([ms, picture, zone]) =>
    formatDatetime(Number(ms), optional(picture), optional(zone)),
  ),
  toMillis: defineStrict("<s-s?:n>", ([text, picture], { evaluation }) =>
    typeof picture === "string" ? parseDatetime(String(text), picture, evaluation.nowMs) : isoToMillis(String(text)),
  ),
}

const iso = /^\d{4}(-[01]\d)*(-[0-3]\d)*(T[0-2]\d:[0-5]\d:[0-5]\d)*(\.\d+)?([+-][0-2]\d:?[0-5]\d|Z)?$/

/** No instant is longer, and the pattern above takes time that grows with the square of the text. */
const longestInstant = 100

export function isoToMillis(text: string): number {
  const instant = commonInstant(text)
  if (instant !== undefined) return instant
  if (text.length > longestInstant || !iso.test(text)) throw new JsonataError("D3110", { value: text })
  // A time without a zone is UTC's, wherever the process runs: JavaScript takes the process's own, and AWS's is UTC.
  return Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text)
}

/** `2025-01-31T12:00:00.000Z`, as the times of Step Functions are written, without a pattern. */
function commonInstant(text: string): number | undefined {
  if (text.length !== 24 || text.charCodeAt(10) !== upperT || text.charCodeAt(23) !== upperZ) return undefined
  if (text.charCodeAt(4) !== hyphen || text.charCodeAt(7) !== hyphen || text.charCodeAt(19) !== dot) return undefined
  if (text.charCodeAt(13) !== colon || text.charCodeAt(16) !== colon) return undefined
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2)
  const month = twoDigits(text, 5)
  const day = twoDigits(text, 8)
  const hour = twoDigits(text, 11)
  const minute = twoDigits(text, 14)
  const second = twoDigits(text, 17)
  const millisecond = twoDigits(text, 20) * 10 + (twoDigits(text, 21) % 10)
  // What a month's last days and an hour 24 are, and the first centuries, is the general way's to say. NaN is in no range.
  if (!(year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 28 && millisecond >= 0)) return undefined
  if (!(hour < 24 && minute < 60 && second < 60)) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond)
}

const upperT = 0x54
const upperZ = 0x5a
const hyphen = 0x2d
const dot = 0x2e
const zero = 0x30
const colon = 0x3a

/** The number that two digits write; NaN where one is no digit. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - zero
  const units = text.charCodeAt(at + 1) - zero
  return tens >= 0 && tens <= 9 && units >= 0 && units <= 9 ? tens * 10 + units : Number.NaN
}
