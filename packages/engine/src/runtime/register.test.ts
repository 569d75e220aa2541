import * as fc from "fast-check"
import { expect, test } from "vitest"

import { Register } from "./register.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? 20_261_125)
const name = fc.oneof(
  fc.constantFrom("a", "b", "7", "__proto__", "constructor", "arn:aws:states:local:0:execution:m:x"),
  fc.nat(200).map((number) => `execution:m:${number}`), // more than it first has room for
  fc.nat(20).map((number) => `execution:m${number}:same`), // all in one slot
)
const change = fc.record({ name, value: fc.option(fc.integer()) })

test("holds what a Map holds, whatever the names", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 400, size: "max" }), (changes) => {
      const register = new Register<number>()
      const map = new Map<string, number>()
      for (const { name, value } of changes) {
        if (value === null) register.delete(name)
        else register.set(name, value)
        if (value === null) map.delete(name)
        else map.set(name, value)
        expect(register.get(name)).toBe(map.get(name))
      }
      expect(register.size).toBe(map.size)
      expect(new Set(register.values())).toEqual(new Set(map.values()))
    }),
    { seed },
  )
})
