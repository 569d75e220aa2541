import { expectTypeOf, test } from "vitest"
import { z } from "zod"

import { type Call, type Expr, handle, type Task, task, type TaskContext, workflow } from "../index.ts"

const Day = z.date()
const chargeCard = task("charge-card", {
  input: z.object({ amount: z.number(), currency: z.enum(["EUR", "USD"]), note: z.string().optional() }),
  output: z.object({ paymentId: z.string(), at: Day }),
})

test("a task's call takes its input and gives its output after a JSON round trip", () => {
  type Input = { amount: number; currency: "EUR" | "USD"; note?: string | undefined }
  expectTypeOf(chargeCard({ amount: 1, currency: "EUR" })).toEqualTypeOf<
    Call<{ paymentId: string; at: string }, Input>
  >()
})

test("a call checks its input", () => {
  // @ts-expect-error a field is missing
  chargeCard({ amount: 1 })
  // @ts-expect-error a field is of the wrong type
  chargeCard({ amount: "1", currency: "EUR" })
  // @ts-expect-error a value outside the enum
  chargeCard({ amount: 1, currency: "GBP" })
  // @ts-expect-error a field too many
  chargeCard({ amount: 1, currency: "EUR", tip: 1 })
})

test("a call takes expressions, and an optional one only for an optional field", () => {
  const Input = z.object({ amount: z.number(), maybe: z.number().optional(), text: z.string().optional() })
  workflow("w", { input: Input }, (w, input) => {
    w.run(chargeCard({ amount: input.amount, currency: "EUR", note: input.text }))
    // @ts-expect-error an optional value where one is required
    w.run(chargeCard({ amount: input.maybe, currency: "EUR" }))
    // @ts-expect-error any text where one of an enum is wanted
    w.run(chargeCard({ amount: 1, currency: input.text }))
  })
})

test("a handler is given the parsed input and returns what the output schema takes", () => {
  handle(chargeCard, (input, context) => {
    expectTypeOf(input).toEqualTypeOf<{ amount: number; currency: "EUR" | "USD"; note?: string | undefined }>()
    expectTypeOf(context).toEqualTypeOf<TaskContext>()
    return { paymentId: "p", at: new Date() }
  })
  // @ts-expect-error the answer lacks a field
  handle(chargeCard, () => ({ paymentId: "p" }))
  task("t", {
    input: z.object({ n: z.string().transform(Number) }),
    output: z.object({ n: z.number() }),
    handler: ({ n }) => ({ n: n + 1 }),
  })
})

test("every task is a Task", () => {
  expectTypeOf(chargeCard).toExtend<Task>()
  expectTypeOf(new Map([["a", chargeCard]])).toExtend<ReadonlyMap<string, Task>>()
  expectTypeOf<Expr<number>>().toExtend<Expr<number | undefined>>()
})
