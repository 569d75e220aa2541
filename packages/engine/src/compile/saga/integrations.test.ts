import {
  aws,
  entries,
  event,
  fmt,
  jsonata,
  map,
  millis,
  now,
  resource,
  task,
  toText,
  uuid,
  workflow,
} from "@stepwright/dsl"
import { expect, test } from "vitest"
import { z } from "zod"

import type { Json } from "../../asl/json.ts"
import { compiled, refusals } from "../fixture/compiled.ts"
import { type Answered, type Attempted, execute } from "../fixture/execute.ts"

const Id = z.object({ id: z.string() })
const note = task("note", { input: z.object({ key: z.string(), given: z.unknown() }) })
const step = task("step", { input: z.object({ id: z.unknown() }), output: Id })
const child = workflow("child", { input: Id, output: Id }, (_, input) => ({ id: input.id }))
const undoing = workflow("undoing", { input: z.object({ key: z.string() }) }, (_, input) => ({ key: input.key }))
const undone = event("undone", z.object({ key: z.string() }))

const lost: Answered = { error: "Lost", cause: "at sea" }

/** Answers by the name of the state. */
function answers(by: Readonly<Record<string, Answered>>): (attempted: Attempted) => Answered {
  return ({ order }) => by[order.state] ?? { output: { id: order.state } }
}

const sent = (done: ReturnType<typeof execute>): readonly (readonly [string, Json])[] =>
  done.attempts.map(({ order }) => [order.state, order.input])

test("children, events, services and callbacks are compensated, and compensate", async () => {
  const flow = workflow("flow", { input: Id, timeout: "1h" }, (w, input) => {
    w.run(w.call(child)({ id: input.id }), { name: "child", compensate: ({ key }) => w.call(undoing)({ key }) })
    w.run(aws.sqs.sendMessage({ QueueUrl: resource("mails"), MessageBody: input.id }), {
      name: "mail",
      compensate: ({ input: given }) => undone({ key: toText(given) }),
    })
    w.emit(undone({ key: input.id }), { name: "told" })
    w.callback(({ token }) => step({ id: token }), {
      output: Id,
      name: "asked",
      timeout: "10m",
      heartbeat: "1m",
      compensate: ({ key }) => aws.sqs.sendMessage({ QueueUrl: resource("mails"), MessageBody: key }),
    })
    w.run(w.start(child)({ id: input.id }), {
      name: "started",
      compensate: ({ key, input: given }) => note({ key, given }),
    })
    w.run(step({ id: input.id }), { name: "last" })
    return null
  })
  const plan = await compiled(flow)
  expect(plan.bindings).toMatchObject({
    Mails: { kind: "resource", resource: "mails" },
    DefaultBus: { kind: "eventBus", bus: "default" },
  })
  expect(execute(plan, { answer: answers({}) }).status).toBe("SUCCEEDED")
  const done = execute(plan, { answer: answers({ last: lost }) })
  expect(done.error).toBe("Lost")
  expect(sent(done).slice(6)).toMatchObject([
    [
      "Undo started",
      { Payload: { key: "execution-1/started~undo", input: { key: "execution-1/started", given: { id: "a1" } } } },
    ],
    ["Undo asked", { QueueUrl: "${Mails}", MessageBody: "execution-1/asked" }],
    ["Undo mail", { Entries: [{ Detail: { key: expect.stringContaining("a1") as string } }] }],
    [
      "Undo child",
      {
        StateMachineArn: "${Undoing}",
        Input: { $stepwright: { v: 1, key: "execution-1/child~undo" }, input: { key: "execution-1/child" } },
      },
    ],
  ])
  expect(done.attempts[3]?.order).toMatchObject({ timeoutSeconds: 600, heartbeatSeconds: 60 })
  const letters = execute(plan, {
    answer: (attempted) =>
      attempted.order.state.startsWith("Undo") ? { error: "Closed" } : answers({ last: lost })(attempted),
  }).attempts.filter(({ target }) => target === "deadLetterQueue")
  expect(
    letters.map(
      ({ order }) =>
        (order.input as { readonly MessageBody: { readonly compensation: string } }).MessageBody.compensation,
    ),
  ).toEqual(["note", "sqs:sendMessage", "undone", "undoing"])
})

test("nothing of any kind starts after the deadline", async () => {
  const late = workflow("flow", { input: Id, timeout: "10s" }, (w, input) => {
    w.run(step({ id: input.id }), { compensate: ({ key }) => note({ key, given: 1 }) })
    w.sleepUntil("2030-01-01T00:00:00Z")
    w.attempt((w) => w.run(aws.sqs.sendMessage({ QueueUrl: "q", MessageBody: "m" }))).catch({
      "States.ALL": () => null,
    })
    w.attempt((w) => w.emit(undone({ key: "k" }))).catch({ "States.ALL": () => null })
    w.attempt((w) => w.start(child)({ id: "c" })).catch({ "States.ALL": () => null })
    w.sleepUntil(input.id, { name: "given" })
    w.run(step({ id: 2 }), { name: "last" })
    return null
  })
  const plan = await compiled(late)
  const done = execute(plan, { input: { id: "2031-01-01T00:00:00Z" }, answer: answers({}) })
  expect(done.error).toBe("States.Timeout")
  expect(done.attempts.map(({ order }) => order.state)).toEqual(["step", "Undo step"])
  expect(done.elapsedMs).toBe(10_000)
})

test("a child's own error ends the saga, and is what a handler sees", async () => {
  const flow = workflow("flow", { input: Id }, (w, input) => {
    w.attempt((w) =>
      w.run(w.call(child)({ id: input.id }), { name: "tried", compensate: ({ key }) => note({ key, given: 1 }) }),
    ).catch({ "Card.Declined": () => null })
    w.call(child)({ id: input.id })
    return null
  })
  const plan = await compiled(flow)
  const failed = (error: string): Answered => ({
    error: "States.TaskFailed",
    cause: JSON.stringify({ Cause: "x", Error: error }),
  })
  const second = execute(plan, { answer: answers({ tried: failed("Card.Declined"), child: failed("Child.Broken") }) })
  expect(second.error).toBe("Child.Broken")
  expect(second.attempts.map(({ order }) => order.state)).toEqual(["tried", "child", "Undo tried"])
  const other = execute(plan, { answer: answers({ tried: failed("Other") }) })
  expect(other.error).toBe("Other")
  expect(other.attempts.map(({ order }) => order.state)).toEqual(["tried", "Undo tried"])
})

test("a child's own error is handled by name, also where it is one of ASL's", async () => {
  const flow = workflow("flow", { input: Id }, (w, input) =>
    w.attempt((w) => void w.call(child)({ id: input.id })).catch({ "States.Timeout": () => "late" }),
  )
  const failed = (error: string): Answered => ({
    error: "States.TaskFailed",
    cause: JSON.stringify({ Cause: "x", Error: error }),
  })
  const plan = await compiled(flow)
  expect(execute(plan, { answer: answers({ child: failed("States.Timeout") }) }).output).toBe("late")
  expect(execute(plan, { answer: answers({ child: failed("Other") }) }).error).toBe("Other")
})

test("a compensation sees all of its step's input, and its optional result", async () => {
  const maybe = task("maybe", { input: z.object({ list: z.unknown() }), output: z.string().optional() })
  const flow = workflow(
    "flow",
    { input: z.object({ id: z.string(), by: z.record(z.string(), z.number()) }) },
    (w, input) => {
      w.run(
        maybe({
          list: [map(entries(input.by), (entry) => entry.key), fmt`${input.id}!`, jsonata`$uppercase(${input.id})`],
        }),
        {
          compensate: {
            known: ({ key, result, input: given }) => note({ key, given: { result: [result], list: given.list } }),
            unknown: ({ key }) => note({ key, given: null }),
          },
        },
      )
      w.run(step({ id: 1 }))
      return null
    },
  )
  const plan = await compiled(flow)
  const done = execute(plan, {
    input: { id: "x", by: { a: 1 } },
    answer: answers({ maybe: { output: "m" }, step: lost }),
  })
  expect(done.attempts.at(-1)?.request?.input).toEqual({
    key: "execution-1/maybe",
    given: { result: ["m"], list: [["a"], "x!", "X"] },
  })
})

test("an input that depends on time or chance cannot be read again", () => {
  const volatile = (value: () => unknown) =>
    refusals(
      workflow("flow", { input: Id }, (w) => {
        w.run(step({ id: value() as never }), { compensate: ({ key, input }) => note({ key, given: input.id }) })
        return null
      }),
    )
  expect(volatile(() => toText(now()))).toEqual(["COMPENSATION_INPUT_VOLATILE"])
  expect(volatile(() => fmt`at ${millis()}`)).toEqual(["COMPENSATION_INPUT_VOLATILE"])
  expect(volatile(() => [{ a: uuid() }])).toEqual(["COMPENSATION_INPUT_VOLATILE"])
  expect(volatile(() => jsonata`$random()`)).toEqual(["COMPENSATION_INPUT_VOLATILE"])
  expect(volatile(() => "fixed")).toEqual([])
})
