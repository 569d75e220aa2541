import * as fc from "fast-check"
import { expect, test } from "vitest"

import { Trie } from "./trie.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)

const entries = <T>(trie: Trie<T>): ReadonlyMap<number, T> => {
  const found = new Map<number, T>()
  trie.forEach((entry, index) => found.set(index, entry))
  return found
}

test(`a trie holds what was set and not removed, and leaves earlier copies alone (STEPWRIGHT_SEED=${seed})`, () => {
  const index = fc.oneof(fc.nat(70), fc.nat(40_000))
  const edits = fc.array(fc.tuple(fc.constantFrom("set", "remove"), index), { maxLength: 60 })
  fc.assert(
    fc.property(fc.array(edits, { maxLength: 5 }), (transitions) => {
      let trie = Trie.empty<string>(0)
      const model = new Map<number, string>()
      const earlier: (readonly [Trie<string>, ReadonlyMap<number, string>])[] = []
      transitions.forEach((own, at) => {
        earlier.push([trie, new Map(entries(trie))])
        trie = trie.edit(at + 1)
        expect(trie.edit(at + 1)).toBe(trie)
        for (const [what, place] of own) {
          if (what === "set") {
            trie.set(place, `${at}:${place}`)
            model.set(place, `${at}:${place}`)
          } else {
            trie.remove(place)
            model.delete(place)
          }
          expect(trie.get(place)).toBe(model.get(place))
        }
      })
      expect(entries(trie)).toEqual(new Map([...model].sort(([a], [b]) => a - b)))
      expect(trie.size).toBe(model.size)
      for (const [old, held] of earlier) expect(entries(old)).toEqual(held)
    }),
    { seed, numRuns: 200 },
  )
})

test("what was never set is not there", () => {
  const trie = Trie.empty<string>(0)
  trie.set(40, "x")
  expect([trie.get(-1), trie.get(0), trie.get(39), trie.get(41), trie.get(5000)]).toEqual(Array(5).fill(undefined))
  expect(trie.length).toBe(41)
})

test("indices are bounded", () => {
  expect(() => Trie.empty<string>(0).set(2 ** 30, "x")).toThrow("beyond")
})
