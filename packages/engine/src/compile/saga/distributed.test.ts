import { type Expr, fmt, task, toText, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { compiled } from "../fixture/compiled.ts"
import { type Answered, type Attempted, execute, type Executed } from "../fixture/execute.ts"

const Id = z.object({ id: z.string() })
const Done = z.object({ id: z.string(), seen: z.string() })
const reserve = task("reserve", { input: Id, output: Done, notApplied: ["Declined"], timeout: "10s" })
const charge = task("charge", { input: Id, output: Done, timeout: "10s" })
const ship = task("ship", { input: Id })
const ask = task("ask", { input: Id, output: z.object({ seen: z.string() }), readOnly: true })
const undo = task("undo", {
  input: z.object({ key: z.string(), id: z.string(), seen: z.string() }),
  timeout: "5s",
  retry: { attempts: 1 },
})

interface Attempt {
  readonly key: Expr<string>
  readonly input: Expr<{ id: string }>
}

/** Undone by its result, or by key and input where nobody knows that. */
const compensate = {
  known: ({ key, input, result }: Attempt & { readonly result: Expr<{ seen: string }> }) =>
    undo({ key, id: input.id, seen: result.seen }),
  unknown: ({ key, input }: Attempt) => undo({ key, id: input.id, seen: "?" }),
}

const Order = z.object({ id: z.string(), items: z.array(Id).max(9) })

/** Answers by a task's name and, after a slash, what it was given. */
function answers(by: Readonly<Record<string, Answered>> = {}): (attempted: Attempted) => Answered {
  return ({ target, request }) => {
    const { id = "" } = (request?.input ?? {}) as { readonly id?: string } // of these tasks
    return by[`${target}/${id}`] ?? by[target] ?? { output: { id, seen: `seen ${id}` } }
  }
}

/** What was undone: where, what it was given, and what was known of its result. */
function undone({ attempts }: Executed): readonly string[] {
  return attempts.flatMap(({ target, request }) => {
    if (target !== "undo") return []
    const given = (request?.input ?? {}) as Readonly<Record<"key" | "id" | "seen", string>> // its input
    const { key, id, seen } = given
    expect(request?.key).toBe(`${key}~undo`)
    return [`${key.replace("execution-1/", "")} ${id} ${seen}`]
  })
}

function letters({ attempts }: Executed): readonly { readonly step: string; readonly key: string }[] {
  return attempts.flatMap(({ target, order: { input } }) =>
    target === "deadLetterQueue"
      ? [(input as { readonly MessageBody: unknown }).MessageBody as never] // as the compiler writes it
      : [],
  )
}

const causeOf = ({ cause = "" }: Executed): unknown => JSON.parse(cause)

const order = workflow("order", { input: Order }, (w, input) => {
  const kept = w.each(
    input.items,
    (item, w) => {
      const held = w.run(reserve({ id: fmt`${input.id}-${item.id}` }), { compensate })
      return w.run(charge({ id: held.id }), { compensate }).seen
    },
    { distributed: true, concurrency: 2 },
  )
  w.run(ship({ id: input.id }))
  return { kept }
})

const input = { id: "o", items: [{ id: "a" }, { id: "b" }] }

test("a distributed map whose items are compensated costs one transition, and none for an item", async () => {
  const done = execute(await compiled(order), { input, answer: answers() })
  expect(done.output).toEqual({ kept: ["seen o-a", "seen o-b"] })
  expect(done.states.filter((name) => !/reserve|charge/.test(name))).toEqual([
    "Saga start",
    "each",
    "each check",
    "ship",
  ])
  expect(done.states).toHaveLength(8)
})

test("a failure after a distributed map undoes its items, from what they reported", async () => {
  const done = execute(await compiled(order), { input, answer: answers({ ship: { error: "Lost" } }) })
  expect(undone(done)).toEqual([
    "each/[0]/charge o-a seen o-a",
    "each/[1]/charge o-b seen o-b",
    "each/[0]/reserve o-a seen o-a",
    "each/[1]/reserve o-b seen o-b",
  ])
  expect(done.error).toBe("Lost")
  expect(causeOf(done)).toMatchObject({
    step: "ship",
    compensated: ["each/[0]/charge", "each/[0]/reserve", "each/[1]/charge", "each/[1]/reserve"],
    uncompensated: [],
  })
  const none = execute(await compiled(order), {
    input: { id: "o", items: [] },
    answer: answers({ ship: { error: "Lost" } }),
  })
  expect([none.error, undone(none)]).toEqual(["Lost", []])
})

test("an item of a distributed map that fails leaves the others to end, then all that was attempted is undone", async () => {
  const plan = await compiled(order)
  const failed = execute(plan, { input, answer: answers({ "charge/o-a": { error: "Full", cause: "up" } }) })
  expect(undone(failed)).toEqual([
    "each/[0]/charge o-a ?",
    "each/[1]/charge o-b seen o-b",
    "each/[0]/reserve o-a seen o-a",
    "each/[1]/reserve o-b seen o-b",
  ])
  expect(failed.error).toBe("Full")
  expect(causeOf(failed)).toMatchObject({ step: "charge", error: { Error: "Full", Cause: "up" } })
  const declined = execute(plan, { input, answer: answers({ "reserve/o-b": { error: "Declined" } }) })
  expect(undone(declined)).toEqual(["each/[0]/charge o-a seen o-a", "each/[0]/reserve o-a seen o-a"])
})

const large = "x".repeat(200_000)

test("of an item whose execution is lost every step counts as attempted, and is undone by key and input", async () => {
  const flow = workflow("flow", { input: Order }, (w, input) => {
    w.each(
      input.items,
      (item, w, index) => {
        const held = w.run(reserve({ id: fmt`${item.id}${index}` }), { compensate })
        w.run(charge({ id: input.id }), { compensate })
        w.run(charge({ id: held.seen }), {
          name: "rest",
          compensate: ({ key, input }) => undo({ key, id: input.id, seen: "?" }),
        })
        const [one, two] = [
          w.run(reserve({ id: item.id }), { name: "one" }),
          w.run(reserve({ id: item.id }), { name: "two" }),
        ]
        w.sleep(1)
        return { one, two }
      },
      { distributed: true },
    )
    w.run(ship({ id: input.id }))
  })
  const grown = ({ target, request, order: { state } }: Attempted): Answered => {
    const { id = "" } = (request?.input ?? {}) as { readonly id?: string } // of these tasks
    const seen = (state === "one" || state === "two") && id === "b" ? large : `seen ${id}`
    return { output: target === "undo" ? {} : { id, seen } }
  }
  const done = execute(await compiled(flow), { input, answer: grown })
  expect(done.error).toBe("Saga.PartiallyCompensated")
  expect(undone(done)).toEqual([
    "each/[0]/rest seen a0 ?",
    "each/[0]/charge o seen o",
    "each/[1]/charge o ?",
    "each/[0]/reserve a0 seen a0",
    "each/[1]/reserve b1 ?",
  ])
  // What only the report could have told is people's to see to.
  expect(letters(done)).toMatchObject([{ step: "each/[1]/rest", key: "execution-1/each/[1]/rest" }])
  expect(causeOf(done)).toMatchObject({
    step: "each",
    error: { Error: expect.stringMatching(/^States\./) as string },
    uncompensated: [{ step: "each/[1]/rest", error: "Saga.ReportLost" }],
  })
})

test("where the reports together are too large every item counts as attempted", async () => {
  const flow = workflow("flow", { input: Order }, (w, input) => {
    w.each(input.items, (item, w) => w.run(reserve({ id: item.id }), { compensate }), { distributed: true })
  })
  const done = execute(await compiled(flow), {
    input,
    answer: ({ target, request }) => {
      const { id = "" } = (request?.input ?? {}) as { readonly id?: string } // of these tasks
      return { output: target === "undo" ? {} : { id, seen: large } }
    },
  })
  expect(undone(done)).toEqual(["each/[0]/reserve a ?", "each/[1]/reserve b ?"])
  expect([done.error, letters(done)]).toEqual(["Saga.Failed", []])
})

test("lists of lists are told apart though their executions are lost", async () => {
  const flow = workflow("flow", { input: z.object({ rows: z.array(z.array(z.string())) }) }, (w, { rows }) => {
    w.each(
      rows,
      (row, w) => {
        w.run(reserve({ id: toText(row) }), { compensate: ({ key, input }) => undo({ key, id: input.id, seen: "?" }) })
        const [one, two] = [w.run(ask({ id: "1" }), { name: "one" }), w.run(ask({ id: "2" }), { name: "two" })]
        w.sleep(1)
        return { one, two }
      },
      { distributed: true },
    )
  })
  const plan = await compiled(flow)
  for (const rows of [[["a"]], [[]], [["a"], []], [["a", "b"], ["c"], [], ["d"]]]) {
    const done = execute(plan, { input: { rows }, answer: answers({ ask: { output: { seen: large } } }) })
    expect(undone(done)).toEqual(rows.map((row, index) => `each/[${index}]/reserve ${JSON.stringify(row)} ?`))
  }
})

test("items, keys and values from around travel to what undoes them, sections in sections and deadlines too", async () => {
  const Lists = z.object({ id: z.string(), by: z.record(z.string(), z.array(z.string())) })
  const options = { input: Lists, timeout: "1h", compensationTimeout: "8s" } as const
  const flow = workflow("flow", options, (w, input) => {
    const first = w.run(reserve({ id: input.id }), { compensate })
    w.each(
      input.by,
      (list, w, key) => {
        const outer = w.run(reserve({ id: fmt`${first.seen} ${key}` }), { compensate })
        w.each(
          list,
          (item, w, index) => {
            w.run(charge({ id: fmt`${key} ${index} ${item}` }), {
              compensate: ({ key: of }) =>
                undo({ key: of, id: fmt`${input.id} ${key} ${index} ${item}`, seen: outer.seen }),
            })
          },
          { distributed: true, name: "inner" },
        )
      },
      { distributed: true, name: "outer" },
    )
    w.run(ship({ id: input.id }))
  })
  const plan = await compiled(flow)
  const given = { id: "o", by: { k: ["x", "y"], l: ["z"] } }
  const done = execute(plan, { input: given, answer: answers({ ship: { error: "Lost", afterMs: 5000 } }) })
  expect(done.error).toBe("Lost")
  expect(undone(done)).toEqual([
    "outer/{k}/inner/[0]/charge o k 0 x seen seen o k",
    "outer/{k}/inner/[1]/charge o k 1 y seen seen o k",
    "outer/{l}/inner/[0]/charge o l 0 z seen seen o l",
    "outer/{k}/reserve seen o k seen seen o k",
    "outer/{l}/reserve seen o l seen seen o l",
    "reserve o seen o",
  ])
  const late = execute(plan, { input: given, answer: answers({ ship: { error: "Lost" }, undo: "silence" }) })
  expect(late.error).toBe("Saga.PartiallyCompensated")
  // 5 s of the budget for the inner items, what is left for the outer ones, and nothing for the first step.
  expect(
    late.attempts.flatMap(({ target, order: { timeoutSeconds } }) => (target === "undo" ? [timeoutSeconds] : [])),
  ).toEqual([5, 5, 5, 3, 3])
  expect(letters(late)).toHaveLength(6)
})

test("an item that is lost with the items inside it leaves what only it knew to people", async () => {
  const flow = workflow("flow", { input: Order }, (w, input) => {
    w.each(
      input.items,
      (item, w) => {
        w.each([1, 2], (n, w) => w.run(charge({ id: fmt`${item.id}${n}` }), { compensate }), { distributed: true })
        w.each([1], (n, w) => w.run(charge({ id: fmt`${item.id}${n}` }), { compensate }), { name: "inline" })
        w.repeat((w) => void w.run(charge({ id: item.id }), { compensate }), { name: "passes", max: 1 })
        const [one, two] = [w.run(ask({ id: item.id }), { name: "one" }), w.run(ask({ id: item.id }), { name: "two" })]
        w.sleep(1)
        return { one, two }
      },
      { distributed: true, name: "outer" },
    )
  })
  const done = execute(await compiled(flow), {
    input: { id: "o", items: [{ id: "a" }] },
    answer: answers({ ask: { output: { seen: large } } }),
  })
  expect(undone(done)).toEqual(["outer/[0]/each/[0]/charge a1 ?", "outer/[0]/each/[1]/charge a2 ?"])
  expect(letters(done).map(({ key }) => key)).toEqual(["execution-1/outer/[0]/passes", "execution-1/outer/[0]/inline"])
})

test("as many items as are tolerated may fail; they are undone with all others", async () => {
  const flow = workflow("flow", { input: Order }, (w, input) => {
    const kept = w.each(input.items, (item, w) => w.run(reserve({ id: item.id }), { compensate }).id, {
      distributed: true,
      tolerate: { count: 1, percentage: 50 },
    })
    w.run(ship({ id: input.id }))
    return { kept }
  })
  const plan = await compiled(flow)
  const items = ["a", "b", "c", "d"].map((id) => ({ id }))
  const one = answers({ "reserve/b": { error: "Broken" } })
  expect(execute(plan, { input: { id: "o", items }, answer: one }).output).toEqual({ kept: ["a", null, "c", "d"] })
  const two = answers({ "reserve/b": { error: "Broken" }, "reserve/c": { error: "Closed" } })
  const failed = execute(plan, { input: { id: "o", items }, answer: two })
  expect([failed.error, undone(failed)]).toEqual([
    "Broken",
    ["each/[0]/reserve a seen a", "each/[1]/reserve b ?", "each/[2]/reserve c ?", "each/[3]/reserve d seen d"],
  ])
  const single = execute(plan, { input: { id: "o", items: [{ id: "b" }] }, answer: one })
  expect(single.error).toBe("Broken")
  const record = workflow("flow", { input: z.object({ by: z.record(z.string(), z.string()) }) }, (w, { by }) => ({
    kept: w.each(by, (id, w) => w.run(reserve({ id }), { compensate }).id, {
      distributed: true,
      tolerate: { count: 1 },
    }),
  }))
  expect(execute(await compiled(record), { input: { by: { x: "a", y: "b" } }, answer: one }).output).toEqual({
    kept: { x: "a" },
  })
})

test("a failure of an item that an attempt handles leaves all items to be undone later, once", async () => {
  const flow = workflow("flow", { input: Order }, (w, input) => {
    w.attempt((w) => {
      w.each(input.items, (item, w) => void w.run(reserve({ id: item.id }), { compensate }), { distributed: true })
    }).catch({ Broken: (w) => void w.run(ask({ id: "handled" })) })
    w.run(ship({ id: input.id }))
  })
  const done = execute(await compiled(flow), {
    input,
    answer: answers({ "reserve/b": { error: "Broken" }, ship: { error: "Lost" } }),
  })
  expect(done.attempts.map(({ target }) => target)).toContain("ask")
  expect([done.error, undone(done)]).toEqual([
    "Lost",
    ["attempt/each/[0]/reserve a seen a", "attempt/each/[1]/reserve b ?"],
  ])
})
