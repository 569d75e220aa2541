import { add, divide, jsonata, task, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { compiled } from "../fixture/compiled.ts"
import { type Attempted, execute } from "../fixture/execute.ts"

const Input = z.object({ v: z.number(), z: z.number() })
const count = task("count", { input: Input, output: z.object({ n: z.number() }) })
const undo = task("undo", { input: z.object({ key: z.string() }), output: z.null() })
const byZero = { v: 1, z: 0 }

function answer({ target }: Attempted): { readonly output: { readonly n: number } | null } {
  return { output: target === "count" ? { n: 8 } : null }
}

test("what is computed from a step after its attempt is not the attempt's to catch", async () => {
  const plan = await compiled(
    workflow("after", { input: Input }, (w, input) => {
      const tried = w.attempt((w) => w.run(count(input)).n).catch({ "States.ALL": () => 5 })
      return divide(tried, input.z)
    }),
  )
  expect(execute(plan, { input: { v: 1, z: 2 }, answer }).output).toBe(4)
  const failed = execute(plan, { input: byZero, answer })
  expect([failed.status, failed.output, failed.error]).toEqual(["FAILED", undefined, "States.QueryEvaluationError"])
})

test("an attempt catches its own result where it fails, with a step before it and without one", async () => {
  const plan = await compiled(
    workflow("within", { input: Input }, (w, input) => {
      const bare = w.attempt(() => divide(input.v, input.z)).catch({ "States.ALL": () => 5 })
      const behind = w
        .attempt((w) => divide(w.run(count(input)).n, input.z))
        .catch({ "States.QueryEvaluationError": () => 6 })
      return { bare, behind, both: add(bare, behind) }
    }),
  )
  expect(execute(plan, { input: { v: 6, z: 2 }, answer }).output).toEqual({ bare: 3, behind: 4, both: 7 })
  expect(execute(plan, { input: byZero, answer }).output).toEqual({ bare: 5, behind: 6, both: 11 })
})

test("a saga whose result fails compensates, inside an attempt that catches it", async () => {
  const plan = await compiled(
    workflow("saga-within", { input: Input }, (w, input) =>
      w
        .attempt((w) =>
          w.saga((w) => divide(w.run(count(input), { compensate: ({ key }) => undo({ key }) }).n, input.z)),
        )
        .catch({ "States.ALL": () => 5 }),
    ),
  )
  const kept = execute(plan, { input: { v: 1, z: 2 }, answer })
  expect([kept.output, kept.attempts.map(({ target }) => target)]).toEqual([4, ["count"]])
  const undone = execute(plan, { input: byZero, answer })
  expect([undone.output, undone.attempts.map(({ target }) => target)]).toEqual([5, ["count", "undo"]])
})

const tryAgain = { errors: ["States.QueryEvaluationError"], attempts: 3 }

test("a step that retries failing expressions is not run again for what is computed after it", async () => {
  const plan = await compiled(
    workflow("after-retry", { input: Input }, (w, input) => {
      const { n } = w.run(count(input), { retry: tryAgain })
      w.compute(divide(n, input.z))
      return divide(n, input.z)
    }),
  )
  expect(execute(plan, { input: { v: 1, z: 2 }, answer }).output).toBe(4)
  const failed = execute(plan, { input: byZero, answer })
  expect([failed.status, failed.error, failed.attempts.length]).toEqual(["FAILED", "States.QueryEvaluationError", 1])
})

test("it is for a value that is retried with it, and for nothing behind that", async () => {
  const plan = await compiled(
    workflow("with-retry", { input: Input }, (w, input) => {
      const { n } = w.run(count(input), { retry: tryAgain })
      const part = w.compute(divide(n, input.z), { retried: true })
      return divide(part, input.v)
    }),
  )
  expect(execute(plan, { input: { v: 2, z: 2 }, answer }).output).toBe(2)
  expect(execute(plan, { input: byZero, answer }).attempts).toHaveLength(3)
  const behind = execute(plan, { input: { v: 0, z: 2 }, answer })
  expect([behind.error, behind.attempts.length]).toEqual(["States.QueryEvaluationError", 1])
})

test("a field that only the author's word puts there fails where it is read", async () => {
  const plan = await compiled(
    workflow("claimed", { input: Input }, (w, input) => {
      const tried = w.attempt((w) => w.run(count(input))).catch({ "States.ALL": () => ({ n: 5, more: 6 }) })
      return jsonata.as(z.object({ more: z.unknown() }))`${tried}`.more
    }),
  )
  const failed = execute(plan, { input: byZero, answer })
  expect([failed.status, failed.error]).toEqual(["FAILED", "States.QueryEvaluationError"])
})
