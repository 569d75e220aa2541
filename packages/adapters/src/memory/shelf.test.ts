import * as fc from "fast-check"
import { expect, test } from "vitest"

import { readShelved, Shelf } from "./shelf.ts"

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("\ud83d", "\ude00", "é", "a") }), // with halves of characters
  fc.string({ unit: "grapheme", minLength: 200_000, maxLength: 400_000, size: "max" }), // longer than a part of a block
  fc.constantFrom("", undefined),
)

test("what was put on a shelf is read back as it was, whatever came after it", () => {
  fc.assert(
    fc.property(fc.array(fc.array(text, { maxLength: 6 }), { maxLength: 8 }), (all) => {
      const shelf = new Shelf()
      const shelved = all.map((texts) => shelf.put(texts))
      expect(shelved.map((there) => readShelved(there))).toEqual(all)
    }),
    { numRuns: 40 },
  )
})

test("a part of what was put is read by index", () => {
  const shelved = new Shelf().put(["a", undefined, "ü", "\ud83d", "e"])
  expect(readShelved(shelved, 1, 4)).toEqual([undefined, "ü", "\ud83d"])
  expect(readShelved(shelved, 4, Infinity)).toEqual(["e"])
})

test("more than a block is put on a shelf, and all of it stays", () => {
  const shelf = new Shelf()
  const texts = Array.from({ length: 30 }, (_, index) => String(index).repeat(30_000))
  const shelved = texts.map((one) => shelf.put([one]))
  expect(shelved.flatMap((there) => readShelved(there))).toEqual(texts)
})
