import { memory } from "@stepwright/adapters/memory"
import { handle, task, workflow } from "@stepwright/dsl"
import { createClient } from "@stepwright/engine"
import { never, simulatedClock, testKit } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { ask, invoke, sequence } from "./asl.ts"
import { after, openLab, stores, until } from "./lab.ts"

const runTest = testKit({ backend: memory })

describe("retries and timeouts", () => {
  it("wait as ASL says, in simulated time", async () => {
    const retry = [{ ErrorEquals: ["Busy"], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 3, MaxDelaySeconds: 40 }]
    const machine = sequence("busy", { Call: invoke("call", { Retry: retry }) })
    const busy = Object.assign(new Error("busy"), { name: "Busy" })
    const run = await runTest(machine, { input: {}, mocks: { call: [busy, busy, busy, "done"] } })
    expect(run).toMatchObject({ status: "SUCCEEDED", output: "done", elapsedMs: (5 + 15 + 40) * 1000 })
    const never = await runTest(machine, { input: {}, mocks: { call: busy } })
    expect(never).toMatchObject({ status: "FAILED", error: "Busy", elapsedMs: (5 + 15 + 40) * 1000 })
    expect(never.calls).toHaveLength(4)
  })

  it("wait for less than that with jitter, and as long again for the same execution", async () => {
    const retry = [
      { ErrorEquals: ["Busy"], IntervalSeconds: 100, MaxAttempts: 6, BackoffRate: 1, JitterStrategy: "FULL" },
    ]
    const machine = sequence("busy", { Call: invoke("call", { Retry: retry }) })
    const busy = Object.assign(new Error("busy"), { name: "Busy" })
    const backend = memory()
    const calledAt: number[] = []
    await using lab = await openLab({
      workflows: [machine],
      backend,
      resources: {
        call: () => {
          calledAt.push(lab.clock.now())
          throw busy
        },
      },
    })
    const { id } = await lab.client.start(machine, {})
    expect((await lab.client.result(id)).status).toBe("FAILED")
    const waits = calledAt.slice(1).map((at, index) => at - (calledAt[index] ?? 0))
    expect(waits).toHaveLength(6)
    for (const wait of waits) expect(wait).toBeLessThanOrEqual(100_000)
    expect(new Set(waits).size).toBeGreaterThan(1)
    // The journal holds no wait: another reader makes out the same ones.
    const reader = createClient({ backend, workflows: [], clock: lab.clock })
    expect((await reader.history(id)).events).toEqual((await lab.client.history(id)).events)
  })

  it("end a task whose handler does not answer, and tell it so", async () => {
    const aborted: string[] = []
    const machine = sequence("slow", { Call: invoke("call", { TimeoutSeconds: 20 }) })
    const run = await runTest(machine, {
      input: {},
      mocks: {
        call: (_: unknown, { signal }) => {
          signal.addEventListener("abort", () => aborted.push((signal.reason as Error).message))
          return never
        },
      },
    })
    expect(run).toMatchObject({ status: "FAILED", error: "States.Timeout", elapsedMs: 20_000 })
    expect(aborted).toEqual(["The task's timeout has passed."])
  })

  it("end the whole execution by the root's TimeoutSeconds", async () => {
    const machine = sequence("late", { Wait: { Type: "Wait", Seconds: 500 } }, { TimeoutSeconds: 60 })
    const run = await runTest(machine, { input: {} })
    expect(run).toMatchObject({ status: "TIMED_OUT", elapsedMs: 60_000 })
    expect(run).not.toHaveProperty("error")
    expect(run.history.at(-1)).toMatchObject({ type: "ExecutionTimedOut", error: "States.Timeout" })
  })

  it("do not wait for a handler that ignores its signal: its late answer changes nothing", async () => {
    let answer: (value: unknown) => void = () => undefined
    const machine = sequence("late-answer", {
      Call: invoke("call", { TimeoutSeconds: 10, Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Wait" }] }),
      Wait: { Type: "Wait", Seconds: 100, Output: "waited" },
    })
    const clock = simulatedClock()
    await using lab = await openLab({
      workflows: [machine],
      clock,
      resources: {
        call: () => {
          clock.abandoned()
          after(clock, 50_000, () => answer("too late"))
          return new Promise((resolve) => (answer = resolve))
        },
      },
    })
    const { id } = await lab.client.start(machine, {})
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "waited" })
    const { events } = await lab.client.history(id)
    expect(events.map(({ type }) => type)).not.toContain("TaskSucceeded")
    expect(events.at(-1)?.timestamp).toBe(Date.UTC(2025, 0, 1) + 110_000)
  })
})

describe("sleeping", () => {
  it.each([
    { by: "a checkpoint of a long journal", note: "x".repeat(5000), goesOn: { from: 2, facts: 0 } },
    { by: "a short journal", note: "x", goesOn: { from: undefined, facts: 2 } },
  ])("lets go of an execution, and goes on with it by $by when the time comes", async (row) => {
    const machine = sequence("sleeper", {
      Before: invoke("note"),
      Month: { Type: "Wait", Seconds: 30 * 86_400 },
      After: invoke("note"),
    })
    const seen: unknown[] = []
    const inner = memory()
    let reserved = 0
    const backend = {
      ...inner,
      sessions: {
        ...inner.sessions,
        tick: async (params: Parameters<typeof inner.sessions.tick>[0]) => {
          const result = await inner.sessions.tick(params)
          if (!result.lost) {
            for (const { checkpoint, facts } of result.reserved)
              seen.push({ from: checkpoint?.length, facts: facts.length })
            reserved += result.reserved.length
          }
          return result
        },
      },
    }
    await using lab = await openLab({ workflows: [machine], backend, resources: { note: () => row.note } })
    const { id } = await lab.client.start(machine, { n: 1 })
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: row.note })
    expect(reserved).toBe(2)
    expect(seen).toEqual([{ from: undefined, facts: 0 }, row.goesOn])
  })

  it("holds thousands of executions with few in memory", async () => {
    const machine = sequence("many", { Wait: { Type: "Wait", Seconds: 3600 } })
    await using lab = await openLab({ workflows: [machine], concurrency: 16 })
    const began = lab.clock.now()
    const started = await Promise.all(Array.from({ length: 2000 }, () => lab.client.start(machine, null)))
    const ended = await Promise.all(started.map(({ id }) => lab.client.result(id)))
    expect(ended.every(({ status }) => status === "SUCCEEDED")).toBe(true)
    expect(lab.clock.now() - began).toBeLessThan(3_610_000)
  })
})

describe.each(stores)("time over %s", (_store, make) => {
  it("never goes back within a journal, whatever the clock of the next worker shows", async () => {
    const machine = sequence("late", { Ask: ask(), Wait: { Type: "Wait", Seconds: 10 }, Then: invoke("next") })
    const backend = make()
    let token = ""
    const resources = {
      "sqs:sendMessage": (_: unknown, context: { readonly token?: string }) => void (token = context.token ?? ""),
      next: (input: unknown) => input,
    }
    const first = await openLab({ workflows: [machine], backend, resources })
    const { id } = await first.client.start(machine, {})
    await until(async () => ((await backend.executions.journal({ id }))?.length ?? 0) === 2)
    await first.worker.close()
    const behind = simulatedClock({ start: first.clock.now() - 3_600_000 })
    await using lab = await openLab({ workflows: [machine], backend, resources, clock: behind })
    await lab.client.succeed(token, "answered")
    expect((await lab.client.result(id)).output).toBe("answered")
    const times = (await lab.client.history(id)).events.map(({ timestamp }) => timestamp)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })
})

describe("heartbeats", () => {
  const beating = sequence("beating", { Ask: ask({ HeartbeatSeconds: 60, TimeoutSeconds: 3600 }) })

  it("keep a token alive, also while nobody holds the execution in memory", async () => {
    await using lab = await openLab({
      workflows: [beating],
      resources: {
        "sqs:sendMessage": (_, { token = "" }) => {
          for (let minute = 0; minute < 5; minute++)
            after(lab.clock, 50_000 * (minute + 1), () => lab.client.heartbeat(token))
          after(lab.clock, 300_000, () => lab.client.succeed(token, "at last"))
        },
      },
    })
    const { id } = await lab.client.start(beating, {})
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "at last" })
  })

  it("are missed sixty seconds after the last one", async () => {
    await using lab = await openLab({
      workflows: [beating],
      resources: {
        "sqs:sendMessage": (_, { token = "" }) => {
          after(lab.clock, 40_000, () => lab.client.heartbeat(token))
          after(lab.clock, 90_000, () => lab.client.heartbeat(token))
        },
      },
    })
    const { id } = await lab.client.start(beating, {})
    const ended = await lab.client.result(id)
    expect(ended).toMatchObject({ status: "FAILED", error: "States.Timeout" })
    expect((ended.stoppedAt ?? 0) - ended.startedAt).toBe(150_000)
  })

  it("of a handler keep its task alive; without them it is retried under the same key", async () => {
    const steady = task("steady", {
      input: z.object({}),
      output: z.string(),
      heartbeat: "10s",
      timeout: "5m",
      retry: { attempts: 2 },
    })
    const flow = workflow("steady-flow", {}, (w) => w.run(steady({})))
    const clock = simulatedClock()
    const keys: string[] = []
    await using lab = await openLab({
      workflows: [flow],
      clock,
      handlers: [
        handle(steady, (_, { attempt, heartbeat, key, signal }) => {
          keys.push(key)
          clock.abandoned()
          if (attempt === 1) {
            for (const second of [8, 16]) after(clock, second * 1000, heartbeat)
            return new Promise((_resolve, reject) =>
              signal.addEventListener("abort", () => reject(new Error("aborted"))),
            )
          }
          for (const second of [8, 16, 24]) after(clock, second * 1000, heartbeat)
          return new Promise((resolve) => after(clock, 30_000, () => resolve("done")))
        }),
      ],
    })
    const { id } = await lab.client.start(flow, {})
    const ended = await lab.client.result(id)
    expect(ended).toMatchObject({ status: "SUCCEEDED", output: "done" })
    // 26 s until the first attempt is given up, a second's backoff, 30 s of work.
    expect((ended.stoppedAt ?? 0) - ended.startedAt).toBe(57_000)
    expect(new Set(keys).size).toBe(1)
  })
})
