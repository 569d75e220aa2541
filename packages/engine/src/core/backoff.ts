import type { Retrier } from "../asl/document.ts"

/**
 * Milliseconds before the next attempt: `IntervalSeconds * BackoffRate ^ made`, at most `MaxDelaySeconds`; with `FULL`
 * jitter uniform from 0 to that. (AWS: concepts-error-handling, Retry fields)
 * @param made - Retries that this retrier has made before.
 * @param chance - In [0, 1), from the execution's pseudo-random function; asked for only with jitter.
 */
export function backoffMs(retrier: Retrier, made: number, chance: () => number): number {
  const seconds = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** made
  const capped = Math.min(seconds, retrier.MaxDelaySeconds ?? longestDelaySeconds)
  return Math.round(capped * 1000 * (retrier.JitterStrategy === "FULL" ? chance() : 1))
}

/** AWS's bound of `MaxDelaySeconds`: a year and a day, less one second. */
const longestDelaySeconds = 31_622_399
