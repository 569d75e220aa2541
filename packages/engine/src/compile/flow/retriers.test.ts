import { expect, test } from "vitest"

import { forwardRule, retriers } from "./retriers.ts"

const never = { ErrorEquals: ["States.QueryEvaluationError"], MaxAttempts: 0 }

test("our own rule for everything needs none for Lambda beside it; an author's may be weaker", () => {
  const parts = { notApplied: [], lambda: true, otherwise: [forwardRule] }
  expect(retriers({ ...parts, policy: {} }).map(({ ErrorEquals }) => ErrorEquals)).toEqual([
    never.ErrorEquals,
    ["States.ALL"],
  ])
  const own = retriers({ ...parts, policy: { retry: [{ ...forwardRule, attempts: 1 }] } })
  expect(own[0]).toEqual(never)
  expect(own[1]?.ErrorEquals).toContain("Lambda.ServiceException")
  expect(own[2]).toEqual({ ErrorEquals: ["States.ALL"], MaxAttempts: 0 })
})
