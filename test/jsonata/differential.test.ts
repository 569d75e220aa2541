import { isDeepStrictEqual } from "node:util"

import * as fc from "fast-check"
import { afterAll, beforeAll, expect, test, vi } from "vitest"

import { documents, expressions } from "./expressions.ts"
import { evaluateLibrary } from "./oracle.ts"
import { evaluateOurs, nowMs } from "./run.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)
const numRuns = Number(process.env["STEPWRIGHT_RUNS"] ?? 2000)

// The library reads the clock.
beforeAll(() => void vi.useFakeTimers({ toFake: ["Date"], now: nowMs }))
afterAll(() => void vi.useRealTimers())

test(`generated expressions come to the same in our evaluator and in the library (STEPWRIGHT_SEED=${seed})`, async () => {
  let values = 0
  await fc.assert(
    fc.asyncProperty(expressions, documents, async (source, input) => {
      const given = structuredClone(input)
      const library = await evaluateLibrary(source, given)
      // Where the library breaks, or changes the very input that it reads, it says nothing about what is right.
      if (library === undefined || !isDeepStrictEqual(given, input)) return
      const ours = evaluateOurs(source, input)
      if (library.code === undefined) expect(ours).toEqual(library)
      else if (evaluatesConcurrently(source)) expect(ours.code).toBeDefined()
      else expect(ours.code ?? ours).toBe(library.code)
      if (library.code === undefined && library.value !== undefined) values++
    }),
    { seed, numRuns },
  )
  // The generator must not wither to errors and nothing.
  expect(values).toBeGreaterThan(numRuns / 4)
})

/** The library evaluates the members of a constructor at once: which of two errors is told is a race. */
function evaluatesConcurrently(source: string): boolean {
  return /[[{].*,/.test(source)
}
