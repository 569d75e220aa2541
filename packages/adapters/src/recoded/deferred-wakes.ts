/** A session's wake call, put off while it ticks. */
interface Wake {
  readonly onWake: () => void
  ticking: boolean
  /** It was called while its session ticked. */
  due: boolean
  readonly call: () => void
}

/** Keeps wake calls out of ticks, which take longer here than the ones below. */
export interface DeferredWakes {
  wakeOf(call: () => void): Wake
  opened(session: string, wake: Wake): void
  during<T>(session: string, tick: () => Promise<T>): Promise<T>
  closed(session: string): void
}

export function deferredWakes(): DeferredWakes {
  const wakes = new Map<string, Wake>()
  return {
    wakeOf(call) {
      const wake: Wake = {
        onWake() {
          if (wake.ticking) wake.due = true
          else call()
        },
        ticking: false,
        due: false,
        call,
      }
      return wake
    },
    opened: (session, wake) => void wakes.set(session, wake),
    async during(session, tick) {
      const wake = wakes.get(session)
      if (wake === undefined) return await tick()
      wake.ticking = true
      try {
        return await tick()
      } finally {
        wake.ticking = false
        // Whoever awaits the tick comes first.
        if (wake.due) setImmediate(wake.call)
        wake.due = false
      }
    },
    closed: (session) => void wakes.delete(session),
  }
}
