import { type Builder, eq, type Expr, fmt, gt, now, toNumber, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { compiled, refusals } from "../fixture/compiled.ts"
import { type Answered, execute } from "../fixture/execute.ts"
import {
  answers,
  calls,
  charge,
  ended,
  Id,
  notify,
  refundByKey,
  refunded,
  release,
  released,
  reserve,
  ship,
} from "../fixture/shop.ts"

const order = workflow("order", { input: Id }, (w, input) => {
  const kept = w.run(reserve({ id: input.id }), released)
  const paid = w.run(charge({ id: kept.id }), refunded)
  const sent = w.run(ship({ id: paid.payment }))
  return { sent: sent.id }
})

test("a saga that goes well costs one transition more than the same flow without compensation", async () => {
  const plain = workflow("order", { input: Id }, (w, input) => {
    const kept = w.run(reserve({ id: input.id }))
    const paid = w.run(charge({ id: kept.id }))
    const sent = w.run(ship({ id: paid.payment }))
    return { sent: sent.id }
  })
  const [with_, without] = [
    execute(await compiled(order), { answer: answers({}) }),
    execute(await compiled(plain), { answer: answers({}) }),
  ]
  expect(with_.output).toEqual({ sent: "paid a1" })
  expect(without.output).toEqual(with_.output)
  expect(with_.states.length).toBe(without.states.length + 1)
})

test("a failure undoes what was attempted, the last first, with what is known of it", async () => {
  const plan = await compiled(order)
  const done = execute(plan, { answer: answers({ ship: { error: "Lost", cause: "at sea" } }) })
  expect(ended(done)).toEqual({
    error: "Lost",
    cause: {
      step: "ship",
      error: { Error: "Lost", Cause: "at sea" },
      compensated: ["charge", "reserve"],
      uncompensated: [],
    },
  })
  expect(done.attempts.slice(3).map(({ target, request }) => [target, request?.key, request?.input])).toEqual([
    ["refund", "execution-1/charge~undo", { payment: "paid a1" }],
    ["release", "execution-1/reserve~undo", { key: "execution-1/reserve" }],
  ])
})

test("a step whose outcome is unknown is undone by key and input", async () => {
  const plan = await compiled(order)
  const done = execute(plan, { answer: answers({ charge: "silence" }) })
  expect(done.error).toBe("States.Timeout")
  expect(calls(done)).toEqual(["reserve", "charge", "charge", "charge", "refund-by-key", "release"])
  expect(done.attempts[4]?.request?.input).toEqual({ key: "execution-1/charge", id: "a1" })
})

test("a step that proves that it did nothing is not undone, unless an earlier attempt may have done it", async () => {
  const plan = await compiled(order)
  const declined: Answered = { error: "Declined" }
  expect(calls(execute(plan, { answer: answers({ charge: declined }) }))).toEqual(["reserve", "charge", "release"])
  const later = execute(plan, { answer: answers({ charge: ["silence", declined] }) })
  expect(calls(later)).toEqual(["reserve", "charge", "charge", "refund-by-key", "release"])
  expect(later.error).toBe("Declined")
})

test("in an attempt a step stays to be undone, as far as it came", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.attempt((w) => w.run(charge({ id: input.id }), refunded)).catch({ "States.ALL": () => null })
    w.run(ship({ id: input.id }))
    return null
  })
  const plan = await compiled(flow)
  const lost: Answered = { error: "Lost" }
  const declined: Answered = { error: "Declined" }
  const undone = (answered: Answered | readonly Answered[]): readonly string[] =>
    calls(execute(plan, { answer: answers({ charge: answered, ship: lost }) })).filter((name) =>
      name.startsWith("refund"),
    )
  expect(undone({ output: { payment: "p" } })).toEqual(["refund"])
  expect(undone("silence")).toEqual(["refund-by-key"])
  expect(undone(declined)).toEqual([])
  expect(undone(["silence", declined])).toEqual(["refund-by-key"])
})

test("a compensation that fails is retried, becomes a dead letter, and the rest is undone", async () => {
  const plan = await compiled(order)
  const done = execute(plan, {
    answer: answers({
      ship: { error: "Lost" },
      refund: { error: "Closed", cause: "bank" },
      deadLetterQueue: { output: {} },
    }),
  })
  expect(calls(done).slice(3)).toEqual(["refund", "refund", "deadLetterQueue", "release"])
  expect(done.error).toBe("Saga.PartiallyCompensated")
  expect(JSON.parse(done.cause ?? "")).toMatchObject({
    compensated: ["reserve"],
    uncompensated: [{ step: "charge", error: "Closed" }],
  })
  expect(done.attempts[5]?.order.input).toEqual({
    QueueUrl: expect.any(String),
    MessageBody: {
      v: 1,
      execution: "execution-1",
      step: "charge",
      key: "execution-1/charge",
      compensation: "refund",
      error: { Error: "Closed", Cause: "bank" },
    },
  })
  const lost = execute(plan, {
    answer: answers({ ship: { error: "Lost" }, refund: { error: "Closed" }, deadLetterQueue: { error: "Full" } }),
  })
  expect(calls(lost).slice(-1)).toEqual(["release"])
  expect(lost.error).toBe("Saga.PartiallyCompensated")
})

test("names that nobody could catch become Saga.Failed, and long ones are cut", async () => {
  const plan = await compiled(order)
  const error = (name: string): string | undefined =>
    execute(plan, { answer: answers({ ship: { error: name, cause: "x".repeat(40_000) } }) }).error
  expect(error("States.DataLimitExceeded")).toBe("Saga.Failed")
  expect(error("N".repeat(300))).toBe("N".repeat(256))
  expect(error("States.TaskFailed")).toBe("States.TaskFailed")
})

test("a failure given up on by the workflow itself is compensated", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.run(reserve({ id: input.id }), released)
    w.when(eq(input.id, "literal"), (w) => w.fail("No.Stock", fmt`none of ${input.id}`))
    w.fail(input.id, "computed")
  })
  const plan = await compiled(flow)
  const literal = execute(plan, { input: { id: "literal" }, answer: answers({}) })
  expect(ended(literal)).toMatchObject({
    error: "No.Stock",
    cause: { step: "fail", error: { Cause: "none of literal" }, compensated: ["reserve"] },
  })
  expect(execute(plan, { input: { id: "Out" }, answer: answers({}) })).toMatchObject({ error: "Out" })
})

test("no step starts after the deadline, and what runs is cut to what remains", async () => {
  const flow = workflow("order", { input: Id, timeout: "30s" }, (w, input) => {
    w.run(reserve({ id: input.id }), released)
    w.run(charge({ id: input.id }), refunded)
    w.sleep("1h")
    w.run(ship({ id: input.id }))
    return null
  })
  const plan = await compiled(flow)
  expect(plan.definition.TimeoutSeconds).toBeUndefined()
  const slow = execute(plan, { answer: answers({ reserve: { output: { id: "r" }, afterMs: 24_000 } }) })
  expect(slow.attempts[0]?.order.timeoutSeconds).toBe(30)
  expect(slow.attempts[1]?.order.timeoutSeconds).toBe(6)
  expect(slow.attempts[1]?.request?.deadline).toBe(1_700_000_000_000 + 30_000)
  // The sleep ends with the budget; what would follow does not start.
  expect(calls(slow)).toEqual(["reserve", "charge", "refund", "release"])
  expect(slow.elapsedMs).toBe(30_000)
  expect(ended(slow)).toMatchObject({
    error: "States.Timeout",
    cause: { step: "ship", error: { Error: "States.Timeout" } },
  })
  const hung = execute(plan, { answer: answers({ reserve: "silence" }) })
  expect(hung).toMatchObject({ error: "States.Timeout" })
  expect(calls(hung)).toEqual(["reserve", "release"])
})

test("a step that does not start is not undone", async () => {
  const flow = workflow("order", { input: Id, timeout: "30s" }, (w, input) => {
    w.sleep("1h")
    w.run(reserve({ id: input.id }), released)
    return null
  })
  const done = execute(await compiled(flow), { answer: answers({}) })
  expect(calls(done)).toEqual([])
  expect(ended(done)).toMatchObject({ error: "States.Timeout", cause: { compensated: [] } })
})

test("compensation has a budget of its own", async () => {
  const flow = workflow("order", { input: Id, timeout: "1m", compensationTimeout: "8s" }, (w, input) => {
    w.run(reserve({ id: input.id }), released)
    w.run(charge({ id: input.id }), refunded)
    w.run(ship({ id: input.id }))
    return null
  })
  const done = execute(await compiled(flow), { answer: answers({ ship: { error: "Lost" }, refund: "silence" }) })
  // 5 s for the first attempt, 1 s of backoff, 2 s for the second: nothing is left for the other one.
  expect(done.attempts.slice(3).map(({ target, order }) => [target, order.timeoutSeconds])).toEqual([
    ["refund", 5],
    ["refund", 2],
    ["deadLetterQueue", 60],
    ["deadLetterQueue", 60],
  ])
  expect(JSON.parse(done.cause ?? "")).toMatchObject({
    compensated: [],
    uncompensated: [{ step: "charge" }, { step: "reserve" }],
  })
})

test("later steps may fan out; a failure inside is compensated", async () => {
  const flow = workflow(
    "order",
    { input: z.object({ id: z.string(), ids: z.array(z.string()).max(3) }), timeout: "1h" },
    (w, input) => {
      w.run(reserve({ id: input.id }), released)
      w.all({ a: ship({ id: input.id }), b: notify({ id: input.id }) })
      const all = w.each(input.ids, (id) => ship({ id }))
      return { all }
    },
  )
  const plan = await compiled(flow)
  expect(execute(plan, { input: { id: "a", ids: ["x"] }, answer: answers({}) }).output).toEqual({ all: [{ id: "x" }] })
  const failed = execute(plan, {
    input: { id: "a", ids: ["x", "y"] },
    answer: answers({ ship: [{ output: { id: "1" } }, { error: "Lost" }] }),
  })
  expect(ended(failed)).toMatchObject({ error: "Lost", cause: { step: "each", compensated: ["reserve"] } })
  expect(failed.attempts[1]?.order.timeoutSeconds).toBe(3600)
})

test("an outcome that may fail is evaluated where its failure is compensated", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    const kept = w.run(reserve({ id: input.id }), released)
    return { n: toNumber(kept.id) }
  })
  const plan = await compiled(flow)
  expect(execute(plan, { input: { id: "5" }, answer: answers({}) }).output).toEqual({ n: 5 })
  const done = execute(plan, { answer: answers({}) })
  expect(ended(done)).toMatchObject({ error: "States.QueryEvaluationError", cause: { compensated: ["reserve"] } })
})

test("an input that cannot be evaluated did nothing", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.run(charge({ id: fmt`${toNumber(input.id)}` }), refunded)
    return null
  })
  const done = execute(await compiled(flow), { answer: answers({}) })
  expect(calls(done)).toEqual([])
  expect(ended(done)).toMatchObject({ error: "States.QueryEvaluationError", cause: { compensated: [] } })
})

test("a saga inside the saga of the workflow is a part of it", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.run(reserve({ id: input.id }), released)
    const paid = w.saga((w) => w.run(charge({ id: input.id }), refunded).payment)
    w.run(ship({ id: paid }))
    return { paid }
  })
  const plan = await compiled(flow)
  expect(execute(plan, { answer: answers({}) }).output).toEqual({ paid: "paid a1" })
  const done = execute(plan, { answer: answers({ ship: { error: "Lost" } }) })
  expect(done.attempts.map(({ request }) => request?.key)).toEqual([
    "execution-1/reserve",
    "execution-1/saga/charge",
    "execution-1/ship",
    "execution-1/saga/charge~undo",
    "execution-1/reserve~undo",
  ])
})

test("what cannot be kept in order is refused, each with its place", () => {
  const inside = (body: (w: Builder, input: Expr<{ id: string }>) => unknown) =>
    workflow("order", { input: Id }, (w, input) => void body(w, input))
  expect(
    refusals(
      inside((w, input) =>
        w.each([input.id], (_, w) => w.run(reserve({ id: input.id }), released), {
          distributed: true,
          batch: { items: 2 },
        }),
      ),
    ),
  ).toEqual(["COMPENSATION_PLACE"])
  expect(
    refusals(inside((w, input) => (w.pivot(charge({ id: input.id })), w.run(reserve({ id: input.id }), released)))),
  ).toEqual(["COMPENSATION_AFTER_PIVOT"])
  expect(
    refusals(inside((w, input) => (w.pivot(charge({ id: input.id })), w.pivot(charge({ id: input.id }))))),
  ).toEqual(["PIVOT_PLACE"])
  expect(refusals(inside((w, input) => w.when(gt(input.id, "a"), (w) => w.pivot(charge({ id: input.id })))))).toEqual([
    "PIVOT_PLACE",
  ])
  expect(
    refusals(
      inside((w, input) =>
        w.run(refundByKey({ key: input.id, id: now() }), {
          compensate: ({ input: given }) => release({ key: given.id }),
        }),
      ),
    ),
  ).toEqual(["COMPENSATION_INPUT_VOLATILE"])
})
