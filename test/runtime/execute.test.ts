import { memory } from "@stepwright/adapters/memory"
import { type Backend, createClient } from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { ask, invoke, sequence } from "./asl.ts"
import { openLab, stores, until } from "./lab.ts"

const calling = sequence("calling", { Call: invoke("call") })
const asking = sequence("asking", { Ask: ask() })

describe.each(stores)("execute over %s", (_store, make) => {
  it("answers what result would answer", async () => {
    await using lab = await openLab({ backend: make(), workflows: [calling], resources: { call: (input) => input } })
    const ended = await lab.client.execute(calling, { n: 1 })
    expect(ended).toMatchObject({ status: "SUCCEEDED", input: { n: 1 }, output: { n: 1 } })
    expect(ended).toEqual(await lab.client.result(ended.id))
    expect(ended).toEqual(await lab.client.describe(ended.id))
  })

  it("answers a failure as a value", async () => {
    const resources = {
      call: () => {
        throw Object.assign(new Error("no"), { name: "Refused" })
      },
    }
    await using lab = await openLab({ backend: make(), workflows: [calling], resources })
    const ended = await lab.client.execute(calling, {})
    expect(ended).toMatchObject({ status: "FAILED", error: "Refused" })
    expect(ended).toEqual(await lab.client.describe(ended.id))
  })

  it("waits for the execution of its name, whether it runs or has ended", async () => {
    const tokens: string[] = []
    const resources = { "sqs:sendMessage": (_: unknown, { token = "" }) => void tokens.push(token) }
    await using lab = await openLab({ backend: make(), workflows: [asking], resources })
    const both = [1, 2].map(() => lab.client.execute(asking, { n: 1 }, { name: "one" }))
    await until(() => tokens.length === 1)
    await expect(lab.client.execute(asking, { n: 2 }, { name: "one" })).rejects.toMatchObject({
      code: "EXECUTION_EXISTS",
    })
    await lab.client.succeed(tokens[0] ?? "", "answer")
    const [first, second] = await Promise.all(both)
    expect(first).toMatchObject({ status: "SUCCEEDED", output: "answer" })
    expect(second).toEqual(first)
    expect(await lab.client.execute(asking, { n: 1 }, { name: "one" })).toEqual(first)
    expect(tokens).toHaveLength(1)
  })
})

describe("execute", () => {
  it("gives up after its time, and the execution goes on", async () => {
    const tokens: string[] = []
    const resources = { "sqs:sendMessage": (_: unknown, { token = "" }) => void tokens.push(token) }
    await using lab = await openLab({ workflows: [asking], resources })
    const options = { name: "late", timeoutMs: 5000 }
    await expect(lab.client.execute(asking, {}, options)).rejects.toMatchObject({ code: "RESULT_TIMEOUT" })
    await lab.client.succeed(tokens[0] ?? "", "at last")
    expect(await lab.client.execute(asking, {}, { name: "late" })).toMatchObject({ output: "at last" })
  })

  it("hears of an end that comes before its start was answered", async () => {
    const real = memory()
    const slow: Backend = {
      ...real,
      executions: {
        ...real.executions,
        async start(execution) {
          const result = await real.executions.start(execution)
          await until(async () => (await real.executions.get({ id: execution.id }))?.status === "SUCCEEDED")
          return result
        },
      },
    }
    await using lab = await openLab({ backend: slow, workflows: [calling], resources: { call: () => "done" } })
    expect(await lab.client.execute(calling, {})).toMatchObject({ status: "SUCCEEDED", output: "done" })
  })

  it("refuses what start refuses, and listens to nothing then", async () => {
    const client = createClient({ backend: memory(), workflows: [calling] })
    await expect(client.execute(asking, {})).rejects.toMatchObject({ code: "WORKFLOW_UNKNOWN" })
    await expect(client.execute(calling, {}, { name: "a b" })).rejects.toMatchObject({ code: "NAME_INVALID" })
  })
})
