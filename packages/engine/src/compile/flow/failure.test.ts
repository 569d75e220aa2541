import { coalesce, add, eq, fmt, gt, lt, task, toNumber, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { compiled, outline } from "../fixture/compiled.ts"
import { execute } from "../fixture/execute.ts"

const echo = task("echo", { input: z.object({ id: z.string() }), output: z.object({ id: z.string() }) })
const risky = task("risky", { input: z.object({ id: z.string() }), output: z.object({ id: z.string() }) })
const Input = z.object({ id: z.string(), n: z.number().optional(), note: z.string().optional() })

test("sleeps wait, and nothing else", async () => {
  const flow = workflow("flow", { input: z.object({ seconds: z.number(), at: z.string() }) }, (w, input) => {
    w.sleep("10s")
    w.sleep(input.seconds, { name: "given" })
    w.sleepUntil("2023-11-14T22:20:00Z", { name: "fixed" })
    w.sleepUntil(input.at, { name: "until" })
    return { at: input.at }
  })
  const plan = await compiled(flow)
  expect(outline(plan.definition)).toEqual(["sleep Wait", "given Wait", "fixed Wait", "until Wait"])
  const done = execute(plan, {
    input: { seconds: 1.2, at: "2023-11-15T00:00:00Z" },
    startedAt: Date.parse("2023-11-14T22:00:00Z"),
  })
  expect(done).toMatchObject({ status: "SUCCEEDED", output: { at: "2023-11-15T00:00:00Z" }, elapsedMs: 7_200_000 })
})

test("an attempt hands failures to its handlers by name", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) => {
    const got = w
      .attempt((w) => {
        w.run(echo({ id: input.id }))
        return w.run(risky({ id: "x" })).id
      })
      .catch({
        "Card.Declined": (_, error) => fmt`declined: ${coalesce(error.Cause, "")}`,
        "States.ALL": (w, error) => w.run(echo({ id: error.Error })).id,
      })
    return { got }
  })
  const plan = await compiled(flow)
  expect(outline(plan.definition)).toEqual(
    ["echo Task", "risky Task", "echo 2 Task", "attempt done Succeed"].map((name) =>
      name.replace("attempt done", "flow done"),
    ),
  )
  const at = (error: string) =>
    execute(plan, {
      answer: ({ target, request }) =>
        target === "risky" ? { error, cause: "why" } : { output: request?.input ?? null },
    })
  expect(execute(plan).output).toEqual({ got: "x" })
  expect(at("Card.Declined").output).toEqual({ got: "declined: why" })
  expect(at("Other").output).toEqual({ got: "Other" })
  expect(at("Other").attempts.at(-1)?.request?.key).toBe("execution-1/attempt~catch/echo")
})

test("handlers that fit nothing leave a failure to the attempt around", async () => {
  const flow = workflow("flow", { input: Input }, (w) =>
    w
      .attempt((w) =>
        w.attempt((w) => w.run(risky({ id: "x" })).id).catch({ A: () => "inner A", B: (w) => w.fail("C", "from B") }),
      )
      .catch({ C: (_, error) => fmt`outer ${coalesce(error.Cause, "")}`, "States.ALL": () => "outer all" }),
  )
  const plan = await compiled(flow)
  const at = (error: string) => execute(plan, { answer: () => ({ error }) }).output
  expect([at("A"), at("B"), at("C"), at("D"), at("States.DataLimitExceeded")]).toEqual([
    "inner A",
    "outer from B",
    "outer ",
    "outer all",
    "outer all",
  ])
})

test("a fail is caught by name where it is known, and at run time where it is not", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) =>
    w
      .attempt((w) => {
        w.when(eq(input.id, "known"), (w) => w.fail("A", "known"))
        w.fail(input.id, fmt`by ${input.id}`)
      })
      .catch({
        A: (_, error) => fmt`A ${coalesce(error.Cause, "")}`,
        B: (_, error) => fmt`B ${coalesce(error.Cause, "")}`,
      }),
  )
  const plan = await compiled(flow)
  const at = (id: string) => execute(plan, { input: { id } })
  expect(at("known").output).toBe("A known")
  expect(at("A").output).toBe("A by A")
  expect(at("B").output).toBe("B by B")
  expect(at("D")).toMatchObject({ status: "FAILED", error: "D", cause: "by D" })
})

test("a fail ends the workflow, or its branch and what holds it", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) => {
    w.when(eq(input.id, "now"), (w) => w.fail("Now", input.id))
    return w.attempt((w) => w.all([(w) => w.fail("Inside", "x"), () => 1])).catch({ Inside: () => "caught" })
  })
  const plan = await compiled(flow)
  expect(execute(plan, { input: { id: "now" } })).toMatchObject({ status: "FAILED", error: "Now", cause: "now" })
  expect(execute(plan).output).toBe("caught")
})

test("what may fail inside an attempt is evaluated where it can be caught", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) =>
    w
      .attempt((w) => {
        w.when(gt(toNumber(input.id), 5), (w) => w.run(echo({ id: "big" })))
        w.sleep(toNumber(input.id))
        w.sleepUntil(input.id, { name: "until" })
        return "passed"
      })
      .catch({ "States.ALL": (_, error) => error.Error }),
  )
  const plan = await compiled(flow)
  expect(execute(plan, { input: { id: "no number" } }).output).toBe("States.QueryEvaluationError")
  expect(execute(plan, { input: { id: "7" } }).output).toBe("States.QueryEvaluationError")
})

test("a result that may fail is caught, be it of a branch, a pass or the whole", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) =>
    w
      .attempt((w) => {
        const n = w.when(eq(input.id, "x"), () => 1).otherwise(() => toNumber(input.id))
        const m = w.repeat(
          (w, carried) => {
            w.sleep(1)
            return add(carried, toNumber(coalesce(input.note, "")))
          },
          { initial: n, max: 2, while: (c) => lt(c, toNumber(input.id)) },
        )
        return m
      })
      .catch({ "States.ALL": () => "caught" }),
  )
  const plan = await compiled(flow)
  expect(execute(plan, { input: { id: "no", note: "1" } }).output).toBe("caught")
  expect(execute(plan, { input: { id: "1", note: "1" } }).output).toBe(1)
  expect(execute(plan, { input: { id: "x", note: "1" } }).output).toBe("caught")
})

test("handlers of what cannot fail are left out", async () => {
  const flow = workflow("flow", { input: Input }, (w) => {
    w.attempt((w) => w.sleep("1s")).catch({ "States.ALL": (w) => w.fail("Never") })
    return 1
  })
  const plan = await compiled(flow)
  expect(outline(plan.definition)).toEqual(["sleep Wait"])
  expect(execute(plan).output).toBe(1)
})

test("a failure named at run time goes to the handler of everything, or on", async () => {
  const all = workflow("flow", { input: Input }, (w, input) =>
    w.attempt((w) => w.fail(input.id, input.note)).catch({ A: () => "A", "States.ALL": (_, error) => error.Error }),
  )
  const plan = await compiled(all)
  expect(execute(plan, { input: { id: "A" } }).output).toBe("A")
  expect(execute(plan, { input: { id: "B" } }).output).toBe("B")
  const on = workflow("flow", { input: Input }, (w, input) => {
    w.attempt((w) => void w.when(eq(input.id, "x"), (w) => w.fail("Unhandled", input.note))).catch({
      Other: () => null,
    })
    w.fail(input.id, input.note)
  })
  const other = await compiled(on)
  expect(execute(other, { input: { id: "x" } })).toMatchObject({ error: "Unhandled", cause: "" })
  expect(execute(other, { input: { id: "y", note: "n" } })).toMatchObject({ error: "y", cause: "n" })
})

test("conditions of a repeat that may fail are caught", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) =>
    w
      .attempt((w) =>
        w.repeat((w, n) => (w.sleep("1s"), add(n, 1)), {
          initial: 0,
          max: 9,
          while: (n) => lt(n, toNumber(input.id)),
          until: (n) => eq(n, toNumber(coalesce(input.note, "x"))),
        }),
      )
      .catch({ "States.ALL": () => -1 }),
  )
  const plan = await compiled(flow)
  expect(execute(plan, { input: { id: "no" } }).output).toBe(-1)
  expect(execute(plan, { input: { id: "3" } }).output).toBe(-1)
  expect(execute(plan, { input: { id: "3", note: "2" } }).output).toBe(2)
  expect(execute(plan, { input: { id: "3", note: "7" } }).output).toBe(3)
})
