import * as fc from "fast-check"
import { expect, it } from "vitest"

import { fromColumn, packFacts, toColumn, unpackFacts } from "./text.ts"

const seed = process.env["STEPWRIGHT_SEED"]
const seeded = seed === undefined ? {} : { seed: Number(seed) }
/** Any sequence of UTF-16 code units, NUL and lone surrogates included. */
const text = fc.array(fc.nat({ max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units))

it("brings every text back from its column", () => {
  fc.assert(
    fc.property(text, (each) => {
      expect(fromColumn(toColumn(each))).toBe(each)
    }),
    seeded,
  )
})

it("keeps texts as text where SQLite can hold them, for people who look into the file", () => {
  expect(toColumn('{"größe": "🧵"}')).toBe('{"größe": "🧵"}')
  expect(toColumn("a\0b")).toBeInstanceOf(Uint8Array)
  expect(toColumn("\ud83d")).toBeInstanceOf(Uint8Array)
})

it("parts packed facts again, whatever is in them", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (facts) => {
      expect(unpackFacts(fromColumn(toColumn(packFacts(facts))))).toEqual(facts)
    }),
    seeded,
  )
  expect(unpackFacts(packFacts(["", "1,2\n", ""]))).toEqual(["", "1,2\n", ""])
})
