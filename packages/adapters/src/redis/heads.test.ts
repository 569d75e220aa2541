import * as fc from "fast-check"
import { expect, it } from "vitest"

import { Heads } from "./heads.ts"

const read = (text: string): number => Array.from(text).reduce((sum, digit) => sum * 64 + digit.charCodeAt(0) - 48, 0)

it("numbers are written in as many digits as are asked for, one after the other", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(64 ** 5 - 1), fc.nat(63)), { maxLength: 200 }), (pairs) => {
      const heads = new Heads()
      for (const [large, small] of pairs) {
        heads.add(large, 5)
        heads.add(small, 1)
      }
      const text = heads.text
      expect(text).toMatch(/^[0-o]*$/)
      expect(
        pairs.map((_, at) => [read(text.slice(at * 6, at * 6 + 5)), read(text.slice(at * 6 + 5, at * 6 + 6))]),
      ).toEqual(pairs)
    }),
  )
})

it("what does not fit is refused", () => {
  expect(() => new Heads().add(64 ** 3, 3)).toThrow("262144 does not fit into 3 digits of six bits")
})
