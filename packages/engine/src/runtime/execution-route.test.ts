import { expect, test } from "vitest"

import { deadLetterRoute, executionRoute } from "./execution-route.ts"

const ids = Array.from({ length: 1000 }, (_, index) => `arn:aws:states:local:000000000000:execution:m:${index}`)

test("routes are base64url of 14 characters that begin with no dash", () => {
  for (const id of ids) expect(executionRoute(id)).toMatch(/^\w[\w-]{13}$/)
  expect(new Set(ids.map(executionRoute)).size).toBe(ids.length)
})

test("a dead letter's route is the same bits", () => {
  for (const id of ids) {
    expect(deadLetterRoute(id)).toBe(Buffer.from(executionRoute(id), "base64url").toString("hex").slice(0, 8))
  }
})
