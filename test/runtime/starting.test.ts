import { memory } from "@stepwright/adapters/memory"
import { handle, task, workflow } from "@stepwright/dsl"
import { createClient, createWorker, EngineError, silentLogger, startEngine, stateMachine } from "@stepwright/engine"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { invoke, sequence } from "./asl.ts"
import { openLab } from "./lab.ts"

const order = z.object({ id: z.string(), items: z.array(z.object({ sku: z.string(), quantity: z.int().min(1) })) })
const ship = task("ship", { input: z.object({ id: z.string() }) })
const shipping = workflow("shipping", { input: order }, (w, input) => {
  w.run(ship({ id: input.id }))
})
const handlers = [handle(ship, () => null)]

async function problem(action: () => Promise<unknown>): Promise<EngineError> {
  const error: unknown = await action().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!EngineError.is(error)) throw new Error("nothing was refused", { cause: error })
  return error
}

describe("starting an execution", () => {
  it("refuses an input that does not fit, naming every problem, and stores nothing", async () => {
    await using lab = await openLab({ workflows: [shipping], handlers })
    const input = { items: [{ sku: 7, quantity: 0 }] } as unknown as z.input<typeof order> // what a caller without types gives
    const error = await problem(() => lab.client.start(shipping, input))
    expect(error.code).toBe("INPUT_INVALID")
    expect(error.issues).toMatchObject([
      { path: "id", expected: "string", received: "nothing" },
      { path: "items[0].sku", expected: "string", received: "7" },
      { path: "items[0].quantity", expected: "a number of at least 1", received: "0" },
    ])
    expect(error.message).toContain("items[0].sku: expected string, received 7")
    expect(await lab.client.list()).toEqual({ executions: [] })
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect((await problem(() => lab.client.start(shipping, cycle as never))).code).toBe("INPUT_INVALID")
  })

  it("is idempotent by name and input", async () => {
    await using lab = await openLab({ workflows: [shipping], handlers })
    const input = { id: "o-1", items: [] }
    const first = await lab.client.start(shipping, input, { name: "o-1" })
    expect(first).toMatchObject({ name: "o-1", workflow: "shipping", existed: false })
    await lab.client.result(first.id)
    const again = await Promise.all([1, 2].map(() => lab.client.start(shipping, { ...input }, { name: "o-1" })))
    expect(again).toEqual([1, 2].map(() => ({ ...first, existed: true })))
    const other = await problem(() => lab.client.start(shipping, { id: "o-2", items: [] }, { name: "o-1" }))
    expect(other.code).toBe("EXECUTION_EXISTS")
    expect((await lab.client.list()).executions).toHaveLength(1)
  })

  it("takes the names that AWS takes", async () => {
    await using lab = await openLab({ workflows: [shipping], handlers })
    const input = { id: "o", items: [] }
    for (const name of ["", "a b", "a/b", "x".repeat(81), "a\u0007"]) {
      expect((await problem(() => lab.client.start(shipping, input, { name }))).code).toBe("NAME_INVALID")
    }
    for (const name of ["a", "x".repeat(80), "Ünïcode-1_2.3"]) {
      expect((await lab.client.start(shipping, input, { name })).name).toBe(name)
    }
    expect(() => createClient({ backend: lab.backend, workflows: [stateMachine("a b", succeed)] })).toThrow(
      expect.objectContaining({ code: "NAME_INVALID" }),
    )
  })

  it("says what it does not know", async () => {
    await using lab = await openLab({ workflows: [shipping], handlers })
    const stranger = sequence("stranger", { Pass: { Type: "Pass" } })
    expect((await problem(() => lab.client.start(stranger, {}))).code).toBe("WORKFLOW_UNKNOWN")
    const id = "arn:aws:states:local:000000000000:execution:shipping:nobody"
    const calls = [
      () => lab.client.describe(id),
      () => lab.client.result(id),
      () => lab.client.history(id),
      () => lab.client.stop(id),
      () => lab.client.redrive(id),
    ]
    for (const call of calls) expect((await problem(call)).code).toBe("EXECUTION_NOT_FOUND")
  })

  it("stores the plan again where the store was emptied, and gives up where it keeps nothing", async () => {
    const backend = memory()
    let forgetful = 1
    const client = createClient({
      backend: {
        ...backend,
        plans: { ...backend.plans, put: async (plan) => (forgetful-- > 0 ? undefined : backend.plans.put(plan)) },
      },
      workflows: [shipping],
    })
    expect((await client.start(shipping, { id: "o", items: [] })).existed).toBe(false)
    const lost = createClient({
      backend: { ...memory(), plans: { ...backend.plans, put: async () => undefined } },
      workflows: [shipping],
    })
    expect((await problem(() => lost.start(shipping, { id: "o", items: [] }))).code).toBe("PLAN_MISSING")
  })
})

const succeed = { StartAt: "Done", States: { Done: { Type: "Succeed" } } }

describe("starting an engine", () => {
  it("names everything that nobody serves at once, over all workflows, before anything starts", async () => {
    const backend = memory()
    const hand = sequence("hand", {
      Function: invoke("resize"),
      Put: { Type: "Task", Resource: "arn:aws:states:::dynamodb:putItem", Arguments: {} },
      Inspect: { Type: "Task", Resource: "arn:aws:states:us-east-1:111111111111:activity:inspect" },
      Child: {
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution.sync:2",
        Arguments: { StateMachineArn: "arn:aws:states:us-east-1:111111111111:stateMachine:nobody" },
      },
    })
    const error = await problem(() => startEngine({ backend, workflows: [shipping, hand] }))
    expect(error.code).toBe("UNBOUND")
    for (const name of ["task 'ship'", "function 'resize'", "resource 'dynamodb:putItem'", "workflow 'nobody'"]) {
      expect(error.message).toContain(name)
    }
    expect(error.message).toContain("resource 'arn:aws:states:us-east-1:111111111111:activity:inspect'")
    expect(await backend.plans.list()).toEqual([])
  })

  it("refuses two of one name", () => {
    const backend = memory()
    const twin = sequence("shipping", { Pass: { Type: "Pass" } })
    expect(() => createClient({ backend, workflows: [shipping, twin] })).toThrow(
      expect.objectContaining({ code: "DUPLICATE_NAME" }),
    )
    expect(() => createClient({ backend, workflows: [shipping, shipping] })).not.toThrow()
    const options = { backend, workflows: [shipping], handlers: [...handlers, ...handlers] }
    expect(() => createWorker(options)).toThrow(expect.objectContaining({ code: "DUPLICATE_NAME" }))
    const impostor = task("ship", { input: z.object({}) })
    expect(() => createWorker({ backend, workflows: [shipping], handlers: [handle(impostor, () => null)] })).toThrow(
      expect.objectContaining({ code: "DUPLICATE_NAME" }),
    )
  })

  it("lists every problem of a definition", () => {
    const broken = { StartAt: "A", States: { A: { Type: "Pass", Next: "B" }, C: { Type: "Wait", End: true } } }
    const attempt = (): unknown => stateMachine("broken", broken)
    expect(attempt).toThrow(expect.objectContaining({ code: "PLAN_INVALID" }))
    expect(attempt).toThrow(/2 problems|3 problems/)
    expect(() => stateMachine("text", "{")).toThrow(expect.objectContaining({ code: "PLAN_INVALID" }))
    expect(stateMachine("text", JSON.stringify(succeed)).plan.definition.StartAt).toBe("Done")
  })

  it("checks its limits", () => {
    const backend = memory()
    for (const limit of [{ concurrency: 0 }, { taskConcurrency: 1.5 }, { maxDeliveries: -1 }]) {
      expect(() => createWorker({ backend, workflows: [], ...limit })).toThrow(
        expect.objectContaining({ code: "LIMIT_INVALID" }),
      )
    }
  })

  it("is over once it is closed", async () => {
    const engine = await startEngine({ backend: memory(), workflows: [shipping], handlers, logger: silentLogger })
    await engine.close()
    await engine.close()
    expect((await problem(() => engine.worker.start())).code).toBe("ENGINE_CLOSED")
    await expect(engine.list()).rejects.toMatchObject({ code: "BACKEND_CLOSED" })
  })
})
