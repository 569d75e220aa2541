import { misuse } from "../scope/tracing.ts"

/** A whole number of seconds as text: `30s`, `15m`, `2h`, `1d`. */
export type Duration = `${number}${"s" | "m" | "h" | "d"}`

const secondsIn = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Seconds of a duration; reports one that is not whole or not positive. */
export function toSeconds(duration: Duration, what: string): number {
  const match = /^(\d+(?:\.\d+)?)([smhd])$/.exec(duration)
  const seconds = match === null ? Number.NaN : Number(match[1]) * secondsIn[match[2] as keyof typeof secondsIn] // the pattern
  if (Number.isInteger(seconds) && seconds > 0) return seconds
  misuse("DURATION_INVALID", `${what} is ${JSON.stringify(duration)}.`)
  return 1
}
