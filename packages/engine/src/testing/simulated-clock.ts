import type { Clock } from "../ports/clock.ts"
import { DueHeap } from "../runtime/due-heap.ts"

export interface SimulatedClockOptions {
  /** Milliseconds since 1970 at which time begins; default 2025-01-01T00:00:00Z. */
  readonly start?: number
  /** Called when the worker has nothing to do and no timer is left: nothing will ever happen again by itself. */
  readonly onStuck?: () => void
}

/** A clock that stands still until its worker is idle, and then jumps to the next timer. */
export interface SimulatedClock extends Clock {
  idle(running: number): () => void
  /** A handler was called that will never answer: time does not wait for it. Answers how to take that back. */
  abandoned(): () => void
  /** Something is under way that time waits for: a call to a store elsewhere. Answers how to take that back. */
  held(): () => void
}

/** Makes a simulated clock, for one worker. */
export function simulatedClock({ start = Date.UTC(2025, 0, 1), onStuck }: SimulatedClockOptions = {}): SimulatedClock {
  const timers = new DueHeap<() => void>()
  let now = start
  let abandoned = 0
  let held = 0
  let running: number | undefined
  let jumping: NodeJS.Immediate | undefined

  /** Later: whatever is under way outside the worker (an answer to a token, a start) comes first. */
  const jumpLater = (): void => {
    if (running !== undefined && running <= abandoned && held === 0) jumping ??= setImmediate(jump)
  }
  const jump = (): void => {
    jumping = undefined
    if (running === undefined || running > abandoned || held > 0) return
    const at = timers.nextAt()
    if (at === undefined) return onStuck?.()
    now = Math.max(now, at)
    for (let due = timers.popDue(now); due !== undefined; due = timers.popDue(now)) due()
    jumpLater()
  }

  return {
    now: () => now,
    timer(at, callback) {
      const due = timers.push(Math.max(at, now), callback)
      jumpLater()
      return () => timers.cancel(due)
    },
    idle(count) {
      running = count
      jumpLater()
      return () => {
        running = undefined
      }
    },
    abandoned() {
      abandoned++
      jumpLater()
      return () => {
        abandoned--
      }
    },
    held() {
      held++
      return () => {
        held--
        jumpLater()
      }
    },
  }
}
