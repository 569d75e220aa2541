import * as fc from "fast-check"
import { expect, test } from "vitest"

import { scanJson } from "./scan-json.ts"

test.each([
  ["1", 0, []],
  ['{"a":[1,{"b":"\\"}"}]}', 3, []],
  ['{"a":1,"b":{"a":2},"a":3}', 2, [{ location: "/", name: "a" }]],
  ['{"x":[0,{"a":1,\n "a" : 2}]}', 3, [{ location: "/x[1]", name: "a" }]],
  ['{"\\u0061":1,"a":2}', 1, [{ location: "/", name: "a" }]],
])("%s", (text, depth, duplicates) => {
  expect(scanJson(text, 100)).toEqual({ depth, duplicates })
})

test("it stops where the text nests too deeply", () => {
  expect(scanJson("[".repeat(50) + "]".repeat(50), 10).depth).toBe(11)
})

test("it visits every value at its offset", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      let visited = 0
      const { duplicates } = scanJson(text, 100, (_, offset) => {
        visited++
        expect(text.slice(offset)).toMatch(/^[{["\dtfn-]/)
      })
      expect(duplicates).toEqual([])
      expect(visited).toBe(countOf(value))
    }),
    process.env["STEPWRIGHT_SEED"] === undefined ? {} : { seed: Number(process.env["STEPWRIGHT_SEED"]) },
  )
})

function countOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1
  return Object.values(value).reduce<number>((sum, member) => sum + countOf(member), 1)
}
