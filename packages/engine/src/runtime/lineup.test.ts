import * as fc from "fast-check"
import { expect, test } from "vitest"

import { Lineup, type Placed } from "./lineup.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? 20_261_201)
const change = fc.record({ which: fc.nat(300), leaves: fc.boolean() })

test("holds what a Set holds, in its order", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 1500, size: "max" }), (changes) => {
      const all = Array.from({ length: 301 }, (): Placed => ({ place: undefined }))
      const lineup = new Lineup<Placed>()
      const set = new Set<Placed>()
      for (const { which, leaves } of changes) {
        const one = all[which] as Placed // there are as many
        if (leaves) lineup.delete(one)
        else lineup.add(one)
        if (leaves) set.delete(one)
        else set.add(one)
      }
      expect(lineup.size).toBe(set.size)
      expect([...lineup]).toEqual([...set])
    }),
    { seed },
  )
})

test("one that leaves while others are looked at is not looked at any more", () => {
  const [first, second, third] = [{ place: undefined }, { place: undefined }, { place: undefined }]
  const lineup = new Lineup<Placed>()
  for (const one of [first, second, third]) lineup.add(one)
  const seen: Placed[] = []
  for (const one of lineup) {
    seen.push(one)
    lineup.delete(second)
  }
  expect(seen).toEqual([first, third])
})
