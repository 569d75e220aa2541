import { type Expr, fmt, task, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { compiled } from "../fixture/compiled.ts"
import { type Answered, type Attempted, execute, type Executed } from "../fixture/execute.ts"

const Id = z.object({ id: z.string() })
const Done = z.object({ id: z.string(), seen: z.string() })
const reserve = task("reserve", { input: Id, output: Done, notApplied: ["Declined"], timeout: "10s" })
const charge = task("charge", { input: Id, output: Done, timeout: "10s" })
const ship = task("ship", { input: Id })
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
    const { key, id, seen } = request?.input as { readonly key: string; readonly id: string; readonly seen: string } // its input
    expect(request?.key).toBe(`${key}~undo`)
    return [`${key.replace("execution-1/", "")} ${id} ${seen}`]
  })
}

function letters({ attempts }: Executed): readonly { readonly step: string; readonly key: string }[] {
  return attempts.flatMap(({ target, order: { input } }) =>
    target === "deadLetterQueue"
      ? [JSON.parse((input as { readonly MessageBody: string }).MessageBody) as never] // as the compiler writes it
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
