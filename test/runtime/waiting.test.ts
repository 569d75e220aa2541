import { memory } from "@stepwright/adapters/memory"
import { handle, task, workflow } from "@stepwright/dsl"
import { simulatedClock } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { ask, invoke, sequence } from "./asl.ts"
import { after, openLab, until } from "./lab.ts"
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
    await lab.client.start(stubborn, {})
    await until(() => finish.length > 0)
    const { id } = await lab.client.start(quick, {})
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

describe("prune", () => {
  it("refuses what is no time", async () => {
    await using lab = await openLab({ workflows: [] })
    await expect(lab.client.prune({ olderThanMs: Number.NaN })).rejects.toMatchObject({ code: "LIMIT_INVALID" })
  })
})
