import type { Check } from "./fields.ts"
import { refuse } from "./walk.ts"

const instant = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:Z|[+-](\d{2}):(\d{2}))$/

/** An RFC 3339 timestamp with a capital `T` and, for UTC, `Z`. */
export const timestamp: Check = (value, location, walk) => {
  if (typeof value !== "string") refuse(walk, location, "Expected value of type [STRING]")
  else if (!isTimestamp(value)) refuse(walk, location, "String does not match RFC3339 timestamp")
}

function isTimestamp(value: string): boolean {
  const match = instant.exec(value)
  if (match === null) return false
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0))
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return false
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
