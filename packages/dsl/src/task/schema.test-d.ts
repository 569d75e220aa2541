import { expectTypeOf, test } from "vitest"
import * as m from "zod/mini"

import { type Call, type Expr, secret, task, workflow } from "../index.ts"

test("schemas of zod/mini are as good as zod's own", () => {
  const charge = task("charge", {
    input: m.object({ amount: m.number(), note: m.optional(m.string()) }),
    output: m.object({ paymentId: secret(m.string()) }),
    handler: ({ amount }) => {
      expectTypeOf(amount).toEqualTypeOf<number>()
      return { paymentId: "p" }
    },
  })
  expectTypeOf(charge({ amount: 1 })).toEqualTypeOf<
    Call<{ paymentId: string }, { amount: number; note?: string | undefined }>
  >()
  // @ts-expect-error a field is of the wrong type
  charge({ amount: "1" })
  workflow("w", { input: m.object({ amount: m.number() }) }, (w, input) => {
    expectTypeOf(w.run(charge({ amount: input.amount })).paymentId).toEqualTypeOf<Expr<string>>()
    return null
  })
})
