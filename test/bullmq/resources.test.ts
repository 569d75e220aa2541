import { bullmq, serveQueue } from "@stepwright/adapters/bullmq"
import { memory } from "@stepwright/adapters/memory"
import { handle, task, TaskError } from "@stepwright/dsl"
import { createWorker, silentLogger, startEngine, stateMachine } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { expect, it } from "vitest"
import { z } from "zod"

import { newPrefix, openQueue, until } from "./lab.ts"

const { hostname, port } = new URL(sharedRedis().url)
const connection = { host: hostname, port: Number(port) }

const lambda = (name: string): string => `arn:aws:lambda:us-east-1:111111111111:function:${name}`

/** Written for AWS: a function by its ARN, one by `lambda:invoke`, and a service. */
const machine = stateMachine("mixed", {
  StartAt: "Direct",
  States: {
    Direct: { Type: "Task", Resource: lambda("double"), ResultPath: "$.direct", Next: "Invoked" },
    Invoked: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Parameters: { FunctionName: lambda("double:live"), "Payload.$": "$" },
      ResultPath: "$.invoked",
      Next: "Service",
    },
    Service: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage",
      Parameters: { QueueUrl: "box", "MessageBody.$": "$.n" },
      ResultPath: "$.sent",
      Next: "Refused",
    },
    Refused: {
      Type: "Task",
      Resource: lambda("refuse"),
      Catch: [{ ErrorEquals: ["Paper.Jam"], ResultPath: "$.refused", Next: "Done" }],
      Next: "Done",
    },
    Done: { Type: "Succeed" },
  },
})

const double = (input: unknown): number => (input as { readonly n: number }).n * 2
const refuse = (): never => {
  throw new TaskError("Paper.Jam", { cause: "tray 2" })
}
const send = (input: unknown): unknown => ({
  MessageId: "m",
  of: (input as { readonly MessageBody: number }).MessageBody,
})

const untyped = (name: string) => task(name, { input: z.any(), output: z.any() })
const handlers = [handle(untyped("double"), double), handle(untyped("refuse"), refuse), handle(untyped("post"), send)]
const onQueue = {
  [lambda("*")]: { queue: "functions" },
  "sqs:sendMessage": { queue: "services", task: "post" },
}

it("functions and services that are bound to queues answer as handlers do", async () => {
  const prefix = newPrefix()
  const resources = { double, refuse, "sqs:sendMessage": send }
  await using plain = await startEngine({ backend: memory(), workflows: [machine], resources, logger: silentLogger })
  const queues = bullmq({ connection, prefix, queues: { functions: { concurrency: 2 } } })
  const options = { backend: memory(), workflows: [machine], logger: silentLogger, resources: onQueue, queues }
  await using engine = await startEngine({ ...options, handlers: handlers.slice(0, 2) })
  await using _served = await serveQueue({
    connection,
    prefix,
    queue: "services",
    handlers: handlers.slice(2),
    logger: silentLogger,
  })
  const [expected, got] = await Promise.all(
    [plain, engine].map(async (on) => {
      const { id } = await on.start(machine, { n: 21 }, { name: "one" })
      const { status, output } = await on.result(id)
      const { events } = await on.history(id)
      return { status, output, types: events.map(({ type }) => type) }
    }),
  )
  expect(got).toEqual(expected)
  expect(got).toMatchObject({
    status: "SUCCEEDED",
    output: {
      direct: 42,
      invoked: { Payload: 42, StatusCode: 200 },
      sent: { of: 21 },
      refused: { Error: "Paper.Jam" },
    },
  })
})

it("a job of a resource waits for whoever serves it, survives its engine, and carries an envelope", async () => {
  const prefix = newPrefix()
  const backend = memory()
  const one = stateMachine("one", {
    StartAt: "A",
    States: { A: { Type: "Task", Resource: lambda("double"), TimeoutSeconds: 600, End: true } },
  })
  const options = { backend, workflows: [one], logger: silentLogger, resources: onQueue }
  const first = createWorker({ ...options, queues: bullmq({ connection, prefix }) })
  await first.start()
  const queue = openQueue(connection, prefix, "functions")
  await using client = await startEngine({ ...options, queues: bullmq({ connection, prefix }) })
  const { id } = await client.start(one, { n: 4 })
  await until(async () => (await queue.getWaitingCount()) === 1)
  await first.close({ drain: false })
  const [job] = await queue.getWaiting()
  expect(job).toMatchObject({ name: "double", data: { v: 1, key: `${id}/A`, attempt: 1, input: { n: 4 }, step: "A" } })
  expect(typeof (job?.data as { deadline: unknown } | undefined)?.deadline).toBe("number")
  const seen: string[] = []
  const watching = handle(untyped("double"), (input, { key }) => {
    seen.push(key)
    return double(input)
  })
  await using _served = await serveQueue({
    connection,
    prefix,
    queue: "functions",
    handlers: [watching],
    logger: silentLogger,
  })
  expect(await client.result(id)).toMatchObject({ status: "SUCCEEDED", output: 8 })
  expect(seen).toEqual([`${id}/A`])
})

it("a worker without queues names what is bound to one", async () => {
  const worker = createWorker({ backend: memory(), workflows: [machine], resources: onQueue, logger: silentLogger })
  await expect(worker.start()).rejects.toMatchObject({
    code: "UNBOUND",
    message: expect.stringMatching(
      /queue 'functions'[\s\S]*'Invoked'[\s\S]*queue 'services'[\s\S]*'Service'/,
    ) as unknown,
  })
})
