import { memory } from "@stepwright/adapters/memory"
import { handle, task, workflow } from "@stepwright/dsl"
import { type Backend, createClient, type Started } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { ask, invoke, sequence } from "./asl.ts"
import { after, openLab, stores, until } from "./lab.ts"
import { withReserved } from "./wrapped.ts"

describe("a place in memory", () => {
  it("is free for others as soon as the handler that nobody waits for any more has ended", async () => {
    const stubborn = sequence("stubborn", {
      Call: invoke("call", { TimeoutSeconds: 1, Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Wait" }] }),
      Wait: { Type: "Wait", Seconds: 3600 },
    })
    const quick = sequence("quick", { Pass: { Type: "Pass", Output: "quick" } })
    const clock = simulatedClock()
    const began = clock.now()
    let finish: (value: unknown) => void = () => undefined
    await using lab = await openLab({
      workflows: [stubborn, quick],
      clock,
      concurrency: 1,
      resources: {
        // Ignores its signal for four seconds more.
        call: () => {
          const back = clock.abandoned()
          after(clock, 5000, () => (back(), finish("too late")))
          return new Promise((resolve) => (finish = resolve))
        },
      },
    })
    // Both at once, before simulated time can pass.
    const [, { id }] = await Promise.all([lab.client.start(stubborn, {}), lab.client.start(quick, {})])
    const ended = await lab.client.result(id)
    expect(ended.output).toBe("quick")
    expect((ended.stoppedAt ?? 0) - began).toBeLessThan(10_000)
  })
})

describe("heartbeats", () => {
  it("are not expected of a handler that stands in line", async () => {
    const steady = task("steady", { input: z.object({ n: z.number() }), output: z.number(), heartbeat: "10s" })
    const flow = workflow("steady-flow", { input: z.object({ n: z.number() }) }, (w, { n }) => w.run(steady({ n })))
    const clock = simulatedClock()
    await using lab = await openLab({
      workflows: [flow],
      clock,
      taskConcurrency: 1,
      handlers: [
        handle(steady, ({ n }, { heartbeat }) => {
          const back = clock.abandoned()
          for (const second of [8, 16, 24]) after(clock, second * 1000, heartbeat)
          return new Promise((resolve) => after(clock, 30_000, () => (back(), resolve(n))))
        }),
      ],
    })
    const started = await Promise.all([1, 2, 3].map((n) => lab.client.start(flow, { n })))
    const ended = await Promise.all(started.map(({ id }) => lab.client.result(id)))
    expect(ended.map(({ status, output }) => `${status} ${String(output)}`)).toEqual([
      "SUCCEEDED 1",
      "SUCCEEDED 2",
      "SUCCEEDED 3",
    ])
  })

  it("that came while an execution was parked are not held against it when it goes on", async () => {
    const beating = sequence("beating", { Ask: ask({ HeartbeatSeconds: 60 }) })
    let deadly = false
    const tokens: string[] = []
    const backend = withReserved(memory(), (reserved) => (deadly ? { ...reserved, deliveries: 11 } : reserved))
    // Closed as soon as it has asked: simulated time must not jump to the missed heartbeat first.
    const resources = {
      "sqs:sendMessage": (_: unknown, { token = "" }) => (tokens.push(token), void first.worker.close()),
    }
    const first = await openLab({ workflows: [beating], backend, resources })
    const { id } = await first.client.start(beating, {})
    await until(() => tokens.length === 1)
    await first.worker.close()
    deadly = true
    await using lab = await openLab({ workflows: [beating], backend, resources })
    expect(await lab.client.result(id)).toMatchObject({ status: "PARKED" })
    await new Promise<void>((resolve) => after(lab.clock, 600_000, resolve))
    deadly = false
    await lab.client.redrive(id)
    after(lab.clock, 30_000, () => lab.client.succeed(tokens[0] ?? "", "alive"))
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "alive" })
  })

  it("whose sender's clock is ahead count from now", async () => {
    const beating = sequence("beating", { Ask: ask({ HeartbeatSeconds: 60 }) })
    const backend = memory()
    const clock = simulatedClock()
    await using lab = await openLab({
      workflows: [beating],
      backend,
      clock,
      resources: {
        "sqs:sendMessage": (_, { token = "" }) => {
          const body = JSON.stringify({ type: "TokenHeartbeat", token, at: clock.now() + 86_400_000 })
          after(clock, 30_000, () => backend.inbox.answer({ token, body, final: false }))
        },
      },
    })
    const { id } = await lab.client.start(beating, {})
    const ended = await lab.client.result(id)
    expect(ended).toMatchObject({ status: "FAILED", error: "States.Timeout" })
    expect((ended.stoppedAt ?? 0) - ended.startedAt).toBe(90_000)
  })
})

describe("a task that stands in line", () => {
  it("times out like any other, and its handler is never called", async () => {
    const machine = sequence("limited", { Call: invoke("call", { TimeoutSeconds: 10 }) })
    const patient = sequence("patient", { Call: invoke("call") })
    const clock = simulatedClock()
    const called: unknown[] = []
    const others = Promise.withResolvers<readonly Started[]>()
    await using lab = await openLab({
      workflows: [machine, patient],
      clock,
      taskConcurrency: 1,
      resources: {
        call: async (input) => {
          called.push(input)
          // Time stands still until the others are there.
          if (input === "first") {
            others.resolve([await lab.client.start(machine, "second"), await lab.client.start(patient, "third")])
          }
          const back = clock.abandoned()
          return await new Promise((resolve) => after(clock, 100_000, () => (back(), resolve(input))))
        },
      },
    })
    const first = await lab.client.start(patient, "first")
    const [second = first, third = first] = await others.promise
    const timedOut = await lab.client.result(second.id)
    expect(timedOut).toMatchObject({ status: "FAILED", error: "States.Timeout" })
    expect((timedOut.stoppedAt ?? 0) - timedOut.startedAt).toBe(10_000)
    expect((await lab.client.result(first.id)).output).toBe("first")
    expect((await lab.client.result(third.id)).output).toBe("third")
    expect(called).toEqual(["first", "third"])
  })
})

describe.each(stores)("stop over %s", (_store, make) => {
  it("aborts the handler that runs; what it answers then changes nothing", async () => {
    const machine = sequence("slow", { Call: invoke("call"), Next: invoke("next") })
    const reasons: string[] = []
    let nexts = 0
    await using lab = await openLab({
      backend: make(),
      workflows: [machine],
      resources: {
        call: (_, { signal }) =>
          new Promise((resolve) =>
            signal.addEventListener("abort", () => {
              reasons.push((signal.reason as Error).message)
              resolve("late")
            }),
          ),
        next: () => nexts++,
      },
    })
    const { id } = await lab.client.start(machine, {})
    await until(async () => (await lab.client.history(id)).events.length > 0)
    await lab.client.stop(id, { error: "Enough" })
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED", error: "Enough" })
    await until(() => reasons.length === 1)
    expect(reasons).toEqual(["The execution has ended."])
    expect((await lab.client.history(id)).events.at(-1)?.type).toBe("ExecutionAborted")
    // A second one is too late, and harmless.
    await lab.client.stop(id, { error: "Again" })
    expect(await lab.client.describe(id)).toMatchObject({ status: "ABORTED", error: "Enough" })
    expect(nexts).toBe(0)
  })
})

describe.each(stores)("a store over %s that other processes use, too", (_store, make) => {
  it("is looked at now and then, by those who work and by those who wait", async () => {
    const real = make()
    /** What a process sees of it: the others' doings wake nobody. */
    const view = (): Backend => ({
      ...real,
      capabilities: { ...real.capabilities, shared: true },
      sessions: { ...real.sessions, open: (params) => real.sessions.open({ ...params, onWake: () => undefined }) },
      close: async () => undefined,
    })
    const clock = simulatedClock()
    const machine = sequence("asking", { Ask: ask() })
    const tokens: string[] = []
    await using lab = await openLab({
      backend: view(),
      clock,
      workflows: [machine],
      resources: { "sqs:sendMessage": (_, { token = "" }) => void tokens.push(token) },
    })
    const elsewhere = createClient({ backend: view(), workflows: [machine], clock })
    const { id } = await elsewhere.start(machine, {})
    await until(() => tokens.length === 1)
    const began = clock.now()
    const ended = elsewhere.result(id)
    await elsewhere.succeed(tokens[0] ?? "", "heard")
    expect(await ended).toMatchObject({ status: "SUCCEEDED", output: "heard" })
    expect(clock.now() - began).toBeLessThan(5000)
    const limited = await elsewhere.start(machine, {}, { name: "never-answered" })
    await expect(elsewhere.result(limited.id, { timeoutMs: 10_000 })).rejects.toMatchObject({ code: "RESULT_TIMEOUT" })
    await lab.worker.close()
    await real.close()
  })
})

describe("prune", () => {
  it("refuses what is no time", async () => {
    await using lab = await openLab({ workflows: [] })
    await expect(lab.client.prune({ olderThanMs: Number.NaN })).rejects.toMatchObject({ code: "LIMIT_INVALID" })
  })
})
