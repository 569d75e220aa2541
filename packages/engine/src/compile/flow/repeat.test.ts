import { coalesce, add, eq, lookup, lt, task, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { compiled } from "../fixture/compiled.ts"
import { execute } from "../fixture/execute.ts"

const echo = task("echo", { input: z.object({ id: z.string() }), output: z.object({ id: z.string() }) })
const count = task("count", { input: z.object({ n: z.number() }), output: z.object({ n: z.number() }) })
const Input = z.object({ id: z.string(), n: z.number().optional(), note: z.string().optional() })

test("a repeat carries a value until its condition is met, and no further than its bound", async () => {
  const flow = workflow("flow", { input: z.object({ to: z.number() }) }, (w, input) => {
    const asked = w.repeat((w, carried) => w.run(count({ n: add(carried.n, 1) })), {
      name: "asked",
      max: 5,
      initial: { n: 0 },
      while: (carried) => lt(carried.n, input.to),
    })
    const until = w.repeat((w, carried) => ({ n: w.run(count({ n: add(carried.n, 1) })).n }), {
      name: "until",
      max: 5,
      initial: { n: 0 },
      until: (carried) => eq(carried.n, input.to),
      exhausted: "continue",
    })
    return { asked: asked.n, until: until.n }
  })
  const plan = await compiled(flow)
  expect(execute(plan, { input: { to: 3 } }).output).toEqual({ asked: 3, until: 3 })
  expect(execute(plan, { input: { to: 0 } }).output).toEqual({ asked: 0, until: 5 })
  expect(execute(plan, { input: { to: 6 } })).toMatchObject({ status: "FAILED", error: "Stepwright.RepeatExhausted" })
  expect(execute(plan, { input: { to: 1 } }).attempts.map(({ request }) => request?.key)).toEqual([
    "execution-1/asked/#0/count",
    "execution-1/until/#0/count",
  ])
})

test("a repeat that asks before and after each pass", async () => {
  const flow = workflow("flow", { input: z.object({ to: z.number(), stop: z.number() }) }, (w, input) => {
    const both = w.repeat((w, carried) => w.run(count({ n: add(carried.n, 1) })), {
      max: 3,
      initial: { n: 0 },
      while: (carried) => lt(carried.n, input.to),
      until: (carried) => eq(carried.n, input.stop),
    })
    return both.n
  })
  const plan = await compiled(flow)
  expect(execute(plan, { input: { to: 2, stop: 9 } }).output).toBe(2)
  expect(execute(plan, { input: { to: 2, stop: 1 } }).output).toBe(1)
  expect(execute(plan, { input: { to: 0, stop: 1 } }).output).toBe(0)
  expect(execute(plan, { input: { to: 9, stop: 9 } }).error).toBe("Stepwright.RepeatExhausted")
})

test("a repeat in a repeat, without a carried value", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) => {
    const polled = w.repeat(
      (w) => {
        w.repeat((w) => void w.run(echo({ id: input.id })), { max: 2, name: "inner" })
        return w.run(count({ n: 1 }))
      },
      { max: 2, name: "outer" },
    )
    return polled.n
  })
  const plan = await compiled(flow)
  const done = execute(plan)
  expect(done.output).toBe(1)
  expect(done.attempts.map(({ request }) => request?.key)).toEqual(
    [0, 1].flatMap((outer) => [
      ...[0, 1].map((inner) => `execution-1/outer/#${outer}/inner/#${inner}/echo`),
      `execution-1/outer/#${outer}/count`,
    ]),
  )
})

test("a repeat whose body always ends early runs once", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) => {
    w.repeat((w) => w.return(input.id as never), { max: 3 })
    return "after"
  })
  const plan = await compiled(flow)
  expect(execute(plan).output).toBe("a1")
})

test("a carried value that may be absent", async () => {
  const flow = workflow("flow", { input: z.object({ by: z.record(z.string(), z.string()) }) }, (w, input) => {
    const found = w.repeat((w, carried) => (w.sleep("1s"), lookup(input.by, coalesce(carried, "none"))), {
      initial: lookup(input.by, "start"),
      max: 2,
    })
    w.sleep("1s", { name: "after" })
    return { found }
  })
  const plan = await compiled(flow)
  expect(execute(plan, { input: { by: { start: "a", a: "b", b: "c" } } }).output).toEqual({ found: "c" })
  expect(execute(plan, { input: { by: {} } }).output).toEqual({})
})
