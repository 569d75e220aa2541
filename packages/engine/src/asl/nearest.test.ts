import { expect, test } from "vitest"

import { nearest } from "./nearest.ts"

test.each([
  ["Recipt", ["Receipt", "Charge"], "Receipt"],
  ["retyr", ["Retry", "Result"], "Retry"],
  ["NEXT", ["Next", "End"], "Next"],
  ["Chrage", ["Charge", "Change"], "Charge"],
  ["Foo", ["Bar", "Baz"], undefined],
  ["A", ["B", "C"], undefined],
  ["Charge", ["Charge"], undefined],
  ["anything", [], undefined],
])("%s among %j is %s", (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected)
})
