import { handle, task, TaskError, workflow } from "@stepwright/dsl"
import { AdapterError, type Backend, stateMachine } from "@stepwright/engine"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { ask, sequence } from "./asl.ts"
import { openLab, stores, until } from "./lab.ts"

const child = sequence("child", { Ask: ask() })
const parent = stateMachine(
  "parent",
  {
    QueryLanguage: "JSONata",
    StartAt: "Call",
    States: {
      Call: {
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Arguments: { StateMachineArn: "${Child}", Name: "the-child", Input: {} },
        End: true,
      },
    },
  },
  { bindings: { Child: { kind: "workflow", workflow: "child" } } },
)
const childId = "arn:aws:states:local:000000000000:execution:child:the-child"

/** A backend that starts `child` only when it is told to. */
function slowToStart(real: Backend) {
  const gate = Promise.withResolvers<void>()
  let asked = false
  const backend: Backend = {
    ...real,
    executions: {
      ...real.executions,
      start: async (execution) => {
        if (execution.machine !== "child") return await real.executions.start(execution)
        asked = true
        await gate.promise
        return await real.executions.start(execution)
      },
    },
  }
  return { backend, asked: () => asked, open: gate.resolve }
}

describe.each(stores)("a child whose start is on its way when its parent stops over %s", (_store, make) => {
  it("is stopped as soon as it is there", async () => {
    const { backend, asked, open } = slowToStart(make())
    await using lab = await openLab({
      workflows: [parent, child],
      backend,
      resources: { "sqs:sendMessage": () => null },
    })
    const { id } = await lab.client.start(parent, {})
    await until(asked)
    await lab.client.stop(id)
    await lab.client.result(id)
    open()
    await until(async () => (await lab.client.list({ workflow: "child" })).executions.length === 1)
    expect(await lab.client.result(childId)).toMatchObject({ status: "ABORTED" })
  })

  it("is left alone where it is somebody else's", async () => {
    const real = make()
    const { backend, asked, open } = slowToStart(real)
    await using lab = await openLab({
      workflows: [parent, child],
      backend,
      resources: { "sqs:sendMessage": () => null },
    })
    const { id } = await lab.client.start(parent, {})
    await until(asked)
    const [plan] = (await real.plans.list()).filter(({ machine }) => machine === "child")
    await real.executions.start({
      id: childId,
      machine: "child",
      name: "the-child",
      plan: plan?.id ?? "",
      header: JSON.stringify({ v: 1, seed: "another" }),
      input: "{}",
      startedAt: 0,
    })
    await lab.client.stop(id)
    await lab.client.result(id)
    open()
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(await lab.client.describe(childId)).toMatchObject({ status: "RUNNING" })
  })
})

describe.each(stores)("a child that failed over %s", (_store, make) => {
  const work = task("work", { input: z.object({}), output: z.string() })
  const inner = workflow("inner", {}, (w) => w.run(work({})))
  const outer = workflow("outer", {}, (w) => w.run(w.call(inner)({})))

  it("is started anew when its parent is redriven, under the same key", async () => {
    const keys: string[] = []
    let broken = true
    await using lab = await openLab({
      backend: make(),
      workflows: [outer],
      handlers: [
        handle(work, (_, { key }) => {
          keys.push(key)
          if (broken) throw new TaskError("Not.Yet")
          return "done"
        }),
      ],
    })
    const { id } = await lab.client.start(outer, {})
    expect((await lab.client.result(id)).status).toBe("FAILED")
    broken = false
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "done" })
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
  })
})

describe.each(stores)("over %s, a store that fails while a child is started", (_store, make) => {
  it("is asked again, and the parent does not notice", async () => {
    const quick = sequence("child", { Pass: { Type: "Pass", Output: "done" } })
    const real = make()
    let failing = 3
    const backend: Backend = {
      ...real,
      executions: {
        ...real.executions,
        start: async (execution) => {
          if (execution.machine === "child" && failing-- > 0) {
            // As when a store's answer is lost: it may have been carried out.
            if (failing === 0) await real.executions.start(execution)
            throw new AdapterError({ code: "BACKEND_FAILED", message: "The disk is full.", retryable: true })
          }
          return await real.executions.start(execution)
        },
      },
    }
    await using lab = await openLab({ workflows: [parent, quick], backend })
    const { id } = await lab.client.start(parent, {})
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: { Output: "done" } })
    const types = (await lab.client.history(id)).events.map(({ type }) => type)
    expect(types.filter((type) => type === "TaskFailed")).toEqual([])
    expect(failing).toBeLessThanOrEqual(0)
  })
})
