import { memory } from "@stepwright/adapters/memory"
import { type Expr, handle, task, TaskError, workflow } from "@stepwright/dsl"
import type { Backend } from "@stepwright/engine"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { ask, invoke, sequence } from "./asl.ts"
import { openLab, stores, until } from "./lab.ts"
import { withReserved, withTick } from "./wrapped.ts"

const machine = sequence("fragile", { First: invoke("first"), Second: invoke("second"), Third: invoke("third") })

describe.each(stores)("redrive over %s", (_store, make) => {
  it("goes on where the execution failed, with what was done before", async () => {
    const calls: string[] = []
    let broken = true
    const note = (name: string) => (input: unknown) => {
      calls.push(name)
      if (name === "second" && broken) throw new Error("not yet")
      return input
    }
    await using lab = await openLab({
      backend: make(),
      workflows: [machine],
      resources: { first: note("first"), second: note("second"), third: note("third") },
    })
    const { id } = await lab.client.start(machine, { n: 1 })
    expect(await lab.client.result(id)).toMatchObject({ status: "FAILED", error: "Error" })
    broken = false
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: { n: 1 } })
    expect(calls).toEqual(["first", "second", "second", "third"])
    await expect(lab.client.redrive(id)).rejects.toMatchObject({ code: "NOT_REDRIVABLE" })
    const { events } = await lab.client.history(id)
    expect(events.filter(({ type }) => type === "ExecutionRedriven")).toHaveLength(1)
  })

  it("tells whether it can be redriven, why not, and how often it was", async () => {
    let broken = true
    const second = (input: unknown): unknown => {
      if (broken) throw new Error("not yet")
      return input
    }
    const same = (input: unknown): unknown => input
    const resources = { first: same, second, third: same }
    await using lab = await openLab({ backend: make(), workflows: [machine], resources })
    const { id } = await lab.client.start(machine, {})
    await lab.client.result(id)
    expect(await lab.client.describeRedrive(id)).toEqual({ redriveCount: 0, redriveStatus: "REDRIVABLE" })
    broken = false
    const redrivenAt = lab.clock.now()
    await lab.client.redrive(id)
    await lab.client.result(id)
    expect(await lab.client.describeRedrive(id)).toEqual({
      redriveCount: 1,
      redrivenAt,
      redriveStatus: "NOT_REDRIVABLE",
      redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
    })
    await expect(lab.client.redrive(id)).rejects.toThrow("Execution is SUCCEEDED and cannot be redriven")
    await expect(lab.client.describeRedrive(`${id}x`)).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" })
  })

  it("may fail again, in the same instant", async () => {
    await using lab = await openLab({
      backend: make(),
      workflows: [machine],
      resources: {
        first: (input) => input,
        second: () => {
          throw new Error("never")
        },
        third: (input) => input,
      },
    })
    const { id } = await lab.client.start(machine, {})
    await lab.client.result(id)
    for (let round = 1; round <= 3; round++) {
      await lab.client.redrive(id)
      expect((await lab.client.result(id)).status).toBe("FAILED")
    }
    expect((await lab.client.history(id)).events.filter(({ type }) => type === "ExecutionRedriven")).toHaveLength(3)
  })

  it("runs again only the branches and items that had failed", async () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: { ...invoke(name), End: true } } })
    const wide = sequence("wide", {
      Both: { Type: "Parallel", Branches: [branch("first"), branch("second")], Output: "{% [1, 2, 3] %}" },
      Each: { Type: "Map", MaxConcurrency: 1, ItemProcessor: branch("third") },
    })
    const calls: string[] = []
    let broken = true
    const note = (name: string, fails: (input: unknown) => boolean) => (input: unknown) => {
      calls.push(`${name} ${JSON.stringify(input)}`)
      if (broken && fails(input)) throw new Error("not yet")
      return input
    }
    await using lab = await openLab({
      backend: make(),
      workflows: [wide],
      resources: {
        first: note("first", () => false),
        second: note("second", () => true),
        third: note("third", (input) => input === 2),
      },
    })
    const { id } = await lab.client.start(wide, 0)
    expect((await lab.client.result(id)).status).toBe("FAILED")
    broken = false
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: [1, 2, 3] })
    expect(calls).toEqual(["first 0", "second 0", "second 0", "third 1", "third 2", "third 3"])
  })

  it("goes on with one that was stopped", async () => {
    const asking = sequence("asking", { Ask: ask() })
    const tokens: string[] = []
    await using lab = await openLab({
      backend: make(),
      workflows: [asking],
      resources: { "sqs:sendMessage": (_, { token = "" }) => void tokens.push(token) },
    })
    const { id } = await lab.client.start(asking, {})
    await until(() => tokens.length === 1)
    await lab.client.stop(id)
    await lab.client.result(id)
    await lab.client.redrive(id)
    await until(() => tokens.length === 2)
    await expect(lab.client.succeed(tokens[0] ?? "", 1)).rejects.toMatchObject({ code: "TOKEN_CLOSED" })
    await lab.client.succeed(tokens[1] ?? "", "after all")
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "after all" })
  })
})

describe.each(stores)("an execution that must not be touched over %s", (_store, make) => {
  const resources = {
    first: (input: unknown) => input,
    second: (input: unknown) => input,
    third: (input: unknown) => input,
  }

  it("is parked when it keeps killing its workers, and goes on when it is redriven", async () => {
    const real = make()
    let deadly = true
    const backend: Backend = withReserved(real, (reserved) => (deadly ? { ...reserved, deliveries: 11 } : reserved))
    await using lab = await openLab({ workflows: [machine], backend, resources })
    const { id } = await lab.client.start(machine, { n: 1 })
    const parked = await lab.client.result(id)
    expect(parked).toMatchObject({ status: "PARKED", error: "Stepwright.WorkerLost" })
    expect(parked.cause).toContain("10 times")
    expect((await lab.client.list({ status: "PARKED" })).executions).toHaveLength(1)
    deadly = false
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: { n: 1 } })
  })

  it("is parked when its journal does not replay, and never guessed over", async () => {
    let damaged = true
    const backend = withReserved(make(), ({ facts, ...reserved }) => ({
      ...reserved,
      // The first one: its time, and the digest of what came of it.
      facts: damaged ? facts.map((text) => text.replace(/^\[(\d+),(\d+)\]$/, "[$1,1$2]")) : facts,
    }))
    const calls: unknown[] = []
    const hang = (input: unknown) => {
      calls.push(input)
      return new Promise(() => undefined)
    }
    const first = await openLab({ workflows: [machine], backend, resources: { ...resources, second: hang } })
    const { id } = await first.client.start(machine, "kept")
    await until(() => calls.length === 1)
    await first.worker.close({ drain: false })
    const second = (input: unknown): unknown => (calls.push(input), input)
    await using lab = await openLab({ workflows: [machine], backend, resources: { ...resources, second } })
    const parked = await lab.client.result(id)
    expect(parked).toMatchObject({ status: "PARKED", error: "Replay.Diverged" })
    expect(calls).toHaveLength(1)
    damaged = false
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "kept" })
    expect(calls).toEqual(["kept", "kept"])
  })

  it("that is still parked while it is redriven is not taken for parked again", async () => {
    const asking = sequence("asking", { Ask: ask() })
    const tokens: string[] = []
    let deadly = false
    let meanwhile: (() => Promise<void>) | undefined
    const store = withReserved(make(), (reserved) => (deadly ? { ...reserved, deliveries: 11 } : reserved))
    const backend = withTick(store, async (params, tick) => {
      if (params.commits.some(({ status }) => status?.status === "PARKED")) await meanwhile?.()
      return tick(params)
    })
    await using lab = await openLab({
      workflows: [asking],
      backend,
      concurrency: 1,
      resources: { "sqs:sendMessage": (_, { token = "" }) => void tokens.push(token) },
    })
    const { id } = await lab.client.start(asking, {})
    await lab.client.start(asking, {})
    await until(() => tokens.length === 2)
    deadly = true
    await lab.client.heartbeat(tokens[0] ?? "")
    expect(await lab.client.result(id)).toMatchObject({ status: "PARKED" })
    deadly = false
    const results: Promise<unknown>[] = []
    meanwhile = async () => {
      meanwhile = undefined
      await lab.client.redrive(id)
      results.push(lab.client.result(id))
    }
    await lab.client.succeed(tokens[0] ?? "", "while parked")
    await until(() => results.length > 0)
    expect(await results[0]).toMatchObject({ status: "SUCCEEDED", output: "while parked" })
  })

  it("takes answers while it is parked, and may be stopped", async () => {
    const asking = sequence("asking", { Ask: ask() })
    const tokens: string[] = []
    const real = make()
    let deadly = false
    const backend = withReserved(real, (reserved) => (deadly ? { ...reserved, deliveries: 11 } : reserved))
    await using lab = await openLab({
      workflows: [asking],
      backend,
      concurrency: 1,
      resources: { "sqs:sendMessage": (_, { token = "" }) => void tokens.push(token) },
    })
    const started = []
    for (let count = 0; count < 3; count++) started.push(await lab.client.start(asking, {}, { name: `n-${count}` }))
    await until(() => tokens.length === 3)
    deadly = true
    const [first, second] = [started[0]?.id ?? "", started[1]?.id ?? ""]
    const [a = "", b = ""] = tokens
    await lab.client.heartbeat(a)
    await lab.client.heartbeat(b)
    expect(await lab.client.result(first)).toMatchObject({ status: "PARKED" })
    expect(await lab.client.result(second)).toMatchObject({ status: "PARKED" })
    await lab.client.succeed(a, "while parked")
    await until(async () => ((await real.executions.journal({ id: first }))?.length ?? 0) === 3)
    expect(await lab.client.describe(first)).toMatchObject({ status: "PARKED", error: "Stepwright.WorkerLost" })
    deadly = false
    await lab.client.redrive(first)
    expect(await lab.client.result(first)).toMatchObject({ status: "SUCCEEDED", output: "while parked" })
    await lab.client.stop(second, { error: "Hopeless" })
    await until(async () => (await lab.client.describe(second)).status === "ABORTED")
    expect(await lab.client.describe(second)).toMatchObject({ error: "Hopeless" })
  })
})

describe("a saga that is redriven", () => {
  const Nothing = z.object({})
  const book = task("book", { input: Nothing })
  const cancel = task("cancel", { input: z.object({ key: z.string() }) })
  const pay = task("pay", { input: Nothing, notApplied: ["Declined"] })
  const booked = { compensate: ({ key }: { readonly key: Expr<string> }) => cancel({ key }) }

  it("does not go back where its pivot was tried before, though it is declined now", async () => {
    const flow = workflow("flow", { input: Nothing }, (w) => {
      w.run(book({}), booked)
      w.pivot(pay({}), { retry: { attempts: 1 } })
      return null
    })
    const calls: string[] = []
    let error = "Unreachable"
    await using lab = await openLab({
      workflows: [flow],
      handlers: [
        handle(book, () => calls.push("book")),
        handle(cancel, () => calls.push("cancel")),
        handle(pay, () => {
          calls.push("pay")
          throw new TaskError(error)
        }),
      ],
    })
    const { id } = await lab.client.start(flow, {})
    expect(await lab.client.result(id)).toMatchObject({ status: "FAILED", error: "Unreachable" })
    error = "Declined"
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "FAILED", error: "Declined" })
    expect(calls).toEqual(["book", "pay", "pay"])
  })

  it("undoes a step that was stopped at work, though it is declined now", async () => {
    const flow = workflow("flow", { input: Nothing }, (w) => {
      w.run(pay({}), booked)
      return null
    })
    const calls: string[] = []
    await using lab = await openLab({
      workflows: [flow],
      handlers: [
        handle(book, () => null),
        handle(cancel, () => calls.push("cancel")),
        handle(pay, async (_, { signal }) => {
          calls.push("pay")
          if (calls.length > 1) throw new TaskError("Declined")
          await new Promise((resolve) => signal.addEventListener("abort", resolve))
        }),
      ],
    })
    const { id } = await lab.client.start(flow, {})
    await until(() => calls.length === 1)
    await lab.client.stop(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED" })
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "FAILED", error: "Declined" })
    expect(calls).toEqual(["pay", "pay", "cancel"])
  })
})

it.each([
  ["begins again", (status: string) => status !== "FAILED"],
  ["has ended again", (status: string) => status === "SUCCEEDED"],
])(
  "an end from before a redrive is not taken for the next one, even where it is read when that %s",
  async (_what, isDue) => {
    const store = memory()
    let slow = false
    const backend: Backend = {
      ...store,
      executions: {
        ...store.executions,
        async get(params) {
          const record = await store.executions.get(params)
          if (slow) await until(async () => isDue((await store.executions.get(params))?.status ?? ""))
          return record
        },
      },
    }
    let broken = true
    const waits = sequence("fragile", { First: invoke("first"), Wait: { Type: "Wait", Seconds: 1 } })
    await using lab = await openLab({
      backend,
      workflows: [waits],
      resources: {
        first: (input) => {
          if (broken) throw new Error("not yet")
          return input
        },
      },
    })
    const { id } = await lab.client.execute(waits, {})
    broken = false
    await lab.client.redrive(id)
    slow = true
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED" })
  },
)
