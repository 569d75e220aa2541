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

function isoToMillis(text: string): number {
  if (text.length > longestInstant || !iso.test(text)) throw new JsonataError("D3110", { value: text })
  // A time without a zone is UTC's, wherever the process runs: JavaScript takes the process's own, and AWS's is UTC.
  return Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text)
}
