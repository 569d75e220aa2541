import * as fc from "fast-check"
import { expect, test } from "vitest"

import { DueHeap } from "./due-heap.ts"

test("entries come out by time, and those taken back do not come out", () => {
  const entry = fc.record({ at: fc.integer({ min: 0, max: 1000 }), cancel: fc.boolean() })
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 300 }), (entries) => {
      const heap = new DueHeap<number>()
      const pushed = entries.map(({ at }) => heap.push(at, at))
      entries.forEach(({ cancel }, index) => cancel && heap.cancel(pushed[index]!))
      const expected = entries
        .filter(({ cancel }) => !cancel)
        .map(({ at }) => at)
        .toSorted((a, b) => a - b)
      expect(heap.nextAt()).toBe(expected[0])
      const popped: number[] = []
      for (let value = heap.popDue(1000); value !== undefined; value = heap.popDue(1000)) popped.push(value)
      expect(popped).toEqual(expected)
    }),
  )
})

test("what is not due stays", () => {
  const heap = new DueHeap<string>()
  heap.push(10, "later")
  expect(heap.popDue(9)).toBeUndefined()
  expect(heap.popDue(10)).toBe("later")
  expect(heap.nextAt()).toBeUndefined()
})

test("taking back an entry that already came out does no harm", () => {
  const heap = new DueHeap<string>()
  const first = heap.push(1, "first")
  heap.push(2, "second")
  expect(heap.popDue(1)).toBe("first")
  heap.cancel(first)
  expect(heap.popDue(2)).toBe("second")
})
