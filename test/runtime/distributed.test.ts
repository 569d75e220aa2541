import { EngineError } from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { ask } from "./asl.ts"
import { begin, childrenOf, counts, onlyMapRun, refusing } from "./distributed-lab.ts"
import { distributed, numbers } from "./distributed-machine.ts"
import { stores, until } from "./lab.ts"

describe.each(stores)("a distributed Map over %s", (_store, make) => {
  it("runs each item as an execution of its own, never more than MaxConcurrency at once", async () => {
    let running = 0
    let most = 0
    const work = async (input: unknown): Promise<unknown> => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
      return input
    }
    const workflows = [distributed({ MaxConcurrency: 40 })]
    const { lab, id } = await begin({ backend: make(), workflows, resources: { work } }, numbers(500))
    await using _ = lab
    expect((await lab.client.result(id)).output).toEqual(numbers(500))
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(40)
    const mapRun = await onlyMapRun(lab.client, id)
    const children = await childrenOf(lab.client, mapRun.mapRun)
    expect(children).toHaveLength(500)
    expect(new Set(children.map(({ id }) => id)).size).toBe(500)
    expect(children[0]).toMatchObject({ workflow: "order", status: "SUCCEEDED", mapRun: mapRun.mapRun })
    // Nobody who looks for executions of the workflow meets them.
    for (const filter of [{}, { workflow: "order" }, { status: "SUCCEEDED" }] as const) {
      expect((await lab.client.list(filter)).executions.map(({ id }) => id)).toEqual([id])
    }
  })

  it("shows none of its children's events, and each child has a history of its own", async () => {
    const { lab, id } = await begin(
      { backend: make(), workflows: [distributed()], resources: { work: (input) => input } },
      ["a", "b"],
    )
    await using _ = lab
    await lab.client.result(id)
    const { events } = await lab.client.history(id)
    expect(events.map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "MapStateEntered",
      "MapStateStarted",
      "MapRunStarted",
      "MapRunSucceeded",
      "MapStateSucceeded",
      "MapStateExited",
      "ExecutionSucceeded",
    ])
    const mapRun = events[3]?.mapRunArn ?? ""
    expect(mapRun).toMatch(/^arn:aws:states:local:000000000000:mapRun:order\/L:/)
    const [last, first] = await childrenOf(lab.client, mapRun)
    expect(first?.id).toMatch(/^arn:aws:states:local:000000000000:execution:order\/L:[0-9a-f-]{36}$/)
    expect(await lab.client.describe(first?.id ?? "")).toMatchObject({ input: "a", output: "a", workflow: "order" })
    expect(await lab.client.describe(last?.id ?? "")).toMatchObject({ input: "b", mapRun })
    const own = (await lab.client.history(first?.id ?? "")).events
    expect(own.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [1, 0, "ExecutionStarted"],
      [2, 0, "TaskStateEntered"],
      [3, 2, "TaskScheduled"],
      [4, 3, "TaskStarted"],
      [5, 4, "TaskSucceeded"],
      [6, 5, "TaskStateExited"],
      [7, 6, "ExecutionSucceeded"],
    ])
    expect(own[0]).toMatchObject({ input: "a" })
  })

  it("gives each child's steps a key that stays the same when the Map is tried again", async () => {
    const keys: string[] = []
    const work = (input: unknown, { key }: { readonly key: string }): unknown => {
      keys.push(key)
      if (keys.length === 1) throw Object.assign(new Error("once"), { name: "Once" })
      return input
    }
    const retried = distributed({ Retry: [{ ErrorEquals: ["States.ExceedToleratedFailureThreshold"] }] })
    const { lab, id } = await begin({ backend: make(), workflows: [retried], resources: { work } }, [7])
    await using _ = lab
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: [7] })
    expect(keys).toEqual([`${id}/M[0]/I`, `${id}/M[0]/I`])
    const [second, first] = await lab.client.listMapRuns(id)
    expect(first).toMatchObject({ status: "FAILED", executionCounts: { failed: 1, succeeded: 0 } })
    expect(second).toMatchObject({ status: "SUCCEEDED", executionCounts: { failed: 0, succeeded: 1 } })
  })

  it("can be described while it runs and afterwards", async () => {
    const gate = Promise.withResolvers<void>()
    let called = 0
    const work = async (input: unknown): Promise<unknown> => {
      called++
      await gate.promise
      return refusing(3)(input)
    }
    const machine = distributed({ MaxConcurrency: 2, ToleratedFailureCount: 1, ToleratedFailurePercentage: 50 })
    const { lab, id } = await begin({ backend: make(), workflows: [machine], resources: { work } }, numbers(5))
    await using _ = lab
    await until(() => called === 2)
    const during = await onlyMapRun(lab.client, id)
    expect(during).toEqual({
      mapRun: during.mapRun,
      execution: id,
      state: "M",
      status: "RUNNING",
      startedAt: during.startedAt,
      maxConcurrency: 2,
      toleratedFailureCount: 1,
      toleratedFailurePercentage: 50,
      executionCounts: counts({ total: 5, pending: 3, running: 2 }),
      itemCounts: counts({ total: 5, pending: 3, running: 2 }),
      batched: false,
      redriveCount: 0,
    })
    gate.resolve()
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: [0, 1, 2, 4] })
    const after = await lab.client.describeMapRun(during.mapRun)
    expect(after).toMatchObject({
      status: "SUCCEEDED",
      stoppedAt: expect.any(Number) as number,
      executionCounts: counts({ total: 5, succeeded: 4, failed: 1 }),
    })
  })

  it("tells a map run that is not there", async () => {
    const { lab, id } = await begin({ backend: make(), workflows: [distributed()], resources: { work: () => 1 } }, [1])
    await using _ = lab
    await lab.client.result(id)
    const { mapRun } = await onlyMapRun(lab.client, id)
    const others = [
      "nonsense",
      mapRun.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
      mapRun.replace("order/", "x/"),
    ]
    for (const arn of others) {
      await expect(lab.client.describeMapRun(arn)).rejects.toSatisfy(
        (error) => EngineError.is(error) && error.code === "MAP_RUN_NOT_FOUND",
      )
    }
    await expect(lab.client.listMapRuns("nobody")).rejects.toThrow("There is no execution")
  })

  it("beyond its threshold stops the children that run, and starts no other", async () => {
    const called: unknown[] = []
    let stopped = 0
    const work = (input: unknown, { signal }: { readonly signal: AbortSignal }): unknown => {
      called.push(input)
      if (input === 2) return refusing(2)(input)
      return new Promise((resolve) =>
        signal.addEventListener("abort", () => {
          stopped++
          resolve(null)
        }),
      )
    }
    const machine = distributed({ MaxConcurrency: 3 })
    const { lab, id } = await begin({ backend: make(), workflows: [machine], resources: { work } }, numbers(9))
    await using _ = lab
    expect(await lab.client.result(id)).toMatchObject({
      status: "FAILED",
      error: "States.ExceedToleratedFailureThreshold",
    })
    const mapRun = await onlyMapRun(lab.client, id)
    expect(mapRun).toMatchObject({
      status: "FAILED",
      executionCounts: counts({ total: 9, pending: 6, failed: 1, aborted: 2 }),
    })
    await until(async () => (await childrenOf(lab.client, mapRun.mapRun, "ABORTED")).length === 2)
    expect({ called: called.toSorted((a, b) => Number(a) - Number(b)), stopped }).toEqual({
      called: [0, 1, 2],
      stopped: 2,
    })
    expect(await childrenOf(lab.client, mapRun.mapRun)).toHaveLength(3)
  })

  it("that is stopped stops its children", async () => {
    let called = 0
    const work = (): unknown => (called++, new Promise(() => undefined))
    const { lab, id } = await begin({ backend: make(), workflows: [distributed()], resources: { work } }, numbers(4))
    await using _ = lab
    await until(() => called === 4)
    await lab.client.stop(id, { error: "Enough" })
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED", error: "Enough" })
    const mapRun = await onlyMapRun(lab.client, id)
    expect(mapRun).toMatchObject({ status: "ABORTED", executionCounts: counts({ total: 4, aborted: 4 }) })
    await until(async () => (await childrenOf(lab.client, mapRun.mapRun, "ABORTED")).length === 4)
  })

  it("sleeps while its children wait, and stops them when it is woken to stop", async () => {
    const tokens: string[] = []
    const resources = { "sqs:sendMessage": (_: unknown, { token = "" }) => void tokens.push(token) }
    const workflows = [
      distributed({ ToleratedFailureCount: 1 }, { StartAt: "A", States: { A: { ...ask(), End: true } } }),
    ]
    const { lab, id } = await begin({ backend: make(), workflows, resources }, numbers(4))
    await using _ = lab
    const start = lab.clock.now()
    const slept = async (count: number): Promise<void> => {
      await until(() => tokens.length === 4)
      await until(() => lab.clock.now() >= start + count * 1000)
    }
    await slept(1)
    await lab.client.fail(tokens[0] ?? "", "Bad")
    await slept(2)
    expect(await onlyMapRun(lab.client, id)).toMatchObject({
      executionCounts: counts({ total: 4, running: 3, failed: 1 }),
    })
    // One failure too many: the others are called back by a parent that had not been at hand.
    await lab.client.fail(tokens[1] ?? "", "Bad")
    expect(await lab.client.result(id)).toMatchObject({ error: "States.ExceedToleratedFailureThreshold" })
    const { mapRun } = await onlyMapRun(lab.client, id)
    await until(async () => (await childrenOf(lab.client, mapRun, "ABORTED")).length === 2)
    await lab.client.redrive(id)
    await until(() => tokens.length === 8)
    await until(() => lab.clock.now() >= start + 3000)
    await lab.client.stop(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED" })
    await until(async () => (await childrenOf(lab.client, mapRun, "ABORTED")).length === 4)
  })

  it("gives a child a batch of what its ItemSelector makes of items", async () => {
    const machine = distributed({
      ItemSelector: { n: "{% $states.context.Map.Item.Value %}", i: "{% $states.context.Map.Item.Index %}" },
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { shared: "{% $count($states.input) %}" } },
    })
    const seen: unknown[] = []
    const work = (input: unknown): unknown => (seen.push(input), "done")
    const { lab, id } = await begin({ backend: make(), workflows: [machine], resources: { work } }, [10, 20, 30])
    await using _ = lab
    expect((await lab.client.result(id)).output).toEqual(["done", "done"])
    expect(seen).toEqual([
      {
        BatchInput: { shared: 3 },
        Items: [
          { n: 10, i: 0 },
          { n: 20, i: 1 },
        ],
      },
      { BatchInput: { shared: 3 }, Items: [{ n: 30, i: 2 }] },
    ])
    expect(await onlyMapRun(lab.client, id)).toMatchObject({
      executionCounts: counts({ total: 2, succeeded: 2 }),
      itemCounts: counts({ total: 3, succeeded: 3 }),
    })
  })

  it("may have children that have children", async () => {
    const inner = {
      Type: "Map",
      Label: "Inner",
      Items: "{% $states.input %}",
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
        StartAt: "J",
        States: { J: { Type: "Pass", Output: "{% $states.input * 10 %}", End: true } },
      },
      End: true,
    }
    const machine = distributed({}, { StartAt: "N", States: { N: inner } })
    const { lab, id } = await begin({ backend: make(), workflows: [machine], resources: {} }, [[1, 2], [3]])
    await using _ = lab
    expect((await lab.client.result(id)).output).toEqual([[10, 20], [30]])
    const outer = await onlyMapRun(lab.client, id)
    const [last] = await childrenOf(lab.client, outer.mapRun)
    const mapRun = await onlyMapRun(lab.client, last?.id ?? "")
    expect(mapRun.mapRun).toContain(":mapRun:order/L/Inner:")
    expect(await lab.client.describeMapRun(mapRun.mapRun)).toEqual(mapRun)
    expect((await childrenOf(lab.client, mapRun.mapRun)).map(({ workflow }) => workflow)).toEqual(["order"])
  })
})
