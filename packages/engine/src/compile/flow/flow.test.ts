import { add, aws, coalesce, eq, event, execution, fmt, gt, lookup, resource, task, workflow } from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import { compiled, outline } from "../fixture/compiled.ts"
import { execute } from "../fixture/execute.ts"
import { block, literal, run, tree } from "../fixture/tree.ts"

const echo = task("echo", { input: z.object({ id: z.string() }), output: z.object({ id: z.string() }) })
const Input = z.object({ id: z.string(), n: z.number().optional(), note: z.string().optional() })

test("branches run at once and are gathered by name", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) => {
    const both = w.all({
      left: echo({ id: input.id }),
      right: (w) => w.run(echo({ id: fmt`${w.run(echo({ id: input.id })).id}!` }), { name: "second" }).id,
    })
    return { left: both.left.id, right: both.right }
  })
  const plan = await compiled(flow)
  expect(outline(plan.definition)).toEqual(["all Parallel"])
  const done = execute(plan)
  expect(done.output).toEqual({ left: "a1", right: "a1!" })
  expect(done.attempts.map(({ request }) => request?.key)).toEqual([
    "execution-1/all/left/echo",
    "execution-1/all/right/echo",
    "execution-1/all/right/second",
  ])
})

test("branches after a step, gathered for later", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) => {
    const first = w.run(echo({ id: input.id }))
    const pair = w.all([
      echo({ id: first.id }),
      (w) => {
        w.sleep("5s")
      },
    ])
    const named = w.all({ note: () => input.note, id: () => input.id })
    w.run(echo({ id: "last" }), { name: "last" })
    return { pair, named, first }
  })
  const plan = await compiled(flow)
  expect(outline(plan.definition)).toEqual(["echo Task", "all Parallel", "all-2 Parallel", "last Task"])
  expect(execute(plan).output).toEqual({ pair: [{ id: "a1" }, null], named: { id: "a1" }, first: { id: "a1" } })
  expect(execute(plan, { input: { id: "a1", note: "n" } }).output).toMatchObject({ named: { id: "a1", note: "n" } })
})

test("a body runs for each item, with its index in the key", async () => {
  const flow = workflow(
    "flow",
    { input: z.object({ items: z.array(z.object({ sku: z.string() })).max(5) }) },
    (w, input) =>
      w.each(
        input.items,
        (item, w, index) => {
          const a = w.run(echo({ id: item.sku }))
          const b = w.run(echo({ id: fmt`${a.id}-${index}` }), { name: "second" })
          return { sku: item.sku, b: b.id }
        },
        { concurrency: 2 },
      ),
  )
  const plan = await compiled(flow)
  for (const items of [[], [{ sku: "x" }], [{ sku: "x" }, { sku: "y" }, { sku: "z" }]]) {
    const done = execute(plan, { input: { items } })
    expect(done.output).toEqual(items.map(({ sku }, index) => ({ sku, b: `${sku}-${index}` })))
    expect(new Set(done.attempts.map(({ request }) => request?.key)).size).toBe(items.length * 2)
  }
  expect(execute(plan, { input: { items: [{ sku: "x" }] } }).attempts.map(({ request }) => request?.key)).toEqual([
    "execution-1/each/[0]/echo",
    "execution-1/each/[0]/second",
  ])
})

test("a body runs for each field of an object, and its results are a record", async () => {
  const flow = workflow("flow", { input: z.object({ by: z.record(z.string(), z.number()) }) }, (w, input) => {
    const each = w.each(input.by, (n, _, key) => ({ n: add(n as never, 1), key }))
    const runs = w.each(input.by, (n, w, key) => w.run(echo({ id: fmt`${key}${n as never}` })).id)
    return { each, runs }
  })
  const plan = await compiled(flow)
  for (const by of [{}, { a: 1 }, { a: 1, "b}/{": 2 }] as Record<string, number>[]) {
    const done = execute(plan, { input: { by } })
    expect(done.output).toEqual({
      each: Object.fromEntries(Object.entries(by).map(([key, n]) => [key, { n: n + 1, key }])),
      runs: Object.fromEntries(Object.entries(by).map(([key, n]) => [key, `${key}${n}`])),
    })
  }
  expect(execute(plan, { input: { by: { "b}": 2 } } }).attempts[0]?.request?.key).toBe("execution-1/each-2/{b}}}/echo")
})

test("maps in maps see the items around them", async () => {
  const flow = workflow(
    "flow",
    { input: z.object({ rows: z.array(z.array(z.string()).max(3)).max(3), id: z.string() }) },
    (w, input) =>
      w.each(input.rows, (row, w, r) =>
        w.each(row, (cell, w, c) => w.run(echo({ id: fmt`${input.id}${cell}${r}${c}` })).id),
      ),
  )
  const plan = await compiled(flow)
  const done = execute(plan, { input: { id: "i", rows: [["a"], [], ["b", "c"]] } })
  expect(done.output).toEqual([["ia00"], [], ["ib20", "ic21"]])
  expect(
    done.attempts.map(({ request }) => request?.key ?? "").toSorted((left, right) => left.localeCompare(right)),
  ).toEqual([
    "execution-1/each/[0]/each/[0]/echo",
    "execution-1/each/[2]/each/[0]/echo",
    "execution-1/each/[2]/each/[1]/echo",
  ])
})

test("a choice takes the first branch whose condition holds", async () => {
  const flow = workflow("flow", { input: Input }, (w, input) => {
    const size = w
      .when(gt(coalesce(input.n, 0), 10), (w) => w.run(echo({ id: "big" })).id)
      .elseWhen(gt(coalesce(input.n, 0), 5), () => "middle")
      .otherwise((w) => {
        w.run(echo({ id: "small" }))
        return input.note
      })
    w.when(eq(size, "middle"), (w) => w.return("early" as never))
    return { size }
  })
  const plan = await compiled(flow)
  expect(execute(plan, { input: { id: "a", n: 11 } }).output).toEqual({ size: "big" })
  expect(execute(plan, { input: { id: "a", n: 6 } }).output).toEqual("early")
  expect(execute(plan, { input: { id: "a", n: 1 } }).output).toEqual({})
  expect(execute(plan, { input: { id: "a", note: "n" } }).output).toEqual({ size: "n" })
})

test("a match takes the case that is equal", async () => {
  const flow = workflow("flow", { input: z.object({ kind: z.enum(["a", "b", "c"]) }) }, (w, input) =>
    w.match(input.kind, { a: echo({ id: "A" }), b: () => ({ id: "B" }) }, () => ({ id: "other" })),
  )
  const plan = await compiled(flow)
  for (const [kind, id] of [
    ["a", "A"],
    ["b", "B"],
    ["c", "other"],
  ])
    expect(execute(plan, { input: { kind: kind ?? "" } }).output).toEqual({ id })
})

test("children, events, services and callbacks", async () => {
  const child = workflow(
    "child",
    { input: z.object({ id: z.string() }), output: z.object({ id: z.string() }) },
    (_, input) => ({ id: input.id }),
  )
  const placed = event("order.placed", z.object({ id: z.string() }), { bus: "main", source: "shop" })
  const flow = workflow("flow", { input: Input }, (w, input) => {
    const made = w.call(child)({ id: input.id })
    w.start(child)({ id: made.id })
    w.emit(placed({ id: made.id }))
    w.run(aws.sqs.sendMessage({ QueueUrl: resource("mails"), MessageBody: input.id }))
    const answer = w.callback(({ token }) => echo({ id: token }), {
      output: z.object({ ok: z.boolean() }),
      timeout: "1h",
      name: "ask",
    })
    return { id: made.id, ok: answer.ok, execution: execution.id }
  })
  const plan = await compiled(flow)
  const done = execute(plan, {
    answer: ({ order }) => ({
      output: order.state === "ask" ? { ok: true } : order.state === "child" ? { id: "from child" } : {},
    }),
  })
  expect(done.output).toEqual({ id: "from child", ok: true, execution: "execution-1" })
  const [call, start, emit, , ask] = done.attempts.map(({ order }) => order)
  expect(call?.input).toMatchObject({
    StateMachineArn: "${Child}",
    Input: { $stepwright: { v: 1, key: "execution-1/child" }, input: { id: "a1" } },
  })
  expect(call?.input).toHaveProperty("Name", expect.stringMatching(/^[0-9a-f]{64}$/))
  expect(start?.input).toMatchObject({ Input: { $stepwright: { key: "execution-1/child-2" } } })
  expect(emit?.input).toEqual({
    Entries: [{ Detail: { id: "from child" }, DetailType: "order.placed", EventBusName: "${MainBus}", Source: "shop" }],
  })
  expect(ask?.input).toMatchObject({ Payload: { input: { id: ask?.token } } })
  const asChild = execute(plan, {
    input: { $stepwright: { v: 1, key: "parent/x" }, input: { id: "inner" } } as never,
    answer: ({ order }) => ({ output: order.state === "ask" ? { ok: true } : { id: "c" } }),
  })
  expect(asChild.attempts[0]?.order.input).toMatchObject({
    Input: { $stepwright: { key: "parent/x/child" }, input: { id: "inner" } },
  })
})

test("a child's own error is what a handler sees", async () => {
  const child = workflow(
    "child",
    { input: z.object({ id: z.string() }), output: z.object({ id: z.string() }) },
    (_, input) => ({ id: input.id }),
  )
  const flow = workflow("flow", { input: Input }, (w, input) =>
    w
      .attempt((w) => w.call(child)({ id: input.id }).id)
      .catch({ "Card.Declined": (_, error) => fmt`declined ${error.Error}`, "States.Timeout": () => "late" }),
  )
  const plan = await compiled(flow)
  const at = (error: string, cause: string) => execute(plan, { answer: () => ({ error, cause }) })
  expect(
    at("States.TaskFailed", JSON.stringify({ Cause: 'say "Error":"Other"', Error: "Card.Declined", Status: "FAILED" }))
      .output,
  ).toBe("declined Card.Declined")
  expect(at("States.TaskFailed", JSON.stringify({ Error: "Card.Stolen" }))).toMatchObject({
    status: "FAILED",
    error: "Card.Stolen",
  })
  expect(at("States.TaskFailed", JSON.stringify({ Input: '{"Status":"x"}', Status: "TIMED_OUT" })).output).toBe("late")
  expect(at("States.TaskFailed", JSON.stringify({ Input: '{"Status":"TIMED_OUT"}', Status: "ABORTED" }))).toMatchObject(
    {
      error: "States.TaskFailed",
    },
  )
  expect(at("States.TaskFailed", "cut off")).toMatchObject({ status: "FAILED", error: "States.TaskFailed" })
  expect(at("States.Timeout", "").output).toBe("late")
})

test("what is looked up may be absent, and stays so", async () => {
  const flow = workflow(
    "flow",
    { input: z.object({ by: z.record(z.string(), z.array(z.number())), key: z.string() }) },
    (w, input) => {
      const found = w
        .when(eq(input.key, "none"), () => lookup(input.by, "none"))
        .otherwise(() => lookup(input.by, input.key))
      w.run(echo({ id: input.key }))
      return { found }
    },
  )
  const plan = await compiled(flow)
  expect(execute(plan, { input: { by: { a: [1] }, key: "a" } }).output).toEqual({ found: [1] })
  expect(execute(plan, { input: { by: { a: [1] }, key: "b" } }).output).toEqual({})
  expect(execute(plan, { input: { by: { a: [1] }, key: "none" } }).output).toEqual({})
})

test("any call may hand out a token", async () => {
  const child = workflow("child", { input: z.object({ token: z.string() }) }, () => null)
  const asked = event("asked", z.object({ token: z.string() }))
  const flow = workflow("flow", { input: Input }, (w) => {
    const output = z.object({ n: z.number() })
    const a = w.callback(({ token }) => asked({ token }), { output, name: "event" })
    const b = w.callback(({ token }) => aws.sqs.sendMessage({ QueueUrl: "q", MessageBody: token }), {
      output,
      name: "service",
    })
    const c = w.callback(({ token }) => w.call(child)({ token }), { output, name: "child" })
    return [a.n, b.n, c.n]
  })
  const plan = await compiled(flow)
  const done = execute(plan, { answer: ({ order }) => ({ output: { n: order.state.length } }) })
  expect(done.output).toEqual([5, 7, 5])
  expect(done.attempts.map(({ order }) => order.resource)).toEqual([
    "arn:aws:states:::events:putEvents.waitForTaskToken",
    "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
    "arn:aws:states:::states:startExecution.waitForTaskToken",
  ])
})

test("a body over an object that comes to nothing gives null under each key", async () => {
  const flow = workflow("flow", { input: z.object({ by: z.record(z.string(), z.number()) }) }, (w, input) =>
    w.each(input.by, (_, w) => void w.run(echo({ id: "x" }))),
  )
  const plan = await compiled(flow)
  expect(execute(plan, { input: { by: { a: 1, b: 2 } } }).output).toEqual({ a: null, b: null })
})

test("steps after an end are not compiled", async () => {
  const body = block([{ ...run("back"), kind: "return", value: literal(1) }, run("never")])
  const plan = await compiled({ tree: tree(body) })
  expect(outline(plan.definition)).toEqual(["back done Succeed"])
})
