import { type Builder, eq, type Expr, fmt, task, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { compiled, outline } from "../fixture/compiled.ts"
import { type Answered, type Attempted, execute } from "../fixture/execute.ts"

const Id = z.object({ id: z.string() })
const reserve = task("reserve", {
  input: Id,
  output: Id,
  notApplied: ["Declined"],
  timeout: "10s",
  retry: { attempts: 2 },
})
const release = task("release", {
  input: z.object({ key: z.string(), id: z.string().optional() }),
  timeout: "5s",
  retry: { attempts: 2 },
})
const charge = task("charge", { input: Id, output: z.object({ payment: z.string() }), timeout: "10s" })
const refund = task("refund", { input: z.object({ payment: z.string() }), timeout: "5s" })
const ship = task("ship", { input: Id, output: Id })

const released = {
  compensate: ({ key, input }: { readonly key: Expr<string>; readonly input: Expr<{ id: string }> }) =>
    release({ key, id: input.id }),
}
const refunded = {
  compensate: {
    known: ({ result }: { readonly result: Expr<{ payment: string }> }) => refund({ payment: result.payment }),
    unknown: ({ key }: { readonly key: Expr<string> }) => release({ key }),
  },
}

/** Answers by a task's name and, after a slash, what it was given. */
function answers(by: Readonly<Record<string, Answered>>): (attempted: Attempted) => Answered {
  return ({ target, request }) => {
    const { id = "" } = (request?.input ?? {}) as { readonly id?: string } // of these tasks
    return by[`${target}/${id}`] ?? by[target] ?? { output: target === "charge" ? { payment: `paid ${id}` } : { id } }
  }
}

const undone = (done: ReturnType<typeof execute>): readonly unknown[] =>
  done.attempts.flatMap(({ target, request }) =>
    target === "release" || target === "refund" ? [[request?.key, request?.input]] : [],
  )

const byText = (left: unknown, right: unknown): number => String(left).localeCompare(String(right))

const Order = z.object({ id: z.string(), items: z.array(Id).max(9) })

const order = workflow("order", { input: Order }, (w, input) => {
  const kept = w.each(input.items, (item, w) => w.run(reserve({ id: fmt`${input.id}-${item.id}` }), released), {
    concurrency: 2,
  })
  const paid = w.run(charge({ id: input.id }), refunded)
  const sent = w.run(ship({ id: paid.payment }))
  return { kept, sent: sent.id }
})

test("a map whose items are compensated costs one transition, and none for an item", async () => {
  const plan = await compiled(order)
  const done = execute(plan, { input: { id: "o", items: [{ id: "a" }, { id: "b" }] }, answer: answers({}) })
  expect(done.output).toEqual({ kept: [{ id: "o-a" }, { id: "o-b" }], sent: "paid o" })
  expect(done.states).toEqual(["Saga start", "each", "reserve", "reserve", "each check", "charge", "ship"])
  for (const items of [[], [{ id: "a" }]])
    expect(execute(plan, { input: { id: "o", items }, answer: answers({}) }).output).toMatchObject({
      kept: items.map(({ id }) => ({ id: `o-${id}` })),
    })
})

test("a failure after a map undoes its items, from what they reported", async () => {
  const plan = await compiled(order)
  const done = execute(plan, {
    input: { id: "o", items: [{ id: "a" }, { id: "b" }] },
    answer: answers({ ship: { error: "Lost" } }),
  })
  expect(undone(done)).toEqual([
    ["execution-1/charge~undo", { payment: "paid o" }],
    ["execution-1/each/[0]/reserve~undo", { key: "execution-1/each/[0]/reserve", id: "o-a" }],
    ["execution-1/each/[1]/reserve~undo", { key: "execution-1/each/[1]/reserve", id: "o-b" }],
  ])
  expect(done.error).toBe("Lost")
  expect(JSON.parse(done.cause ?? "")).toMatchObject({
    step: "ship",
    compensated: ["charge", "each/[0]/reserve", "each/[1]/reserve"],
    uncompensated: [],
  })
  expect(
    undone(execute(plan, { input: { id: "o", items: [] }, answer: answers({ ship: { error: "Lost" } }) })),
  ).toHaveLength(1)
})

test("an item that fails leaves the others to end, then all that was attempted is undone", async () => {
  const plan = await compiled(order)
  const input = { id: "o", items: [{ id: "a" }, { id: "b" }, { id: "c" }] }
  const failed = execute(plan, { input, answer: answers({ "reserve/o-b": { error: "Full", cause: "up" } }) })
  expect(undone(failed).map((entry) => (entry as readonly unknown[])[0])).toEqual(
    [0, 1, 2].map((index) => `execution-1/each/[${index}]/reserve~undo`),
  )
  expect(failed.error).toBe("Full")
  expect(JSON.parse(failed.cause ?? "")).toMatchObject({ step: "reserve", error: { Error: "Full", Cause: "up" } })
  const declined = execute(plan, { input, answer: answers({ "reserve/o-b": { error: "Declined" } }) })
  expect(undone(declined).map((entry) => (entry as readonly unknown[])[0])).toEqual(
    [0, 2].map((index) => `execution-1/each/[${index}]/reserve~undo`),
  )
})

test("a compensation of an item that fails is reported, and the rest is undone", async () => {
  const plan = await compiled(order)
  const input = { id: "o", items: [{ id: "a" }, { id: "b" }] }
  const done = execute(plan, {
    input,
    answer: answers({ ship: { error: "Lost" }, "release/o-a": { error: "Closed" } }),
  })
  expect(done.error).toBe("Saga.PartiallyCompensated")
  expect(JSON.parse(done.cause ?? "")).toMatchObject({
    compensated: ["charge", "each/[1]/reserve"],
    uncompensated: [{ step: "each/[0]/reserve", error: "Closed" }],
  })
  const letters = done.attempts
    .filter(({ target }) => target === "deadLetterQueue")
    .map(({ order: { input: given } }) => (given as { readonly MessageBody: unknown }).MessageBody)
  expect(letters).toEqual([
    {
      v: 1,
      execution: "execution-1",
      step: "each/[0]/reserve",
      key: "execution-1/each/[0]/reserve",
      compensation: "release",
      error: { Error: "Closed", Cause: null },
    },
  ])
  const full = execute(plan, {
    input,
    answer: answers({ ship: { error: "Lost" }, release: { error: "Closed" }, deadLetterQueue: { error: "Full" } }),
  })
  expect((JSON.parse(full.cause ?? "") as { readonly uncompensated: unknown }).uncompensated).toHaveLength(2)
})

test("branches of several steps are undone as far as each came", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    const both = w.all({
      goods: (w) => {
        const kept = w.run(reserve({ id: fmt`${input.id}1` }), released)
        const more = w.run(reserve({ id: fmt`${kept.id}2` }), { ...released, name: "more" })
        w.when(eq(input.id, "stop"), (w) => w.fail("Stopped", "by hand"))
        return more.id
      },
      money: (w) => {
        const paid = w.run(charge({ id: input.id }), refunded)
        return w.run(ship({ id: paid.payment })).id
      },
      none: () => null,
    })
    w.run(ship({ id: "last" }), { name: "last" })
    return both
  })
  const plan = await compiled(flow)
  const done = execute(plan, { input: { id: "o" }, answer: answers({}) })
  expect(done.output).toEqual({ goods: "o12", money: "paid o", none: null })
  const keys = (by: Readonly<Record<string, Answered>>, id = "o"): readonly unknown[] =>
    undone(execute(plan, { input: { id }, answer: answers(by) })).map((entry) => (entry as readonly unknown[])[0])
  const all = [
    "execution-1/all/goods/more~undo",
    "execution-1/all/goods/reserve~undo",
    "execution-1/all/money/charge~undo",
  ]
  const lost: Answered = { error: "Lost" }
  expect([...keys({ "ship/last": lost })].toSorted(byText)).toEqual(all)
  expect([...keys({ "ship/paid o": lost })].toSorted(byText)).toEqual(all)
  expect([...keys({}, "stop")].toSorted(byText)).toEqual(all)
  expect([...keys({ "reserve/o12": lost })].toSorted(byText)).toEqual(all)
  expect([...keys({ "reserve/o12": { error: "Declined" } })].toSorted(byText)).toEqual(all.slice(1))
  expect([...keys({ "reserve/o1": { error: "Declined" } })]).toEqual([all[2]])
  expect(undone(execute(plan, { input: { id: "o" }, answer: answers({ charge: "silence" }) }))).toContainEqual([
    all[2],
    { key: "execution-1/all/money/charge" },
  ])
})

test("sections in sections are undone from reports in reports", async () => {
  const flow = workflow(
    "order",
    { input: z.object({ rows: z.array(z.array(Id).max(3)).max(3), by: z.record(z.string(), Id) }) },
    (w, input) => {
      const rows = w.each(input.rows, (row, w) => {
        const first = w.run(reserve({ id: "row" }), released)
        const cells = w.each(row, (cell, w) => w.run(reserve({ id: fmt`${first.id}${cell.id}` }), released))
        return { cells }
      })
      const by = w.each(input.by, (item, w, key) => w.run(charge({ id: fmt`${key}${item.id}` }), refunded).payment)
      w.run(ship({ id: "last" }))
      return { rows, by }
    },
  )
  const plan = await compiled(flow)
  const input = { rows: [[{ id: "a" }], [], [{ id: "b" }, { id: "c" }]], by: { x: { id: "1" }, "y}": { id: "2" } } }
  expect(execute(plan, { input, answer: answers({}) }).output).toEqual({
    rows: [{ cells: [{ id: "rowa" }] }, { cells: [] }, { cells: [{ id: "rowb" }, { id: "rowc" }] }],
    by: { x: "paid x1", "y}": "paid y}2" },
  })
  const did = (done: ReturnType<typeof execute>): readonly string[] =>
    done.attempts.flatMap(({ request, target }) =>
      target === "reserve" || target === "charge" ? [`${request?.key}~undo`] : [],
    )
  for (const by of [
    { "ship/last": { error: "Lost" } },
    { "charge/x1": { error: "Lost" } },
    { "reserve/rowc": "silence" },
  ] as readonly Readonly<Record<string, Answered>>[]) {
    const done = execute(plan, { input, answer: answers(by) })
    expect(done.status).toBe("FAILED")
    const keys = undone(done).map((entry) => (entry as readonly string[])[0])
    expect(keys.toSorted(byText)).toEqual([...new Set(did(done))].toSorted(byText))
    const order = keys.map((key) =>
      key?.includes("each-2") === true ? 0 : key?.includes("/each/[") === true && key.split("each").length > 2 ? 1 : 2,
    )
    if (keys.some((key) => key?.includes("each-2"))) expect(order.indexOf(0)).toBe(0)
    for (const row of [0, 2]) {
      const [cell, first] = [
        keys.findIndex((key) => key?.startsWith(`execution-1/each/[${row}]/each/`)),
        keys.indexOf(`execution-1/each/[${row}]/reserve~undo`),
      ]
      if (cell >= 0 && first >= 0) expect(cell).toBeLessThan(first)
    }
  }
})

test("a section whose branches cannot report is left to people", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.run(reserve({ id: input.id }), released)
    const both = w.all({
      a: (w) => w.run(charge({ id: "a" }), refunded).payment,
      b: (w) => w.run(charge({ id: "b" }), refunded).payment,
    })
    return both
  })
  const plan = await compiled(flow)
  const large = { output: { payment: "x".repeat(70_000) } }
  const done = execute(plan, { input: { id: "o" }, answer: answers({ charge: large }) })
  expect(done.error).toBe("Saga.PartiallyCompensated")
  expect(JSON.parse(done.cause ?? "")).toMatchObject({
    compensated: ["reserve"],
    uncompensated: [{ step: "all", error: "Saga.ReportLost" }],
  })
  expect(done.attempts.map(({ target }) => target)).toEqual([
    "reserve",
    "charge",
    "charge",
    "deadLetterQueue",
    "release",
  ])
})

test("a section in an attempt stays to be undone, and its failure is handled by name", async () => {
  const flow = workflow("order", { input: Order }, (w, input) => {
    const tried = w
      .attempt((w) => w.each(input.items, (item, w) => w.run(reserve({ id: item.id }), released)))
      .catch({ Full: () => [], "States.Timeout": () => [] })
    w.when(eq(input.id, "fail"), (w) => w.fail("Later", "on"))
    return tried
  })
  const plan = await compiled(flow)
  const full = answers({ "reserve/b": { error: "Full" } })
  const items = [{ id: "a" }, { id: "b" }]
  expect(execute(plan, { input: { id: "o", items }, answer: full })).toMatchObject({ status: "SUCCEEDED", output: [] })
  const later = execute(plan, { input: { id: "fail", items }, answer: full })
  expect(later.error).toBe("Later")
  expect(undone(later)).toHaveLength(2)
  const other = execute(plan, { input: { id: "o", items }, answer: answers({ "reserve/b": { error: "Other" } }) })
  expect(other.error).toBe("Other")
  expect(undone(other)).toHaveLength(2)
})

test("a tuple of branches, and compensation within a budget", async () => {
  const flow = workflow("order", { input: Id, timeout: "1m", compensationTimeout: "5s" }, (w, input) => {
    const pair = w.all([(w) => w.run(reserve({ id: input.id }), released), () => [1], () => undefined])
    w.run(ship({ id: input.id }))
    return pair
  })
  const plan = await compiled(flow)
  expect(outline(plan.definition)).toContain("all check Choice")
  expect(execute(plan, { input: { id: "o" }, answer: answers({}) }).output).toEqual([{ id: "o" }, [1], null])
  const done = execute(plan, {
    input: { id: "o" },
    answer: answers({ "reserve/o": { error: "Lost" }, release: "silence" }),
  })
  expect(done.error).toBe("Saga.PartiallyCompensated")
  expect(
    done.attempts.filter(({ target }) => target === "release").map(({ order: { timeoutSeconds } }) => timeoutSeconds),
  ).toEqual([5])
})

test("what passes attempted is undone pass by pass, the last first", async () => {
  const flow = workflow("order", { input: Id }, (w, input) => {
    const last = w.repeat(
      (w, carried) => {
        const kept = w.run(reserve({ id: fmt`${carried}+` }), released)
        w.attempt((w) => w.run(charge({ id: kept.id }), refunded)).catch({ Broke: () => null })
        return kept.id
      },
      { max: 3, initial: input.id, until: (carried) => eq(carried, "o+++"), exhausted: "continue" },
    )
    w.run(ship({ id: last }))
    return last
  })
  const plan = await compiled(flow)
  expect(execute(plan, { input: { id: "o" }, answer: answers({}) }).output).toBe("o+++")
  const done = execute(plan, {
    input: { id: "o" },
    answer: answers({ ship: { error: "Lost" }, "charge/o++": { error: "Broke" } }),
  })
  const key = (pass: number, step: string): string => `execution-1/repeat/#${pass}/${step}`
  expect(undone(done)).toEqual([
    [`${key(2, "attempt/charge")}~undo`, { payment: "paid o+++" }],
    [`${key(2, "reserve")}~undo`, { key: key(2, "reserve"), id: "o+++" }],
    [`${key(1, "attempt/charge")}~undo`, { key: key(1, "attempt/charge") }],
    [`${key(1, "reserve")}~undo`, { key: key(1, "reserve"), id: "o++" }],
    [`${key(0, "attempt/charge")}~undo`, { payment: "paid o+" }],
    [`${key(0, "reserve")}~undo`, { key: key(0, "reserve"), id: "o+" }],
  ])
  const declined = execute(plan, { input: { id: "o" }, answer: answers({ "reserve/o++": { error: "Declined" } }) })
  expect(declined.error).toBe("Declined")
  expect(undone(declined)).toHaveLength(2)
  expect(undone(execute(plan, { input: { id: "o" }, answer: answers({ "reserve/o++": "silence" }) }))).toHaveLength(3)
})

test("what holds only steps that are never reached has nothing to undo", async () => {
  const nothing = (w: Builder, id: Expr<string>): unknown =>
    w.attempt((w) => w.sleep("1s")).catch({ "States.ALL": (w) => w.run(reserve({ id }), released) })
  const flow = workflow("order", { input: Id }, (w, input) => {
    w.run(reserve({ id: input.id }), released)
    w.repeat((w) => void nothing(w, input.id), { max: 2 })
    w.all([(w) => void nothing(w, input.id), (w) => void w.repeat((w) => void nothing(w, input.id), { max: 1 })])
    w.each(["x"], (_, w) => void nothing(w, input.id))
    w.run(ship({ id: input.id }))
    return null
  })
  const done = execute(await compiled(flow), { answer: answers({ ship: { error: "Lost" } }) })
  expect(done.error).toBe("Lost")
  expect(done.attempts.map(({ target }) => target)).toEqual(["reserve", "ship", "release"])
})
