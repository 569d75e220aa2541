import { describe, expect, it } from "vitest"

import { begin, childrenOf, counts, onlyMapRun, refusing } from "./distributed-lab.ts"
import { distributed, numbers } from "./distributed-machine.ts"
import { stores, until } from "./lab.ts"

const express = { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" } }

describe.each(stores)("a redrive of a distributed Map over %s", (_store, make) => {
  it("runs only the children again that did not succeed, from where they stood, and those that never began", async () => {
    const calls: string[] = []
    let healed = false
    const step =
      (name: string) =>
      (input: unknown): unknown => {
        calls.push(`${name} ${String(input)}`)
        return healed || name === "first" ? input : refusing(1, 3)(input)
      }
    const machine = distributed(
      { MaxConcurrency: 1, ToleratedFailureCount: 1 },
      { StartAt: "A", States: { A: invokes("first", { Next: "B" }), B: invokes("second", { End: true }) } },
    )
    const resources = { first: step("first"), second: step("second") }
    const { lab, id } = await begin({ backend: make(), workflows: [machine], resources }, numbers(6))
    await using _ = lab
    expect(await lab.client.result(id)).toMatchObject({ error: "States.ExceedToleratedFailureThreshold" })
    const before = await onlyMapRun(lab.client, id)
    const failed = await childrenOf(lab.client, before.mapRun, "FAILED")
    expect(failed).toHaveLength(2)
    await expect(lab.client.redrive(failed[0]?.id ?? "")).rejects.toThrow("belongs to a distributed Map")
    expect(await lab.client.describeRedrive(failed[0]?.id ?? "")).toEqual({
      redriveCount: 0,
      redriveStatus: "REDRIVABLE_BY_MAP_RUN",
    })
    calls.length = 0
    healed = true
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: numbers(6) })
    expect(calls).toEqual(["second 1", "second 3", "first 4", "second 4", "first 5", "second 5"])
    const { events } = await lab.client.history(id)
    expect(events.slice(events.findIndex(({ type }) => type === "ExecutionRedriven")).map(({ type }) => type)).toEqual([
      "ExecutionRedriven",
      "MapRunRedriven",
      "MapRunSucceeded",
      "MapStateSucceeded",
      "MapStateExited",
      "ExecutionSucceeded",
    ])
    expect(events.find(({ type }) => type === "MapRunRedriven")).toMatchObject({
      mapRunArn: before.mapRun,
      redriveCount: 1,
    })
    const after = await onlyMapRun(lab.client, id)
    expect(after).toMatchObject({
      mapRun: before.mapRun,
      status: "SUCCEEDED",
      redriveCount: 1,
      redrivenAt: expect.any(Number) as number,
      executionCounts: counts({ total: 6, succeeded: 6 }),
    })
    expect(await childrenOf(lab.client, before.mapRun)).toHaveLength(6)
    const own = (await lab.client.history(failed[0]?.id ?? "")).events
    expect(own.map(({ type }) => type)).toContain("ExecutionRedriven")
    expect(own.at(-1)?.type).toBe("ExecutionSucceeded")
  })

  it("runs a child of type EXPRESS again from its first state", async () => {
    const calls: string[] = []
    let healed = false
    const step =
      (name: string) =>
      (input: unknown): unknown => {
        calls.push(`${name} ${String(input)}`)
        return healed || name === "first" ? input : refusing(1)(input)
      }
    const machine = distributed(
      { MaxConcurrency: 1 },
      { ...express, StartAt: "A", States: { A: invokes("first", { Next: "B" }), B: invokes("second", { End: true }) } },
    )
    const resources = { first: step("first"), second: step("second") }
    const { lab, id } = await begin({ backend: make(), workflows: [machine], resources }, [0, 1])
    await using _ = lab
    expect(await lab.client.result(id)).toMatchObject({ status: "FAILED" })
    calls.length = 0
    healed = true
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: [0, 1] })
    expect(calls).toEqual(["first 1", "second 1"])
    expect(await childrenOf(lab.client, (await onlyMapRun(lab.client, id)).mapRun)).toHaveLength(2)
  })

  it("that was stopped goes on with the children that were stopped with it", async () => {
    let called = 0
    let healed = false
    const work = (input: unknown): unknown => (called++, healed ? input : new Promise(() => undefined))
    const { lab, id } = await begin({ backend: make(), workflows: [distributed()], resources: { work } }, numbers(3))
    await using _ = lab
    await until(() => called === 3)
    await lab.client.stop(id)
    await lab.client.result(id)
    healed = true
    // At once: the children may not have heard yet.
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: numbers(3) })
    expect(called).toBe(6)
    expect(await childrenOf(lab.client, (await onlyMapRun(lab.client, id)).mapRun)).toHaveLength(3)
  })

  it("begins another map run where the first had succeeded and its Output failed", async () => {
    const calls: unknown[] = []
    const work = (input: unknown): unknown => (calls.push(input), input)
    const machine = distributed({
      Output: "{% $states.context.Execution.RedriveCount = 0 ? $error('not yet') : $states.result %}",
    })
    const { lab, id } = await begin({ backend: make(), workflows: [machine], resources: { work } }, numbers(2))
    await using _ = lab
    expect(await lab.client.result(id)).toMatchObject({ error: "States.QueryEvaluationError" })
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: numbers(2) })
    expect(calls).toEqual([0, 1, 0, 1])
    const runs = await lab.client.listMapRuns(id)
    expect(runs.map(({ status, redriveCount }) => [status, redriveCount])).toEqual([
      ["SUCCEEDED", 0],
      ["SUCCEEDED", 0],
    ])
  })

  it("may fail, and be redriven once more", async () => {
    let good = 0
    const work = (input: unknown): unknown => (Number(input) <= good ? input : refusing(input)(input))
    const machine = distributed({ ToleratedFailureCount: 1 })
    const { lab, id } = await begin({ backend: make(), workflows: [machine], resources: { work } }, numbers(5))
    await using _ = lab
    for (; good < 3; good++) {
      expect(await lab.client.result(id)).toMatchObject({ status: "FAILED" })
      await lab.client.redrive(id)
    }
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: [0, 1, 2, 3] })
    expect(await onlyMapRun(lab.client, id)).toMatchObject({
      redriveCount: 3,
      executionCounts: counts({ total: 5, succeeded: 4, failed: 1 }),
    })
  })
})

function invokes(name: string, fields: Readonly<Record<string, unknown>>) {
  return {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: name, Payload: "{% $states.input %}" },
    Output: "{% $states.result.Payload %}",
    ...fields,
  }
}
