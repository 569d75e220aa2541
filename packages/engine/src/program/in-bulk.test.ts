import { expect, it } from "vitest"

import { inBulk } from "./in-bulk.ts"

it("does at most so many at once, and all of them", async () => {
  let [running, most] = [0, 0]
  const ids = Array.from({ length: 50 }, (_, index) => String(index))
  const result = await inBulk(ids, { concurrency: 4 }, async (id) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
    return { id, ok: Number(id) % 2 === 0 }
  })
  expect(most).toBe(4)
  expect(result).toMatchObject({ matched: 50, succeeded: 25, failed: 25 })
  expect(new Set(result.outcomes.map(({ id }) => id))).toEqual(new Set(ids))
})

it("takes what one throws for its outcome", async () => {
  const { outcomes } = await inBulk(["a"], {}, () => Promise.reject(new TypeError("no")))
  expect(outcomes).toEqual([{ id: "a", ok: false, code: "TypeError", message: "no" }])
})
