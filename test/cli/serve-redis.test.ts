import { createServer } from "node:http"
import type { AddressInfo } from "node:net"

import * as sfn from "@aws-sdk/client-sfn"
import { serveQueue } from "@stepwright/adapters/bullmq"
import { sfnClient } from "@stepwright/adapters/sfn-client"
import { handle, task } from "@stepwright/dsl"
import { silentLogger } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { afterAll, expect, it } from "vitest"
import { z } from "zod"

import { until } from "../clients/expecting.ts"
import { machineOf, roleArn } from "../clients/machines.ts"
import { makeScratch, start } from "./command.ts"

const scratch = makeScratch()
afterAll(() => scratch.remove())
const redis = sharedRedis()
const lambda = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`

/** Functions that each put their name behind what they are given. */
const called = machineOf({
  A: { Type: "Task", Resource: lambda("by-handlers"), Next: "B" },
  B: { Type: "Task", Resource: lambda("by-module"), Next: "C" },
  C: { Type: "Task", Resource: lambda("by-http:live"), Next: "D" },
  D: { Type: "Task", Resource: lambda("by-queue"), End: true },
})
const unbound = machineOf({
  A: { Type: "Task", Resource: lambda("nobody"), Next: "B" },
  B: { Type: "Task", Resource: "arn:aws:states:::sns:publish", Parameters: {}, End: true },
})

const endpoint = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on("data", (chunk: Buffer) => chunks.push(chunk))
  request.on("end", () => {
    const names = JSON.parse(Buffer.concat(chunks).toString("utf8")) as readonly string[]
    response.end(JSON.stringify([...names, request.headers.authorization]))
  })
})
afterAll(() => endpoint.close())

it("serves on Redis, with functions bound to handlers, a module, an endpoint and a queue", async () => {
  await new Promise<void>((resolve) => endpoint.listen(0, "127.0.0.1", resolve))
  const { port } = endpoint.address() as AddressInfo // of a TCP server
  const add = (name: string): string => `(names) => [...names, "${name}"]`
  scratch.write("handlers.mjs", `export const functions = { "${lambda("by-handlers")}": ${add("handlers")} }`)
  scratch.write("bound/tasks.mjs", `export const append = ${add("module")}`)
  const http = { url: `http://127.0.0.1:${port}/append`, headers: { authorization: { env: "APPEND_TOKEN" } } }
  scratch.write(
    "bound/bindings.json",
    JSON.stringify({
      resources: {
        [lambda("by-module")]: { handler: "./tasks.mjs#append" },
        "arn:aws:lambda:*:function:by-http": { http },
        "by-queue": { queue: "names", task: "append" },
      },
    }),
  )
  const prefix = `{${redis.prefix.replace(/:$/, "")}}`
  const connection = { host: new URL(redis.url).hostname, port: Number(new URL(redis.url).port) }
  const append = task("append", { input: z.array(z.string()), output: z.array(z.string()) })
  const handlers = [handle(append, (names) => [...names, "queue"])]
  await using _worker = await serveQueue({ connection, prefix, queue: "names", handlers, logger: silentLogger })

  const where = ["--redis", redis.url, "--prefix", redis.prefix]
  const files = ["--handlers", "handlers.mjs", "--bindings", "bound/bindings.json", "--strict-bindings"]
  const args = ["serve", ...where, ...files, "--insecure", "--port", "0", "--json"]
  const server = start(args, scratch.path, { APPEND_TOKEN: "endpoint" })
  await server.until(/"url":"http/)
  const [, url = ""] = /"url":"(http[^"]+)"/.exec(server.output()) ?? []
  const client = sfnClient({ endpoint: url, credentials: { accessKeyId: "any", secretAccessKey: "any" } })
  const create = (name: string, definition: string) =>
    client.send(new sfn.CreateStateMachineCommand({ name, definition, roleArn }))

  await expect(create("unbound", unbound)).rejects.toThrow(
    `Nobody serves the function ${lambda("nobody")} of the state A, the resource sns:publish of the state B`,
  )
  const { stateMachineArn } = await create("called", called)
  const { executionArn } = await client.send(new sfn.StartExecutionCommand({ stateMachineArn, input: "[]" }))
  const ended = await until(
    () => client.send(new sfn.DescribeExecutionCommand({ executionArn })),
    ({ status }) => status !== "RUNNING",
  )
  expect(ended).toMatchObject({ status: "SUCCEEDED", output: '["handlers","module","endpoint","queue"]' })
  client.destroy()
  server.signal("SIGTERM")
  expect((await server.ended).code, server.output()).toBe(0)
})
