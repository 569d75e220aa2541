import * as fc from "fast-check"
import { expect, test } from "vitest"

import { isoTime } from "./iso-time.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 2 ** 31)

test(`an instant is rendered as Date renders it (STEPWRIGHT_SEED=${seed})`, () => {
  const instants = fc.oneof(fc.integer({ min: -8.64e15, max: 8.64e15 }), fc.integer({ min: 0, max: 4e12 }))
  fc.assert(
    fc.property(instants, (ms) => {
      expect(isoTime(ms)).toBe(new Date(ms).toISOString())
    }),
    { seed, numRuns: 500, examples: [[0], [-1], [86_399_999], [86_400_000]] },
  )
})
