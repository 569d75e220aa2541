import { expect, test } from "vitest"

import { compareRandom } from "./compare-random.ts"

const seed = Number(process.env.STEPWRIGHT_SEED ?? Date.now() % 1_000_000)

test(
  `random machines come to the same when they are imported, compiled and run (seed ${seed})`,
  { timeout: 300_000 },
  async () => {
    const { typed, differs } = await compareRandom(seed, 120, "random")
    expect(differs).toBeUndefined()
    expect(typed).toBeGreaterThan(0)
  },
)
