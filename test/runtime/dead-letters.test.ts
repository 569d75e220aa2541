import { aws, handle, task, TaskError, workflow } from "@stepwright/dsl"
import { createClient, type DeadLetterDescription, stateMachine } from "@stepwright/engine"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { type Lab, openLab, stores } from "./lab.ts"

const Seats = z.object({ seats: z.int() })
const Undo = z.object({ of: z.string(), code: z.string() })
const book = task("book", { input: Seats, output: z.object({ code: z.string() }) })
const unbook = task("unbook", { input: Undo, retry: { attempts: 2, interval: "1s" }, timeout: "20s" })
const pay = task("pay", { input: Seats, notApplied: ["Card.Declined"] })
const trip = workflow("trip", { input: Seats }, (w, { seats }) => {
  w.run(book({ seats }), {
    compensate: {
      known: ({ key, result }) => unbook({ of: key, code: result.code }),
      unknown: ({ key }) => unbook({ of: key, code: "?" }),
    },
  })
  w.run(pay({ seats }))
})

/** A world in which nothing can be undone until it is mended. */
class World {
  broken = true
  readonly undone: { readonly of: string; readonly under: string; readonly attempt: number }[] = []
  readonly handlers = [
    handle(book, ({ seats }) => ({ code: `S${seats}` })),
    handle(pay, () => {
      throw new TaskError("Card.Declined")
    }),
    handle(unbook, ({ of }, { key, attempt }) => {
      this.undone.push({ of, under: key, attempt })
      if (this.broken) throw new TaskError("Airline.Down", { cause: `no answer, time ${this.undone.length}` })
      return null
    }),
  ]
}

async function failedTrip({ client }: Lab, seats = 2): Promise<{ id: string; letter: DeadLetterDescription }> {
  const { id } = await client.start(trip, { seats })
  expect(await client.result(id)).toMatchObject({ status: "FAILED", error: "Saga.PartiallyCompensated" })
  const [letter] = (await client.deadLetters.list({ execution: id })).letters
  if (letter === undefined) throw new Error("no letter was written")
  return { id, letter }
}

describe.each(stores)("dead letters over %s", (_store, make) => {
  it("tell all that a person needs: execution, step, key, input, result, request and error", async () => {
    const world = new World()
    await using lab = await openLab({ backend: make(), workflows: [trip], handlers: world.handlers })
    const { id, letter } = await failedTrip(lab)
    expect(letter).toEqual({
      id: letter.id,
      execution: id,
      at: letter.at,
      status: "OPEN",
      step: "book",
      key: `${id}/book`,
      compensation: "unbook",
      input: { seats: 2 },
      result: { code: "S2" },
      request: expect.objectContaining({
        Payload: expect.objectContaining({
          key: `${id}/book~undo`,
          input: { of: `${id}/book`, code: "S2" },
          step: "book",
        }),
      }),
      attempts: 2,
      error: "Airline.Down",
      cause: expect.stringContaining("no answer, time 2"),
      retries: 0,
      body: letter.body,
    })
    expect(await lab.client.deadLetters.get(letter.id)).toEqual(letter)
    expect((await lab.client.describe(id)).deadLetters).toEqual([letter])
  })

  it("are retried with the same key: a failure keeps them open, a success settles them and shows on the execution", async () => {
    const world = new World()
    await using lab = await openLab({ backend: make(), workflows: [trip], handlers: world.handlers })
    const { deadLetters } = lab.client
    const { id, letter } = await failedTrip(lab)
    const failed = await deadLetters.retry(letter.id)
    expect(failed).toMatchObject({ status: "OPEN", retries: 1, error: "Airline.Down" })
    expect(failed.cause).toContain("time 3")
    expect((await deadLetters.list()).letters).toEqual([failed])
    world.broken = false
    const done = await deadLetters.retry(letter.id)
    expect(done).toMatchObject({ status: "RETRIED", retries: 2, changedAt: expect.any(Number) })
    expect(new Set(world.undone.map(({ of, under }) => `${of} ${under}`))).toEqual(
      new Set([`${id}/book ${id}/book~undo`]),
    )
    expect(world.undone.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4])
    expect((await deadLetters.list()).letters).toEqual([])
    expect((await deadLetters.list({ status: "ALL" })).letters).toEqual([done])
    expect((await lab.client.describe(id)).deadLetters).toEqual([done])
    await expect(deadLetters.retry(letter.id)).rejects.toMatchObject({ code: "DEAD_LETTER_SETTLED" })
    await expect(deadLetters.drop(letter.id, { reason: "late" })).rejects.toMatchObject({ code: "DEAD_LETTER_SETTLED" })
  })

  it("are dropped with a reason that stays on record", async () => {
    const world = new World()
    await using lab = await openLab({ backend: make(), workflows: [trip], handlers: world.handlers })
    const { deadLetters } = lab.client
    const { id, letter } = await failedTrip(lab)
    const dropped = await deadLetters.drop(letter.id, { reason: "refunded by hand" })
    expect(dropped).toMatchObject({ status: "DROPPED", reason: "refunded by hand", error: "Airline.Down", retries: 0 })
    expect((await deadLetters.list()).letters).toEqual([])
    expect((await deadLetters.list({ status: "DROPPED", execution: id })).letters).toEqual([dropped])
    await expect(deadLetters.retry(letter.id)).rejects.toMatchObject({ code: "DEAD_LETTER_SETTLED" })
  })

  it("are listed page by page, by execution and status", async () => {
    const world = new World()
    await using lab = await openLab({ backend: make(), workflows: [trip], handlers: world.handlers })
    const { deadLetters } = lab.client
    const made = [await failedTrip(lab, 1), await failedTrip(lab, 2), await failedTrip(lab, 3)]
    const ids = made.map(({ letter }) => letter.id).toReversed()
    const page = await deadLetters.list({ limit: 2 })
    expect(page.letters.map(({ id }) => id)).toEqual(ids.slice(0, 2))
    const rest = await deadLetters.list({ limit: 2, cursor: page.cursor ?? "" })
    expect([rest.letters.map(({ id }) => id), rest.cursor]).toEqual([ids.slice(2), undefined])
    expect((await deadLetters.list({ execution: made[1]?.id ?? "" })).letters).toHaveLength(1)
    await expect(deadLetters.list({ limit: 0 })).rejects.toMatchObject({ code: "LIMIT_INVALID" })
    await expect(deadLetters.list({ cursor: "elsewhere" })).rejects.toMatchObject({ code: "CURSOR_INVALID" })
    await expect(deadLetters.get("none")).rejects.toMatchObject({ code: "DEAD_LETTER_NOT_FOUND" })
    await expect(deadLetters.retry("none")).rejects.toMatchObject({ code: "DEAD_LETTER_NOT_FOUND" })
    await expect(deadLetters.drop("none", { reason: "" })).rejects.toMatchObject({ code: "DEAD_LETTER_NOT_FOUND" })
  })

  it("are retried after their execution was pruned, and are pruned once they are settled", async () => {
    const world = new World()
    await using lab = await openLab({ backend: make(), workflows: [trip], handlers: world.handlers })
    const { deadLetters } = lab.client
    const settled = await failedTrip(lab)
    await deadLetters.drop(settled.letter.id, { reason: "by hand" })
    const open = await failedTrip(lab)
    await lab.client.prune({ olderThanMs: -1 })
    world.broken = false
    expect(await deadLetters.retry(open.letter.id)).toMatchObject({ status: "RETRIED" })
    await expect(deadLetters.get(settled.letter.id)).rejects.toMatchObject({ code: "DEAD_LETTER_NOT_FOUND" })
  })

  it("say who serves nothing, and count a compensation that takes too long as failed", async () => {
    const world = new World()
    await using lab = await openLab({ backend: make(), workflows: [trip], handlers: world.handlers })
    const { letter } = await failedTrip(lab)
    const bare = createClient({ backend: lab.backend, workflows: [trip], clock: lab.clock })
    await expect(bare.deadLetters.retry(letter.id)).rejects.toMatchObject({ code: "UNBOUND" })
    let aborted = false
    const slow = handle(unbook, async (_input, { signal }) => {
      signal.addEventListener("abort", () => (aborted = true))
      await new Promise(() => undefined)
      return null
    })
    const client = createClient({ backend: lab.backend, workflows: [trip], handlers: [slow], clock: lab.clock })
    const late = await client.deadLetters.retry(letter.id)
    expect(late).toMatchObject({ status: "OPEN", retries: 1, error: "States.Timeout" })
    expect(aborted).toBe(true)
  })

  it("tell the branch and the item that they come from, each with its own key and input", async () => {
    const world = new World()
    const many = workflow("many", { input: z.object({ orders: z.array(Seats) }) }, (w, { orders }) => {
      w.each(
        orders,
        (order, w) => {
          w.run(book({ seats: order.seats }), { compensate: ({ key }) => unbook({ of: key, code: "-" }) })
        },
        { name: "orders" },
      )
      w.run(pay({ seats: 0 }))
    })
    await using lab = await openLab({ backend: make(), workflows: [many], handlers: world.handlers })
    const { id } = await lab.client.start(many, { orders: [{ seats: 1 }, { seats: 2 }, { seats: 3 }] })
    await lab.client.result(id)
    const { letters } = await lab.client.deadLetters.list()
    const told = letters.map(({ key, input, result }) => ({ key, input, result }))
    expect(told.toSorted((a, b) => (a.key ?? "").localeCompare(b.key ?? ""))).toEqual(
      [1, 2, 3].map((seats, index) => ({
        key: `${id}/orders/[${index}]/book`,
        input: { seats },
        result: { code: `S${seats}` },
      })),
    )
    world.broken = false
    for (const { id: letter } of letters) await lab.client.deadLetters.retry(letter)
    expect(new Set(world.undone.slice(-3).map(({ of }) => of))).toEqual(new Set(told.map(({ key }) => key)))
  })

  it("are all told by one reading of the journal, however many there are", async () => {
    const many = workflow("many", { input: Seats }, (w, { seats }) => {
      w.each(
        Array.from({ length: 40 }, (_, index) => index),
        (_, w) => {
          w.run(book({ seats }), { compensate: ({ key }) => unbook({ of: key, code: "-" }) })
        },
        { name: "all" },
      )
      w.run(pay({ seats: 0 }))
    })
    const world = new World()
    const real = make()
    let read = 0
    const journal: typeof real.executions.journal = async (params) => {
      const facts = await real.executions.journal(params)
      read += facts?.length ?? 0
      return facts
    }
    const backend = { ...real, executions: { ...real.executions, journal } }
    await using lab = await openLab({ backend, workflows: [many], handlers: world.handlers })
    const { id } = await lab.client.start(many, { seats: 1 })
    await lab.client.result(id)
    const facts = (await real.executions.journal({ id }))?.length ?? 0
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThanOrEqual(facts)
    const { letters } = await lab.client.deadLetters.list({ execution: id })
    expect(letters.map(({ attempts, result }) => ({ attempts, result }))).toEqual(
      letters.map(() => ({ attempts: 2, result: { code: "S1" } })),
    )
    expect(new Set(letters.map(({ key }) => key)).size).toBe(40)
  })

  it("call a service or a child workflow again, too", async () => {
    let broken = true
    const asked: unknown[] = []
    const refund = workflow("refund", { input: z.object({ of: z.string() }) }, (w, { of }) => {
      w.run(unbook({ of, code: "child" }))
    })
    const both = workflow("both", { input: Seats }, (w, { seats }) => {
      w.run(book({ seats }), { name: "first", compensate: ({ key }) => w.call(refund)({ of: key }) })
      w.run(book({ seats }), {
        name: "second",
        compensate: ({ key }) => aws.service("dynamodb:deleteItem", { TableName: "trips", Key: { id: { S: key } } }),
      })
      w.run(pay({ seats }))
    })
    const world = new World()
    await using lab = await openLab({
      backend: make(),
      workflows: [both],
      handlers: world.handlers,
      resources: {
        "dynamodb:deleteItem": (input) => {
          asked.push(input)
          if (broken) throw new TaskError("DynamoDB.Throttled")
          return {}
        },
      },
    })
    const { id } = await lab.client.start(both, { seats: 1 })
    await lab.client.result(id)
    const letters = (await lab.client.deadLetters.list({ execution: id })).letters
    expect(letters.map(({ step, compensation }) => `${step} ${compensation}`)).toEqual([
      "first refund",
      "second dynamodb:deleteItem",
    ])
    for (const letter of letters) {
      expect(await lab.client.deadLetters.retry(letter.id)).toMatchObject({ status: "OPEN", retries: 1 })
    }
    world.broken = false
    broken = false
    for (const letter of letters) {
      expect(await lab.client.deadLetters.retry(letter.id)).toMatchObject({ status: "RETRIED", retries: 2 })
    }
    expect(world.undone.at(-1)?.of).toBe(`${id}/first`)
    expect(asked.at(-1)).toMatchObject({ Key: { id: { S: `${id}/second` } } })
  })

  it("of a hand-written machine are kept as they were sent, and cannot be called again", async () => {
    const machine = stateMachine(
      "giving-up",
      {
        QueryLanguage: "JSONata",
        StartAt: "Letter",
        States: {
          Letter: {
            Type: "Task",
            Resource: "arn:aws:states:::sqs:sendMessage",
            Arguments: { QueueUrl: "${Dead}", MessageBody: "{% $string($states.input) %}" },
            End: true,
          },
        },
      },
      { bindings: { Dead: { kind: "deadLetterQueue" } } },
    )
    await using lab = await openLab({ backend: make(), workflows: [machine] })
    const { id } = await lab.client.start(machine, { n: 1 })
    const { output } = await lab.client.result(id)
    const letter = (output as { MessageId: string }).MessageId
    expect(await lab.client.deadLetters.get(letter)).toMatchObject({ execution: id, body: '{"n":1}', retries: 0 })
    await expect(lab.client.deadLetters.retry(letter)).rejects.toMatchObject({ code: "DEAD_LETTER_UNKNOWN" })
  })
})
