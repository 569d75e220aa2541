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
      expect(lineup.values()).toEqual([...set])
    }),
    { seed },
  )
})

test("takes out those at its beginning, up to the first that is not meant", () => {
  const all = Array.from({ length: 5 }, (): Placed => ({ place: undefined }))
  const lineup = new Lineup<Placed>()
  for (const one of all) lineup.add(one)
  lineup.delete(all[1] as Placed) // there are five
  expect(lineup.takeWhile((one) => one !== all[3])).toEqual([all[0], all[2]])
  expect(lineup.values()).toEqual(all.slice(3))
  expect(lineup.takeWhile(() => true)).toEqual(all.slice(3))
  expect(lineup.size).toBe(0)
})
