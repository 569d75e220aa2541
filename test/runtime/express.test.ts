import { task, workflow } from "@stepwright/dsl"
import { type StateMachine, stateMachine } from "@stepwright/engine"
import { describe, expect, it } from "vitest"
import { z } from "zod"

import { invoke } from "./asl.ts"
import { openLab, stores, until } from "./lab.ts"

const express = (states: Readonly<Record<string, object>>, name = "quick"): StateMachine =>
  stateMachine(name, { QueryLanguage: "JSONata", StartAt: Object.keys(states)[0], States: states }, { type: "EXPRESS" })
const quick = express({ Work: { ...invoke("work"), End: true } })
const waiting = (seconds: number, name?: string): StateMachine =>
  express({ Wait: { Type: "Wait", Seconds: seconds, End: true } }, name)

describe("a state machine of the type EXPRESS", () => {
  it.each<[string, object, string]>([
    [
      "a job",
      { Type: "Task", Resource: "arn:aws:states:::ecs:runTask.sync", End: true },
      "Express state machine does not support '.sync' service integration",
    ],
    [
      "a callback",
      { Type: "Task", Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken", End: true },
      "Express state machine does not support '.waitForTaskToken' service integration",
    ],
    [
      "an activity",
      { Type: "Task", Resource: "arn:aws:states:us-east-1:111111111111:activity:a", End: true },
      "Express state machine does not support Activity ARN",
    ],
    [
      "a distributed Map",
      {
        Type: "Map",
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
          StartAt: "P",
          States: { P: { Type: "Pass", End: true } },
        },
        End: true,
      },
      "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
    ],
  ])("may not have %s", (_, state, message) => {
    expect(() => express({ S: state })).toThrow(
      expect.objectContaining({ code: "PLAN_INVALID", message: expect.stringContaining(message) as string }),
    )
  })

  it("is another plan than the same definition of the type STANDARD, which says nothing of its type", () => {
    const definition = { StartAt: "A", States: { A: { Type: "Succeed" } } }
    expect(stateMachine("m", definition, { type: "STANDARD" }).plan).toEqual(stateMachine("m", definition).plan)
    expect(stateMachine("m", definition, { type: "EXPRESS" }).plan).toMatchObject({ type: "EXPRESS" })
  })
})

describe.each(stores)("an execution of the type EXPRESS over %s", (_store, make) => {
  it("is started anew each time, also by the same name", async () => {
    await using lab = await openLab({ backend: make(), workflows: [quick], resources: { work: (n: unknown) => n } })
    const runs = [await lab.client.start(quick, 1, { name: "n" }), await lab.client.start(quick, 1, { name: "n" })]
    const [first, second] = runs
    expect(first?.id).toMatch(/^arn:aws:states:local:000000000000:express:quick:n:[\w-]{22}$/)
    expect(second?.id).not.toBe(first?.id)
    expect(runs).toMatchObject([
      { name: "n", existed: false },
      { name: "n", existed: false },
    ])
    expect(await lab.client.execute(quick, 2, { name: "n" })).toMatchObject({ status: "SUCCEEDED", output: 2 })
    for (const { id } of runs) {
      expect(await lab.client.result(id)).toMatchObject({ name: "n", workflow: "quick", output: 1 })
      expect((await lab.client.history(id)).events.at(-1)).toMatchObject({ type: "ExecutionSucceeded" })
    }
  })

  it("may be a workflow's that was written as one", async () => {
    const work = task("work", { input: z.number(), output: z.number(), handler: (n) => n + 1 })
    const written = workflow("written", { type: "EXPRESS", input: z.number() }, (w, n) => w.run(work(n)))
    await using lab = await openLab({ backend: make(), workflows: [written] })
    const first = await lab.client.start(written, 1, { name: "n" })
    const second = await lab.client.start(written, 2, { name: "n" })
    expect(first.id).toMatch(/:express:written:n:/)
    expect(await lab.client.result(first.id)).toMatchObject({ status: "SUCCEEDED", output: 2 })
    expect(await lab.client.result(second.id)).toMatchObject({ status: "SUCCEEDED", output: 3 })
    expect(await lab.client.execute(written, 3)).toMatchObject({ status: "SUCCEEDED", output: 4 })
  })

  it("knows itself by its ARN", async () => {
    const told = express({ A: { Type: "Pass", Output: "{% $states.context.Execution.Id %}", End: true } })
    await using lab = await openLab({ backend: make(), workflows: [told] })
    const { id, output } = await lab.client.execute(told, {})
    expect(output).toBe(id)
  })

  it("cannot be redriven", async () => {
    const failing = express({ A: { Type: "Fail", Error: "E" } })
    await using lab = await openLab({ backend: make(), workflows: [failing] })
    const { id } = await lab.client.execute(failing, {})
    await expect(lab.client.redrive(id)).rejects.toMatchObject({ code: "NOT_REDRIVABLE" })
    expect(await lab.client.describeRedrive(id)).toMatchObject({ redriveStatus: "NOT_REDRIVABLE", redriveCount: 0 })
  })

  it.each([undefined, "aws"] as const)("may take five minutes where AWS's quotas hold (target: %s)", async (target) => {
    const [short, long] = [waiting(299, "short"), waiting(301, "long")]
    const given = target === undefined ? {} : { target }
    await using lab = await openLab({ backend: make(), workflows: [short, long], ...given })
    expect((await lab.client.execute(short, {})).status).toBe("SUCCEEDED")
    expect((await lab.client.execute(long, {})).status).toBe(target === undefined ? "SUCCEEDED" : "TIMED_OUT")
  })

  it("can be stopped, but not where AWS's quotas hold", async () => {
    const resources = { work: () => new Promise(() => undefined) }
    await using lab = await openLab({ backend: make(), workflows: [quick], resources })
    const { id } = await lab.client.start(quick, {})
    await lab.client.stop(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "ABORTED" })

    await using strict = await openLab({ backend: make(), workflows: [quick], resources, target: "aws" })
    const { id: other } = await strict.client.start(quick, {})
    await expect(strict.client.stop(other)).rejects.toMatchObject({ code: "TYPE_NOT_SUPPORTED" })
    await expect(strict.client.stop(`${other}x`)).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" })
    expect(await strict.client.describe(other)).toMatchObject({ status: "RUNNING" })
  })

  it("is found again by the parent that started it, and stopped with it", async () => {
    const child = quick
    const parent = stateMachine("parent", {
      QueryLanguage: "JSONata",
      StartAt: "Call",
      States: {
        Call: {
          Type: "Task",
          Resource: "arn:aws:states:::states:startExecution.sync:2",
          Arguments: { StateMachineArn: "quick", Name: "n" },
          End: true,
        },
      },
    })
    await using lab = await openLab({
      backend: make(),
      workflows: [parent, child],
      resources: { work: () => new Promise(() => undefined) },
    })
    const { id } = await lab.client.start(parent, {})
    const children = async () => (await lab.client.list({ workflow: "quick" })).executions
    await until(async () => (await children()).length === 1)
    await lab.client.stop(id)
    await lab.client.result(id)
    const [only] = await children()
    expect(only?.id).toContain(":express:quick:n:")
    expect(await lab.client.result(only?.id ?? "")).toMatchObject({ status: "ABORTED" })
  })
})
