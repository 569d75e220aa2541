import { type Builder, eq, fmt, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"

import type { Plan } from "../../plan/plan.ts"
import { compiled } from "../fixture/compiled.ts"
import { type Answered, execute } from "../fixture/execute.ts"
import { answers, charge, Id, refunded, released, reserve, ship } from "../fixture/shop.ts"

const lost: Answered = { error: "Lost", cause: "sea" }
const closed: Answered = { error: "Closed" }

/** An execution in which what has these keys, without their root, is answered so. */
function at(plan: Plan, id: string, by: Readonly<Record<string, Answered>>) {
  const done = execute(plan, {
    input: { id },
    answer: (attempted) => by[attempted.request?.key.replace("execution-1/", "") ?? ""] ?? answers({})(attempted),
  })
  const undone = new Set(
    done.attempts.flatMap(({ request }) =>
      request?.key.endsWith("~undo") === true ? [request.key.slice("execution-1/".length, -"~undo".length)] : [],
    ),
  )
  return { ...done, undone: [...undone], told: JSON.parse(done.cause ?? "null") as unknown }
}

test("conditional parts of branches are undone as far as each came, the last first", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    const both = w.all({
      goods: (w) => {
        const first = w.run(reserve({ id: fmt`${input.id}1` }), { ...released, name: "first" })
        return w
          .when(
            eq(input.id, "a"),
            (w) => {
              const more = w.run(reserve({ id: fmt`${first.id}2` }), { ...released, name: "more" })
              return w.match(input.id, { a: (w) => w.run(charge({ id: more.id }), refunded).payment }, () => "none")
            },
            { name: "when" },
          )
          .otherwise(() => "other")
      },
      money: (w) =>
        w
          .attempt((w) => {
            w.run(reserve({ id: "m1" }), { ...released, name: "m1" })
            return w.run(charge({ id: "m2" }), { ...refunded, name: "m2" }).payment
          })
          .catch({ Lost: (w) => w.run(reserve({ id: "m3" }), { ...released, name: "m3" }).id }),
    })
    w.run(ship({ id: both.goods }))
    return both
  })
  const plan = await compiled(flow)
  const well = at(plan, "a", {})
  expect(well.output).toEqual({ goods: "paid a12", money: "paid m2" })
  // No state for what the branches keep.
  const passed = ["Saga start", "all", "all check", "charge", "first", "m1", "m2", "match", "more", "ship", "when"]
  expect(well.states.toSorted()).toEqual(passed)
  expect(at(plan, "b", {}).output).toEqual({ goods: "other", money: "paid m2" })

  const goods = ["all/goods/when/match/charge", "all/goods/when/more", "all/goods/first"]
  const of = (branch: string, undone: readonly string[]): readonly string[] =>
    undone.filter((key) => key.startsWith(`all/${branch}/`))
  const later = at(plan, "a", { ship: lost })
  expect(of("goods", later.undone)).toEqual(goods)
  expect(of("money", later.undone)).toEqual(["all/money/attempt/m2", "all/money/attempt/m1"])
  expect(later.attempts.find(({ target }) => target === "refund")?.request?.input).toEqual({ payment: "paid a12" })
  expect(later.error).toBe("Lost")
  expect(of("goods", at(plan, "b", { ship: lost }).undone)).toEqual(["all/goods/first"])
  // A failure inside: its own outcome is unknown, or proves that nothing happened.
  const inside = at(plan, "a", { "all/goods/when/match/charge": lost })
  expect(of("goods", inside.undone)).toEqual(goods)
  expect(inside.attempts.filter(({ target }) => target === "refund-by-key")).toHaveLength(1)
  expect(of("goods", at(plan, "a", { "all/goods/when/match/charge": { error: "Declined" } }).undone)).toEqual(
    goods.slice(1),
  )
  expect(of("goods", at(plan, "a", { "all/goods/first": lost }).undone)).toEqual(["all/goods/first"])
  // What a handler attempted comes after what it handles.
  const handled = at(plan, "a", { "all/money/attempt/m2": lost, ship: lost })
  expect(of("money", handled.undone)).toEqual([
    "all/money/attempt~catch/m3",
    "all/money/attempt/m2",
    "all/money/attempt/m1",
  ])
  expect(handled.told).toMatchObject({ step: "ship", uncompensated: [] })
})

test("a saga in a repeat whose failure is handled undoes what it did in that pass, and nothing twice", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.repeat(
      (w, carried) => {
        w.run(reserve({ id: carried }), { ...released, name: "before" })
        w.attempt((w) =>
          w.saga((w) => {
            w.run(reserve({ id: carried }), { ...released, name: "kept" })
            w.run(charge({ id: carried }), refunded)
            w.run(ship({ id: carried }), { name: "sent" })
          }),
        ).catch({ Lost: () => null, "Saga.PartiallyCompensated": () => null })
        return fmt`${carried}+`
      },
      { max: 2, initial: input.id },
    )
    w.run(ship({ id: input.id }))
    return null
  })
  const plan = await compiled(flow)
  expect(at(plan, "a", {}).undone).toEqual([])
  expect(Object.keys(plan.definition.States).filter((name) => name.includes("compensated"))).toEqual([
    "saga compensated",
  ])
  const own = (pass: number): readonly string[] => [
    `repeat/#${pass}/attempt/saga/charge`,
    `repeat/#${pass}/attempt/saga/kept`,
  ]
  const sent = (pass: number): string => `repeat/#${pass}/attempt/saga/sent`
  const handled = at(plan, "a", { [sent(1)]: lost })
  expect(handled.status).toBe("SUCCEEDED")
  expect(handled.undone).toEqual(own(1))
  const later = at(plan, "a", { [sent(1)]: lost, ship: lost })
  expect(later.undone).toEqual([...own(1), "repeat/#1/before", ...own(0), "repeat/#0/before"])
  expect(later.attempts.filter(({ request }) => request?.key.endsWith("~undo"))).toHaveLength(later.undone.length)
  expect(later.attempts.find(({ target }) => target === "refund")?.request?.input).toEqual({ payment: "paid a+" })
  expect(later.error).toBe("Lost")
  // What it undid is told of, and what it could not undo makes all of it partial.
  expect((later.told as { readonly compensated: readonly string[] }).compensated.toSorted()).toEqual(
    later.undone.toSorted(),
  )
  const partly = at(plan, "a", { [sent(0)]: lost, [`${own(0)[1]}~undo`]: closed, ship: lost })
  expect(partly.error).toBe("Saga.PartiallyCompensated")
  expect(partly.told).toMatchObject({ uncompensated: [{ step: own(0)[1], error: "Closed" }] })
  // An error that nothing handles goes on outwards, once the saga has undone its own.
  const other = at(plan, "a", { [sent(0)]: { error: "Other" } })
  expect(other.error).toBe("Other")
  expect(other.undone).toEqual([...own(0), "repeat/#0/before"])
})

test("a saga in a branch undoes by itself, be the attempt in the branch or around its section", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.all({
      inside: (w) => {
        w.run(reserve({ id: input.id }), { ...released, name: "first" })
        return w
          .attempt((w) => w.saga((w) => (w.run(reserve({ id: "i" }), released), w.run(ship({ id: "i" })).id)))
          .catch({ Lost: () => "handled", "Saga.PartiallyCompensated": () => "partly" })
      },
      other: (w) => w.run(reserve({ id: "o" }), released).id,
    })
    const around = w
      .attempt(
        (w) =>
          w.each(
            ["x", "y"],
            (id, w) => w.saga((w) => (w.run(reserve({ id }), released), w.run(ship({ id })).id), { name: "one" }),
            { name: "each" },
          ),
        { name: "around" },
      )
      .catch({ Lost: () => ["handled"], "Saga.PartiallyCompensated": () => ["partly"] })
    w.run(ship({ id: input.id }))
    return around
  })
  const plan = await compiled(flow)
  expect(at(plan, "a", {}).output).toEqual(["x", "y"])
  const inside = at(plan, "a", { "all/inside/attempt/saga/ship": lost })
  expect(inside.output).toEqual(["x", "y"])
  expect(inside.undone).toEqual(["all/inside/attempt/saga/reserve"])
  const item = (index: number, step: string): string => `around/each/[${index}]/one/${step}`
  const around = at(plan, "a", { [item(1, "ship")]: lost })
  expect(around.output).toEqual(["handled"])
  expect(around.undone).toEqual([item(1, "reserve")])
  // Later all of the rest is undone: of each saga once.
  const all = at(plan, "a", { "all/inside/attempt/saga/ship": lost, [item(1, "ship")]: lost, ship: lost })
  expect(all.error).toBe("Lost")
  expect(all.attempts.filter(({ request }) => request?.key.endsWith("~undo"))).toHaveLength(all.undone.length)
  expect(all.undone.toSorted()).toEqual(
    [
      "all/inside/attempt/saga/reserve",
      "all/inside/first",
      "all/other/reserve",
      item(0, "reserve"),
      item(1, "reserve"),
    ].toSorted(),
  )
  expect((all.told as { readonly compensated: readonly string[] }).compensated.toSorted()).toEqual(
    all.undone.toSorted(),
  )
  const partly = at(plan, "a", { [item(1, "ship")]: lost, [`${item(1, "reserve")}~undo`]: closed })
  expect(partly.output).toEqual(["partly"])
})

test("passes inside a saga whose failure is handled are undone by it, and forgotten", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.attempt((w) =>
      w.saga((w) => {
        w.repeat((w) => void w.run(reserve({ id: input.id }), released), { max: 2 })
        w.run(ship({ id: "inside" }), { name: "sent" })
      }),
    ).catch({ Lost: () => null })
    w.run(ship({ id: input.id }))
    return null
  })
  const plan = await compiled(flow)
  const passes = [1, 0].map((pass) => `attempt/saga/repeat/#${pass}/reserve`)
  expect(at(plan, "a", { "attempt/saga/sent": lost }).undone).toEqual(passes)
  const twice = at(plan, "a", { "attempt/saga/sent": lost, ship: lost })
  expect(twice.attempts.filter(({ target }) => target === "release")).toHaveLength(2)
  expect(at(plan, "a", { ship: lost }).undone).toEqual(passes)
  expect(at(plan, "a", { [passes[0] ?? ""]: lost }).undone).toEqual(passes)
})

/** A saga whose failure is handled, after one in it has left something standing. */
function around(w: Builder): unknown {
  return w
    .attempt(
      (w) =>
        w.saga(
          (w) => {
            w.attempt((w) =>
              w.saga((w) => {
                w.run(reserve({ id: "in" }), { ...released, name: "in" })
                w.run(ship({ id: "in" }), { name: "sent" })
              }),
            ).catch({ "Saga.PartiallyCompensated": () => null })
            w.run(reserve({ id: "out" }), { ...released, name: "out" })
            return w.run(ship({ id: "out" }), { name: "later" }).id
          },
          { name: "outer" },
        ),
      { name: "around" },
    )
    .catch({ "Saga.PartiallyCompensated": () => "partly" })
}

test.each<readonly [where: string, path: string, body: (w: Builder) => unknown]>([
  ["on the line of the workflow", "", around],
  ["after the first step", "", (w) => (w.run(ship({ id: "first" })), around(w))],
  ["in a branch", "all/[0]/", (w) => w.all([(w) => around(w)])],
  ["in a pass", "repeat/#0/", (w) => w.repeat((w) => around(w), { max: 1 })],
  ["in a distributed item", "each/[0]/", (w) => w.each(["a"], (_, w) => around(w), { distributed: true })],
])("what a handled saga left standing makes the one around it partial: %s", async (_, path, body) => {
  const plan = await compiled(workflow("order", { input: Id }, (w) => void body(w)))
  const outer = `${path}around/outer`
  const inner = { [`${outer}/attempt/saga/sent`]: lost, [`${outer}/attempt/saga/in~undo`]: closed }
  expect(at(plan, "a", { ...inner, [`${outer}/later`]: lost }).status).toBe("SUCCEEDED")
})
