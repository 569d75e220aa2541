import { expect, it } from "vitest"

import { EndListener } from "./end-listener.ts"
import { Patrol } from "./patrol.ts"

/** A clock that goes on when it is told to. */
function clockAt(start: number) {
  let now = start
  const timers = new Set<{ readonly at: number; readonly ring: () => void }>()
  return {
    timers,
    now: () => now,
    timer(at: number, ring: () => void) {
      const timer = { at, ring }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    goTo(time: number) {
      for (;;) {
        const [next] = [...timers].filter(({ at }) => at <= time).toSorted((a, b) => a.at - b.at)
        if (next === undefined) break
        timers.delete(next)
        now = next.at
        next.ring()
      }
      now = time
    },
  }
}

it("has each look now and then, as long as it waits, and keeps no timer when nobody does", () => {
  const clock = clockAt(0)
  const patrol = new Patrol(clock, 100)
  const looks: string[] = []
  const waiting = (name: string): EndListener => {
    const listener = new EndListener(name, {
      look: (execution) => void looks.push(`${execution} ${clock.now()}`),
      closed: () => new Error("closed"),
    })
    patrol.add(listener)
    return listener
  }
  const first = waiting("first")
  clock.goTo(70)
  const second = waiting("second")
  clock.goTo(199)
  // The first after two halves, the second after the next two.
  expect(looks).toEqual(["first 100", "second 150"])
  patrol.delete(first)
  clock.goTo(250)
  expect(looks.slice(2)).toEqual(["second 250"])
  patrol.delete(second)
  expect(clock.timers.size).toBe(0)
})
