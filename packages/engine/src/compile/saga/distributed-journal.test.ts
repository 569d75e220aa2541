import { eq, fmt, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import type { Plan } from "../../plan/plan.ts"
import { compiled } from "../fixture/compiled.ts"
import { type Answered, execute } from "../fixture/execute.ts"
import { answers, charge, refundByKey, refunded, released, reserve, ship } from "../fixture/shop.ts"

const lost: Answered = { error: "Lost" }

/** An execution over these items in which what has these keys, without their root, is answered so. */
function over(plan: Plan, items: readonly string[], by: Readonly<Record<string, Answered>> = {}) {
  const done = execute(plan, {
    input: { id: "o", items: [...items] },
    answer: (attempted) => by[attempted.request?.key.replace("execution-1/", "") ?? ""] ?? answers({})(attempted),
  })
  const undone = done.attempts.flatMap(({ request }) =>
    request?.key.endsWith("~undo") === true ? [request.key.slice("execution-1/".length, -"~undo".length)] : [],
  )
  /** What of one item was undone, in order. */
  const of = (index: number): readonly string[] =>
    undone.flatMap((key) => (key.startsWith(`each/[${index}]/`) ? [key.slice(`each/[${index}]/`.length)] : []))
  return { ...done, undone, of, told: JSON.parse(done.cause ?? "null") as unknown }
}

const Order = z.object({ id: z.string(), items: z.array(z.string()).max(9) })

test("conditional parts and passes of a distributed each are undone from the journal of their child", async () => {
  const options = { input: Order, timeout: "1h", compensationTimeout: "8s" } as const
  const flow = workflow("order", options, (w, input) => {
    w.each(
      input.items,
      (item, w, index) => {
        const first = w.run(reserve({ id: fmt`${item}${index}` }), { ...released, name: "first" })
        w.when(
          eq(item, "x"),
          (w) => {
            const more = w.run(charge({ id: first.id }), { ...refunded, name: "more" })
            w.run(reserve({ id: more.payment }), {
              name: "most",
              // Of the item, of what its child did before, and from around.
              compensate: ({ key }) => refundByKey({ key, id: fmt`${input.id} ${item} ${first.id} ${more.payment}` }),
            })
          },
          { name: "when" },
        )
        w.repeat((w) => void w.run(reserve({ id: item }), { ...released, name: "again" }), { name: "twice", max: 2 })
        w.run(ship({ id: item }), { name: "sent" })
      },
      { distributed: true },
    )
    w.run(ship({ id: input.id }))
  })
  const plan = await compiled(flow)
  const all = ["twice/#1/again", "twice/#0/again", "when/most", "when/more", "first"]
  const later = over(plan, ["x", "y"], { ship: { ...lost, afterMs: 5000 } })
  expect([later.error, later.of(0), later.of(1)]).toEqual(["Lost", all, [...all.slice(0, 2), "first"]])
  const inputs = later.attempts.flatMap(({ target, request }) => (target.startsWith("refund") ? [request?.input] : []))
  expect(inputs).toEqual([{ key: "execution-1/each/[0]/when/most", id: "o x x0 paid x0" }, { payment: "paid x0" }])
  const inside = over(plan, ["x", "y"], { "each/[0]/when/more": lost })
  expect([inside.error, inside.of(0), inside.of(1)]).toEqual(["Lost", all.slice(3), [...all.slice(0, 2), "first"]])
  expect(inside.attempts.filter(({ target }) => target === "refund-by-key")).toHaveLength(1)
  const sent = over(plan, ["x", "y"], { "each/[1]/sent": lost })
  expect([sent.of(0), sent.of(1)]).toEqual([all, [...all.slice(0, 2), "first"]])
})

test("a saga in a distributed each whose failure is handled undoes by itself, in its child, and nothing twice", async () => {
  const options = { input: Order, timeout: "1h", compensationTimeout: "8s" } as const
  const flow = workflow("order", options, (w, input) => {
    w.each(
      input.items,
      (item, w) => {
        w.run(reserve({ id: item }), { ...released, name: "first" })
        w.attempt((w) =>
          w.saga((w) => {
            w.run(reserve({ id: item }), { ...released, name: "own" })
            w.each([1, 2], (n, w) => w.run(reserve({ id: fmt`${item}${n}` }), { ...released, name: "deep" }), {
              name: "inner",
              distributed: true,
            })
            w.run(ship({ id: item }), { name: "sent" })
          }),
        ).catch({ Lost: () => null, "Saga.PartiallyCompensated": () => null })
      },
      { distributed: true },
    )
    w.run(ship({ id: input.id }))
  })
  const plan = await compiled(flow)
  const within = (name: string): string => `attempt/saga/${name}`
  const own = [within("inner/[0]/deep"), within("inner/[1]/deep"), within("own")]
  const handled = over(plan, ["x", "y"], { [`each/[0]/${within("sent")}`]: { ...lost, afterMs: 5000 } })
  expect([handled.status, handled.of(0), handled.of(1)]).toEqual(["SUCCEEDED", own, []])
  // Its budget counts from its own failure.
  const compensations = handled.attempts.filter(({ request }) => request?.key.endsWith("~undo"))
  expect(compensations.map(({ order: { timeoutSeconds } }) => timeoutSeconds)).toEqual([8, 8, 8])
  const later = over(plan, ["x", "y"], { [`each/[0]/${within("sent")}`]: lost, ship: lost })
  expect([later.error, later.of(0), later.of(1)]).toEqual(["Lost", [...own, "first"], [...own, "first"]])
  expect((later.told as { readonly compensated: readonly string[] }).compensated.toSorted()).toEqual(
    later.undone.toSorted(),
  )
  const partly = over(plan, ["x"], {
    [`each/[0]/${within("sent")}`]: lost,
    [`each/[0]/${own[2]}~undo`]: { error: "Closed" },
    ship: lost,
  })
  expect(partly.error).toBe("Saga.PartiallyCompensated")
  expect(partly.told).toMatchObject({ uncompensated: [{ step: `each/[0]/${own[2]}` }] })
})

test("the journal of a child that is lost is left to people, and the rest of the item is undone", async () => {
  const flow = workflow("order", { input: Order }, (w, input) => {
    w.each(
      input.items,
      (item, w) => {
        w.run(reserve({ id: item }), { ...released, name: "first" })
        w.when(eq(item, "x"), (w) => void w.run(reserve({ id: item }), { ...released, name: "more" }), { name: "when" })
        const [one, two] = [w.run(ship({ id: item }), { name: "one" }), w.run(ship({ id: item }), { name: "two" })]
        w.sleep(1)
        return { one, two }
      },
      { distributed: true },
    )
  })
  const large: Answered = { output: { id: "x".repeat(200_000) } }
  const done = over(await compiled(flow), ["x", "y"], { "each/[0]/one": large, "each/[0]/two": large })
  expect(done.error).toBe("Saga.PartiallyCompensated")
  expect([done.of(0), done.of(1)]).toEqual([["first"], ["first"]])
  expect(done.told).toMatchObject({ uncompensated: [{ step: "each/[0]/when", error: "Saga.ReportLost" }] })
})
