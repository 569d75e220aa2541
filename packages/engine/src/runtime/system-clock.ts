import type { Clock } from "../ports/clock.ts"

/** The longest delay that the platform's timers can hold, in milliseconds. */
const longest = 2 ** 31 - 1

/** The platform's time. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  timer(at, callback) {
    let handle: NodeJS.Timeout
    const arm = (): void => {
      handle = setTimeout(check, Math.min(Math.max(at - Date.now(), 1), longest))
      handle.unref()
    }
    // The platform may be a little early, and cannot wait for longer than 24 days.
    const check = (): void => (Date.now() < at ? arm() : callback())
    arm()
    return () => clearTimeout(handle)
  },
}
