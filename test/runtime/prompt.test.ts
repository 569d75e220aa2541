import { AdapterError, createClient, createWorker, silentLogger } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"

import { ask, invoke, sequence } from "./asl.ts"
import { openLab, stores, until } from "./lab.ts"
import { withTick } from "./wrapped.ts"

const telling = {
  Arguments: {
    FunctionName: "call",
    Payload: { now: "{% $now() %}", entered: "{% $states.context.State.EnteredTime %}", chance: "{% $random() %}" },
  },
}
const single = sequence("single", { Call: invoke("call", telling) })

describe.each(stores)("what an execution orders first, over %s", (_store, make) => {
  it("goes out before anything is committed: a workflow of one step has one commit", async () => {
    const commits: number[] = []
    const happened: string[] = []
    const backend = withTick(make(), async (params, tick) => {
      commits.push(...params.commits.map(({ facts }) => facts.length))
      if (params.commits.length > 0) happened.push("committed")
      return await tick(params)
    })
    const resources = { call: () => (happened.push("called"), null) }
    await using lab = await openLab({ backend, workflows: [single], resources })
    expect(await lab.client.execute(single, {})).toMatchObject({ status: "SUCCEEDED" })
    expect(happened).toEqual(["called", "committed"])
    expect(commits).toEqual([2])
  })

  it("is ordered again just as it was, where the worker is lost before it commits", async () => {
    const real = make()
    let failing = true
    const backend = withTick(real, async (params, tick) => {
      if (!failing || params.commits.length === 0) return await tick(params)
      failing = false
      throw new AdapterError({ code: "BACKEND_FAILED", message: "The disk is full.", retryable: true })
    })
    const clock = simulatedClock()
    const calls: { readonly key: string; readonly attempt: number; readonly input: unknown; readonly at: number }[] = []
    const call = (input: unknown, { key, attempt }: { readonly key: string; readonly attempt: number }): null => {
      calls.push({ key, attempt, input, at: clock.now() })
      return null
    }
    await using lab = await openLab({ backend, clock, workflows: [single], resources: { call } })
    expect(await lab.client.execute(single, {})).toMatchObject({ status: "SUCCEEDED" })
    const [first, second] = calls
    expect(calls).toHaveLength(2)
    expect(second?.at).toBeGreaterThan(first?.at ?? Infinity)
    expect({ ...second, at: 0 }).toEqual({ ...first, at: 0 })
    await real.close()
  })

  it("begins when it is taken up, where the execution has stood in line: its time is not up before it is called", async () => {
    const limited = sequence("limited", { Call: invoke("call", { ...telling, TimeoutSeconds: 60 }) })
    const backend = make()
    const clock = simulatedClock()
    const { id, name } = await createClient({ backend, workflows: [limited], clock }).start(limited, {})
    const started = clock.now()
    await waited(clock, 3_600_000)
    await using lab = await openLab({ backend, clock, workflows: [limited], resources: { call: (input) => input } })
    const ended = await lab.client.result(id)
    expect(ended).toMatchObject({ name, status: "SUCCEEDED", startedAt: started })
    expect(Date.parse((ended.output as { entered: string }).entered)).toBeGreaterThanOrEqual(started + 3_600_000)
    const { events } = await lab.client.history(id)
    expect(events[0]?.timestamp).toBeGreaterThanOrEqual(started + 3_600_000)
  })

  it("waits for its commit where an answer comes by token: nobody may answer before it is stored", async () => {
    const asking = sequence("asking", { Ask: ask() })
    const happened: string[] = []
    const backend = withTick(make(), async (params, tick) => {
      const result = await tick(params)
      for (const { opened = [] } of params.commits) if (opened.length > 0) happened.push("opened")
      return result
    })
    const tokens: string[] = []
    const resources = {
      "sqs:sendMessage": (_: unknown, { token = "" }) => void (happened.push("called"), tokens.push(token)),
    }
    await using lab = await openLab({ backend, workflows: [asking], resources })
    const ended = lab.client.execute(asking, {})
    await until(() => tokens.length === 1)
    await lab.client.succeed(tokens[0] ?? "", "answer")
    expect(await ended).toMatchObject({ output: "answer" })
    expect(happened).toEqual(["opened", "called"])
  })

  it("does not go out where a stop came first", async () => {
    const backend = make()
    const client = createClient({ backend, workflows: [single] })
    const { id } = await client.start(single, {})
    await client.stop(id)
    let calls = 0
    const worker = createWorker({
      backend,
      workflows: [single],
      resources: { call: () => calls++ },
      logger: silentLogger,
    })
    await worker.start()
    expect(await client.result(id)).toMatchObject({ status: "ABORTED" })
    await worker.close()
    await backend.close()
    expect(calls).toBe(0)
  })
})

/** Lets simulated time pass while nobody works. */
async function waited(clock: ReturnType<typeof simulatedClock>, ms: number): Promise<void> {
  await new Promise<void>((resolve) => {
    clock.timer(clock.now() + ms, resolve)
    clock.idle?.(0)
  })
}
