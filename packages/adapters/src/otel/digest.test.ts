import { expect, it } from "vitest"

import { digest } from "./digest.ts"

it("is the same everywhere and for ever: spans of one trace may come from two releases", () => {
  const id = "arn:aws:states:local:000000000000:execution:order:o-1"
  expect(digest(id, 1_790_000_000_000, 32)).toBe("8d3462d7c1c141682f083f6d11cb3303")
  expect(digest(id, 1_790_000_000_000, 16)).toBe("8d3462d7c1c14168")
})

it("differs for whatever differs, and looks like chance", () => {
  const seen = new Set<string>()
  let ones = 0
  const count = 100_000
  for (let index = 0; index < count; index++) {
    const digits = digest(`order-${index >> 1}`, 1_790_000_000_000 + (index & 1), 16)
    seen.add(digits)
    // The bit that a ratio of one half goes by, where it reads the first 32.
    if (digits >= "8") ones++
  }
  expect(seen.size).toBe(count)
  // The texts are fixed, so this is no matter of luck: a fair coin's spread is 158.
  expect(Math.abs(ones - count / 2)).toBeLessThan(5 * 158)
})
