const strict = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):(\d{2}))$/
const lenient = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{0,9}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/i

/**
 * An RFC 3339 instant with a capital T and, for UTC, Z, in nanoseconds since 1970; undefined for anything else. Digits
 * beyond nanoseconds are cut off.
 */
export function parseInstant(text: string): bigint | undefined {
  const match = strict.exec(text)
  const seconds = match === null ? undefined : secondsOf(match)
  if (match === null || seconds === undefined) return undefined
  return BigInt(seconds) * 1_000_000_000n + BigInt((match[7] ?? "").padEnd(9, "0").slice(0, 9))
}

/**
 * What a Wait state takes at run time, in milliseconds since 1970: Java's "ISO-8601 extended offset date-time format", by
 * which AWS's causes name it. Unlike {@link parseInstant} it takes times without seconds, and letters of either case.
 */
export function parseOffsetDateTime(text: string): number | undefined {
  const match = lenient.exec(text)
  const seconds = match === null ? undefined : secondsOf(match)
  if (match === null || seconds === undefined) return undefined
  return seconds * 1000 + Number((match[7] ?? "").padEnd(3, "0").slice(0, 3))
}

/** Whole seconds since 1970. */
function secondsOf(match: RegExpExecArray): number | undefined {
  const part = (index: number): number => Number(match[index] ?? 0)
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)]
  if (hour > 23 || minute > 59 || second > 59 || part(9) > 23 || part(10) > 59) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day) // Date.UTC takes the years 0 to 99 for those after 1900
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  const offset = (match[8] === "-" ? -1 : 1) * (part(9) * 60 + part(10))
  return date.getTime() / 1000 + (hour * 60 + minute - offset) * 60 + second
}
