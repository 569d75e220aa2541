import { memory } from "@stepwright/adapters/memory"
import { handle, task, TaskError, workflow } from "@stepwright/dsl"
import { type Backend, type StateMachine, stateMachine } from "@stepwright/engine"
import { testKit } from "@stepwright/engine/testing"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { ask, invoke, sequence } from "./asl.ts"
import { openLab, stores, until } from "./lab.ts"

const runTest = testKit({ backend: memory })

const child = sequence("child", { Work: invoke("work") })

/** A machine that starts `child` in one of the three ways. */
function parent(suffix: "" | ".sync" | ".sync:2", fields: Readonly<Record<string, unknown>> = {}): StateMachine {
  const call = {
    Type: "Task",
    Resource: `arn:aws:states:::states:startExecution${suffix}`,
    Arguments: { StateMachineArn: "${Child}", Name: "the-child", Input: "{% $states.input %}" },
    End: true,
    ...fields,
  }
  return stateMachine(
    "parent",
    {
      QueryLanguage: "JSONata",
      StartAt: "Call",
      States: { Call: call, ...("Catch" in fields ? { Caught: { Type: "Pass", End: true } } : {}) },
    },
    { bindings: { Child: { kind: "workflow", workflow: "child" } } },
  )
}

const childId = "arn:aws:states:local:000000000000:execution:child:the-child"

async function family(
  backend: Backend,
  suffix: "" | ".sync" | ".sync:2",
  work: () => unknown,
  fields?: Readonly<Record<string, unknown>>,
) {
  const machine = parent(suffix, fields)
  const lab = await openLab({ backend, workflows: [machine, child], resources: { work } })
  const { id } = await lab.client.start(machine, { n: 1 })
  return { lab, id }
}

describe.each(stores)("a child workflow over %s", (_store, make) => {
  it("that is called answers as DescribeExecution does: text with .sync, JSON with .sync:2", async () => {
    for (const [suffix, output] of [
      [".sync", '{"done":true}'],
      [".sync:2", { done: true }],
    ] as const) {
      const { lab, id } = await family(make(), suffix, () => ({ done: true }))
      await using _ = lab
      const ended = await lab.client.result(id)
      expect(ended).toMatchObject({
        status: "SUCCEEDED",
        output: { ExecutionArn: childId, Name: "the-child", Status: "SUCCEEDED", Output: output },
      })
      const types = (await lab.client.history(id)).events.map(({ type }) => type)
      expect(types.slice(2, 6)).toEqual(["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"])
      expect(await lab.client.describe(childId)).toMatchObject({
        status: "SUCCEEDED",
        input: { n: 1 },
        workflow: "child",
      })
    }
  })

  it("that fails is States.TaskFailed, with what DescribeExecution says as the cause", async () => {
    const fail = (): never => {
      throw Object.assign(new Error("none left"), { name: "Sold.Out" })
    }
    const { lab, id } = await family(make(), ".sync:2", fail)
    await using _ = lab
    const { status, error, cause } = await lab.client.result(id)
    expect({ status, error }).toEqual({ status: "FAILED", error: "States.TaskFailed" })
    expect(Object.keys(JSON.parse(cause ?? "{}") as object)).toEqual([
      "Cause",
      "Error",
      "ExecutionArn",
      "Input",
      "InputDetails",
      "Name",
      "StartDate",
      "StateMachineArn",
      "Status",
      "StopDate",
    ])
    expect(JSON.parse(cause ?? "{}")).toMatchObject({ Error: "Sold.Out", Input: '{"n":1}', Status: "FAILED" })
  })

  it("that is only started answers at once, and goes its own way", async () => {
    let finish: (value: unknown) => void = () => undefined
    const { lab, id } = await family(make(), "", () => new Promise((resolve) => (finish = resolve)))
    await using _ = lab
    expect(await lab.client.result(id)).toMatchObject({ output: { ExecutionArn: childId } })
    expect(await lab.client.describe(childId)).toMatchObject({ status: "RUNNING" })
    await until(() => finish.length > 0)
    finish("later")
    expect(await lab.client.result(childId)).toMatchObject({ status: "SUCCEEDED", output: "later" })
  })

  it("is stopped with the parent that awaits it, and when the parent stops waiting", async () => {
    const { lab, id } = await family(make(), ".sync:2", () => new Promise(() => undefined))
    await using _ = lab
    await until(async () => (await lab.client.list({ workflow: "child" })).executions.length === 1)
    await lab.client.stop(id, { error: "Stopped" })
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED" })
    const cause = `The Task state in AWS Step Functions execution [${id}] which was managing this resource was aborted`
    const aborted = await lab.client.result(childId)
    expect(aborted).toMatchObject({ status: "ABORTED", cause })
    expect(aborted).not.toHaveProperty("error")

    const catching = { TimeoutSeconds: 60, Catch: [{ ErrorEquals: ["States.Timeout"], Next: "Caught" }] }
    const machine = parent(".sync:2", catching)
    const sleeper = sequence("child", { Sleep: { Type: "Wait", Seconds: 3600 } })
    await using other = await openLab({ backend: make(), workflows: [machine, sleeper] })
    const started = await other.client.start(machine, { n: 1 })
    expect(await other.client.result(started.id)).toMatchObject({ status: "SUCCEEDED" })
    expect(await other.client.result(childId)).toMatchObject({
      status: "ABORTED",
      cause: cause.replace(id, started.id),
    })
  })

  it("is stopped with a parent that slept, also where the parent only stops waiting", async () => {
    const asking = sequence("child", { Ask: ask() })
    const both = (call: object) => ({
      Type: "Parallel",
      Branches: [
        { StartAt: "Call", States: { Call: call } },
        { StartAt: "Other", States: { Other: { ...ask(), End: true } } },
      ],
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "After" }],
      Next: "After",
    })
    const { plan } = parent(".sync:2")
    const machine = stateMachine(
      "parent",
      {
        QueryLanguage: "JSONata",
        StartAt: "Both",
        States: { Both: both(plan.definition.States.Call as object), After: { ...ask(), End: true } },
      },
      { bindings: plan.bindings },
    )
    for (const stop of [true, false]) {
      const tokens: string[] = []
      const resources = { "sqs:sendMessage": (_: unknown, { token = "" }) => void tokens.push(token) }
      await using lab = await openLab({ backend: make(), workflows: [machine, asking], resources })
      const start = lab.clock.now()
      const { id } = await lab.client.start(machine, { n: 1 })
      await until(() => tokens.length === 2)
      await until(() => lab.clock.now() >= start + 1000)
      const other = tokens.find((token) => !token.startsWith("0."))
      if (stop) await lab.client.stop(id)
      else await lab.client.fail(other ?? "", "Bad")
      expect(await lab.client.result(childId)).toMatchObject({ status: "ABORTED" })
    }
  })

  it("is not confused with an execution of the same name that somebody else started", async () => {
    const machine = parent(".sync:2")
    await using lab = await openLab({ backend: make(), workflows: [machine, child], resources: { work: () => "done" } })
    await lab.client.start(child, { n: 1 }, { name: "the-child" })
    const { id } = await lab.client.start(machine, { n: 1 })
    expect(await lab.client.result(id)).toMatchObject({
      status: "FAILED",
      error: "StepFunctions.ExecutionAlreadyExistsException",
    })
    expect((await lab.client.history(id)).events.at(-2)).toMatchObject({
      type: "TaskSubmitFailed",
      resource: "startExecution.sync:2",
      error: "StepFunctions.ExecutionAlreadyExistsException",
    })
  })

  it("that is nowhere to be found fails the state", async () => {
    const machine = sequence("dynamic", {
      Call: {
        Type: "Task",
        Resource: "arn:aws:states:::states:startExecution",
        Arguments: { StateMachineArn: "{% $states.input.arn %}" },
      },
    })
    const run = await runTest(machine, { input: { arn: "arn:aws:states:us-east-1:111111111111:stateMachine:nobody" } })
    expect(run).toMatchObject({ status: "FAILED", error: "StepFunctions.StateMachineDoesNotExistException" })
  })

  it("that cannot have its name fails the state", async () => {
    for (const name of ["a:b", "", "x".repeat(81)]) {
      const machine = sequence("naming", {
        Call: {
          Type: "Task",
          Resource: "arn:aws:states:::states:startExecution",
          Arguments: { StateMachineArn: "child", Name: name },
        },
      })
      await using lab = await openLab({ backend: make(), workflows: [machine, child], resources: { work: () => 1 } })
      const { id } = await lab.client.start(machine, {})
      expect(await lab.client.result(id)).toMatchObject({ error: "StepFunctions.InvalidNameException" })
    }
  })

  it("runs beside the parent that awaits it even where there is room for one only", async () => {
    const machine = parent(".sync:2")
    await using lab = await openLab({
      backend: make(),
      workflows: [machine, child],
      resources: { work: () => 1 },
      concurrency: 1,
    })
    const { id } = await lab.client.start(machine, { n: 1 })
    expect((await lab.client.result(id)).status).toBe("SUCCEEDED")
  })
})

describe("a child workflow of the DSL", () => {
  const reserve = task("reserve", { input: z.object({ sku: z.string() }), output: z.object({ id: z.string() }) })
  const stock = workflow("stock", { input: z.object({ sku: z.string() }) }, (w, { sku }) => w.run(reserve({ sku })))

  it("is called with a key of its own, and its error can be caught by its name", async () => {
    const order = workflow("order", { input: z.object({ sku: z.string() }) }, (w, { sku }) =>
      w
        .attempt((w) => {
          w.run(w.call(stock)({ sku }), { name: "stock" })
          return "ordered"
        })
        .catch({ "Sold.Out": () => "sold out" }),
    )
    const well = await runTest(order, { input: { sku: "a" }, mocks: { reserve: { id: "r" } } })
    expect(well).toMatchObject({ status: "SUCCEEDED", output: "ordered" })
    expect(well.calls[0]?.key).toBe("arn:aws:states:local:000000000000:execution:order:test/attempt/stock/reserve")
    const handlers = [
      handle(reserve, () => {
        throw new TaskError("Sold.Out")
      }),
    ]
    expect(await runTest(order, { input: { sku: "a" }, handlers })).toMatchObject({ output: "sold out" })
  })

  it("may hand the token on instead", async () => {
    const asker = workflow("asker", { input: z.object({ token: z.string() }) }, (w, { token }) => {
      const tell = task("tell", { input: z.object({ token: z.string() }) })
      w.run(tell({ token }))
    })
    const waiting = workflow("waiting", {}, (w) =>
      w.callback(({ token }) => w.call(asker)({ token }), { output: z.string(), name: "ask", timeout: "1h" }),
    )
    await using lab = await openLab({
      workflows: [waiting],
      handlers: [
        handle([...asker.tasks.values()][0]!, (input: never) =>
          lab.client.succeed((input as { token: string }).token, "answered"),
        ),
      ],
    })
    const { id } = await lab.client.start(waiting, {})
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "answered" })
  })
})

describe.each(stores)("an execution with a token outside over %s", (_store, make) => {
  it("is aborted by stop; the token is closed", async () => {
    const machine = sequence("asking", { Ask: ask() })
    let token = ""
    await using lab = await openLab({
      backend: make(),
      workflows: [machine],
      resources: { "sqs:sendMessage": (_, context) => void (token = context.token ?? "") },
    })
    const { id } = await lab.client.start(machine, {})
    await until(() => token !== "")
    await lab.client.stop(id, { error: "Changed.Mind", cause: "no longer needed" })
    expect(await lab.client.result(id)).toMatchObject({
      status: "ABORTED",
      error: "Changed.Mind",
      cause: "no longer needed",
    })
    await expect(lab.client.succeed(token, 1)).rejects.toMatchObject({ code: "TOKEN_CLOSED" })
  })
})
