import { memory } from "@stepwright/adapters/memory"
import { handle, task, TaskError, workflow } from "@stepwright/dsl"
import { never, testKit } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"
import { z } from "zod"

const runTest = testKit({ backend: memory })

const charge = task("charge", {
  input: z.object({ cents: z.int() }),
  output: z.object({ paymentId: z.string() }),
  retry: { attempts: 3, interval: "10s", backoff: 2 },
  timeout: "30s",
})
const pay = workflow("pay", { input: z.object({ cents: z.int() }) }, (w, order) => {
  w.sleep("1h")
  const paid = w.run(charge({ cents: order.cents }))
  return paid.paymentId
})
const approve = workflow("approve", { input: z.object({ who: z.string() }) }, (w, { who }) => {
  const ask = task("ask", { input: z.object({ who: z.string(), token: z.string() }) })
  return w.callback(({ token }) => ask({ who, token }), { output: z.boolean(), timeout: "7d" })
})

describe("runTest", () => {
  it("skips time, and tells every call with its key", async () => {
    const run = await runTest(pay, { input: { cents: 5 }, mocks: { charge: { paymentId: "p-1" } } })
    expect(run).toMatchObject({ status: "SUCCEEDED", output: "p-1", elapsedMs: 3_600_000 })
    expect(run.calls).toMatchObject([{ task: "charge", step: "charge", attempt: 1, input: { cents: 5 } }])
    expect(run.calls[0]?.key).toMatch(/:test\/charge$/)
    expect(run.history.at(-1)?.type).toBe("ExecutionSucceeded")
  })

  it("runs the children of a distributed map, and tells their calls", async () => {
    const payAll = workflow("payAll", { input: z.object({ cents: z.array(z.int()) }) }, (w, { cents }) =>
      w.each(cents, (each, w) => w.run(charge({ cents: each })).paymentId, {
        distributed: { label: "payments" },
        tolerate: { count: 1 },
      }),
    )
    const mock = ({ cents }: { readonly cents: number }) => {
      if (cents === 2) throw new TaskError("Card.Declined")
      return { paymentId: `p-${cents}` }
    }
    const run = await runTest(payAll, { input: { cents: [1, 2, 3] }, mocks: { charge: mock } })
    expect(run).toMatchObject({ status: "SUCCEEDED", output: ["p-1", "p-3"] })
    const keys = new Set(run.calls.map(({ key }) => key.replace(/^.*:payAll:test/, "")))
    expect(keys.size).toBe(3)
    expect(run.history.map(({ type }) => type)).toContain("MapRunSucceeded")
    expect(run.history.map(({ type }) => type)).not.toContain("TaskScheduled")
  })

  it("answers attempt by attempt: an error, no answer, a value", async () => {
    const answers = [new TaskError("Network.Failed"), never, { paymentId: "p-3" }]
    const run = await runTest(pay, { input: { cents: 5 }, mocks: { charge: answers } })
    expect(run).toMatchObject({ status: "SUCCEEDED", output: "p-3" })
    expect(run.calls.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    expect(new Set(run.calls.map(({ key }) => key)).size).toBe(1)
    // An hour, 10 s of backoff, 30 s of timeout, 20 s of backoff.
    expect(run.elapsedMs).toBe(3_600_000 + 60_000)
  })

  it("checks a mock by the task's schema", async () => {
    const run = await runTest(pay, { input: { cents: 5 }, mocks: { charge: { paymentid: "typo" } } })
    expect(run).toMatchObject({ status: "FAILED", error: "Stepwright.OutputInvalid" })
    expect(run.cause).toContain("paymentId: expected string, received nothing")
  })

  it("lets a mock answer a callback, and time out without one", async () => {
    const input = { who: "Ada" }
    const answered = await runTest(approve, {
      input,
      mocks: { ask: (_: never, { succeed }) => succeed(true) },
    })
    expect(answered).toMatchObject({ status: "SUCCEEDED", output: true, elapsedMs: 0 })
    const silent = await runTest(approve, { input, mocks: { ask: null } })
    expect(silent).toMatchObject({ status: "FAILED", error: "States.Timeout", elapsedMs: 7 * 86_400_000 })
  })

  it("mocks the tasks of child workflows, and resources; what is not mocked runs its own handler", async () => {
    const stamp = task("stamp", { input: z.object({ text: z.string() }), output: z.string() })
    const child = workflow("stamping", { input: z.object({ text: z.string() }) }, (w, { text }) =>
      w.run(stamp({ text })),
    )
    const real = task("real", { input: z.object({ text: z.string() }), output: z.string() })
    const parent = workflow("parent", { input: z.object({ text: z.string() }) }, (w, { text }) => {
      const stamped = w.run(w.call(child)({ text }), { name: "child" })
      return w.run(real({ text: stamped }))
    })
    const run = await runTest(parent, {
      input: { text: "hi" },
      mocks: { stamp: (input: { text: string }) => `<${input.text}>` },
      handlers: [handle(real, ({ text }) => `${text}!`)],
    })
    expect(run).toMatchObject({ status: "SUCCEEDED", output: "<hi>!" })
    expect(run.calls.map((call) => `${call.task} ${JSON.stringify(call.input)}`)).toEqual([
      'stamp {"text":"hi"}',
      'real {"text":"<hi>"}',
    ])
  })

  it("lets a mock fail a callback", async () => {
    const run = await runTest(approve, {
      input: { who: "Ada" },
      mocks: { ask: (_: never, { fail }) => fail("Declined", "not today") },
    })
    expect(run).toMatchObject({ status: "FAILED", error: "Declined", cause: "not today" })
  })

  it("tells what was given up on", async () => {
    const book = task("book", { input: z.object({}), output: z.string() })
    const cancel = task("cancel", { input: z.object({}), output: z.unknown() })
    const pay = task("pay-now", { input: z.object({}), output: z.string() })
    const trip = workflow("trip", {}, (w) => {
      w.run(book({}), { compensate: { known: () => cancel({}), unknown: () => cancel({}) } })
      w.run(pay({}))
    })
    const run = await runTest(trip, {
      input: {},
      mocks: { book: "b-1", cancel: new TaskError("Cancel.Failed"), "pay-now": new TaskError("Card.Declined") },
    })
    expect(run).toMatchObject({ status: "FAILED", error: "Saga.PartiallyCompensated" })
    expect(run.deadLetters).toHaveLength(1)
    expect(run.deadLetters[0]?.body).toContain("Cancel.Failed")
  })

  it("refuses an input that does not fit, and tells who is served by nobody", async () => {
    await expect(runTest(pay, { input: { cents: 1.5 }, mocks: { charge: {} } })).rejects.toMatchObject({
      code: "INPUT_INVALID",
    })
    await expect(runTest(pay, { input: { cents: 1 } })).rejects.toMatchObject({ code: "UNBOUND" })
  })

  it("says TEST_STUCK where nothing will ever happen again", async () => {
    const wait = workflow("wait", {}, (w) => {
      const ask = task("ask-forever", { input: z.object({ token: z.string() }) })
      return w.callback(({ token }) => ask({ token }), { output: z.string() })
    })
    await expect(runTest(wait, { input: {}, mocks: { "ask-forever": null } })).rejects.toMatchObject({
      code: "TEST_STUCK",
    })
  })
})
