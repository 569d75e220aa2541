import { namedError } from "./named-error.ts"

/** So much of Lambda's own time is left, at the most, for a handler to end when its signal aborts. In milliseconds. */
const longestMargin = 500

/** The longest that the platform's timers can wait, in milliseconds. */
const longestTimer = 2 ** 31 - 1

/** How long an invocation may take. */
export interface TimeLeft {
  /** Milliseconds since 1970 after which no answer counts: of the request, or Lambda's own. */
  readonly deadline: number
  /** Stops watching. */
  close(): void
}

/**
 * Aborts when the time is over: at the request's deadline, or a little before Lambda ends the invocation, so that a clear
 * error can still leave.
 * @param remaining - Milliseconds until Lambda ends it.
 */
export function watchTime(controller: AbortController, requested: number | undefined, remaining: number): TimeLeft {
  const now = Date.now()
  const ends = now + remaining
  const margin = Math.min(longestMargin, remaining / 10)
  const isRequested = requested !== undefined && requested < ends - margin
  const at = isRequested ? requested : ends - margin
  const why = isRequested ? "The task's timeout has passed." : "The function's own timeout is about to pass."
  const timer = setTimeout(
    () => controller.abort(namedError("Stepwright.TimedOut", why)),
    Math.min(Math.max(at - now, 0), longestTimer),
  )
  return {
    deadline: Math.min(requested ?? ends, ends),
    close: () => clearTimeout(timer),
  }
}
