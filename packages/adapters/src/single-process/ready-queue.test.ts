import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

import { ReadyQueue } from "./ready-queue.ts"

const seed = process.env["STEPWRIGHT_SEED"]
const seeded = seed === undefined ? {} : { seed: Number(seed) }

describe("ReadyQueue", () => {
  it("hands out what came first, and orphans before the others", () => {
    const queue = new ReadyQueue<string>()
    for (const item of ["a", "b", "c"]) queue.add(item, "plan", false)
    queue.add("orphan", "plan", true)
    queue.add("b", "plan", true) // waits already
    expect(queue.take(["plan"], 2)).toEqual(["orphan", "a"])
    queue.add("a", "plan", false)
    expect(queue.take(["plan"], 10)).toEqual(["b", "c", "a"])
    expect(queue.has(["plan"])).toBe(false)
  })

  it("says how many wait, and since when the first of them does", () => {
    const queue = new ReadyQueue<string>()
    expect(queue.backlog()).toEqual({ ready: 0 })
    const before = Date.now()
    queue.add("a", "plan", false)
    queue.add("b", "plan", false)
    const { ready, oldest } = queue.backlog()
    expect(ready).toBe(2)
    expect(oldest).toBeGreaterThanOrEqual(before)
    expect(oldest).toBeLessThanOrEqual(Date.now())
    queue.take(["plan"], 2)
    expect(queue.backlog()).toEqual({ ready: 0 })
  })

  it("lets plans take turns, and keeps those that nobody asks for", () => {
    const queue = new ReadyQueue<string>()
    for (const plan of ["one", "two", "three"]) for (const index of [0, 1]) queue.add(`${plan} ${index}`, plan, false)
    expect(queue.take(["one", "two"], 1)).toEqual(["one 0"])
    expect(queue.take(["one", "two"], 1)).toEqual(["two 0"])
    expect(queue.take(["one", "two"], 10)).toEqual(["one 1", "two 1"])
    expect(queue.has(["one", "two"])).toBe(false)
    expect(queue.has(["three"])).toBe(true)
    expect(queue.take(["three"], 0)).toEqual([])
  })

  it("hands out each item once, however much is added and taken between", () => {
    const steps = fc.array(fc.record({ add: fc.nat({ max: 9000 }), take: fc.nat({ max: 9000 }) }), { maxLength: 6 })
    const property = fc.property(steps, (each) => {
      const queue = new ReadyQueue<number>()
      const added: number[] = []
      const taken: number[] = []
      for (const { add, take } of each) {
        for (let count = 0; count < add; count++) queue.add(added.push(added.length) - 1, "plan", false)
        taken.push(...queue.take(["plan"], take))
      }
      taken.push(...queue.take(["plan"], Infinity))
      expect(taken).toEqual(added)
      expect(queue.has(["plan"])).toBe(false)
    })
    fc.assert(property, { numRuns: 20, ...seeded })
  })
})
