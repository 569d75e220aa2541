import { expect, test } from "vitest"

import { prf, random, uuid } from "./prf.ts"

test("the same seed and index give the same draw, in every release", () => {
  expect([prf("seed", 0), prf("seed", 1), prf("", 0)]).toEqual([3_045_199_092, 3_585_975_182, 1_202_157_994])
  expect(random("seed", 0)).toBe(0.7090156648389354)
  expect(uuid("seed", 0)).toBe("b5820cf4-d5bd-438e-86cb-14cdad5ecc3a")
})

test("draws are spread evenly over [0, 1)", () => {
  const draws = Array.from({ length: 10_000 }, (_, index) => random("seed", index))
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...draws)).toBeLessThan(1)
  for (let tenth = 0; tenth < 10; tenth++) {
    const share = draws.filter((draw) => Math.floor(draw * 10) === tenth).length
    expect(share).toBeGreaterThan(850)
    expect(share).toBeLessThan(1150)
  }
})

test("nearby seeds have nothing in common", () => {
  const draws = new Set(Array.from({ length: 10_000 }, (_, at) => prf(`run/${at}`, 0)))
  expect(draws.size).toBeGreaterThan(9_990)
})
