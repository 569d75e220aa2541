import { describe, expect, it } from "vitest"

import { nextWindow, type WindowSigns } from "./next-window.ts"

const full: WindowSigns = { window: 100, held: 100, lagMs: 0, maxLagMs: 50, most: 1000 }

describe("the window of a worker that goes by its lag", () => {
  it("grows while the loop is prompt and the window is used", () => {
    expect(nextWindow(full)).toBe(125)
    expect(nextWindow({ ...full, held: 49 })).toBe(100)
    expect(nextWindow({ ...full, window: 990, held: 990 })).toBe(1000)
    expect(nextWindow({ ...full, window: 1, held: 1 })).toBe(2)
  })

  it("stays between half the limit and the limit", () => {
    expect(nextWindow({ ...full, lagMs: 26 })).toBe(100)
    expect(nextWindow({ ...full, lagMs: 50 })).toBe(100)
  })

  it("shrinks by as much as the lag exceeds the limit, at most to a half, and never below one", () => {
    expect(nextWindow({ ...full, lagMs: 62.5 })).toBe(80)
    expect(nextWindow({ ...full, lagMs: 5000 })).toBe(50)
    expect(nextWindow({ ...full, held: 20, lagMs: 5000 })).toBe(10)
    expect(nextWindow({ ...full, window: 1, held: 1, lagMs: 5000 })).toBe(1)
    expect(nextWindow({ ...full, held: 0, lagMs: 5000 })).toBe(1)
  })

  it("comes to rest where each execution costs the loop the same", () => {
    // Each execution that is held makes the loop half a millisecond late: a limit of 50 ms bears 100 of them.
    let window = 1
    const seen: number[] = []
    for (let step = 0; step < 200; step++) {
      window = nextWindow({ window, held: window, lagMs: window / 2, maxLagMs: 50, most: 1000 })
      if (step >= 100) seen.push(window)
    }
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(50)
    expect(Math.max(...seen)).toBeLessThanOrEqual(100)
  })
})
