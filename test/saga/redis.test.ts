import { expect, test } from "vitest"

import { drawCase } from "./case.ts"
import { runCase } from "./run-case.ts"
import { withStore } from "./stores.ts"

const seed = Number(process.env["STEPWRIGHT_SEED"] ?? Date.now() % 1_000_000)

test(`every effect is kept, undone once in its order, or told of, on redis (STEPWRIGHT_SEED=${seed})`, async () => {
  await withStore("redis", async (backend) => {
    for (let number = 0; number < 15; number++) {
      const { wrong } = await runCase(drawCase(seed, number), { backend })
      expect({ number, wrong }).toEqual({ number, wrong: [] })
    }
  })
})

test("the same seed and number give the same calls at the same times as in memory", async () => {
  for (const number of [3, 14, 15]) {
    const [ours, memorys] = await Promise.all(
      (["redis", "memory"] as const).map((store) =>
        withStore(store, async (backend) => (await runCase(drawCase(5, number), { backend })).calls),
      ),
    )
    expect(ours).toEqual(memorys)
  }
})
