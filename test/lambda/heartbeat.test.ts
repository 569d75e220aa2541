import { fileURLToPath } from "node:url"

import { httpApi, serveHttp, stepFunctions } from "@stepwright/adapters/http"
import { locateHandlers, type TaskBundle } from "@stepwright/adapters/aws/bundle"
import { memory } from "@stepwright/adapters/memory"
import { createClient, createWorker, silentLogger } from "@stepwright/engine"
import { compile } from "@stepwright/engine/compile"
import { stateMachine } from "@stepwright/engine"
import { afterAll, beforeAll, expect, it } from "vitest"

import { type Bundled, bundled } from "./bundled.ts"
import { functionArn, LocalFunction } from "./local-function.ts"
import { working } from "./tasks.ts"
import * as tasks from "./tasks.ts"

let made: Bundled
beforeAll(() => {
  const file = fileURLToPath(new URL("./tasks.ts", import.meta.url))
  const handlers = locateHandlers([{ file, exports: tasks }], [working])
  made = bundled({ handlers: handlers.filter(({ task }) => task === "work") })
})
afterAll(() => made[Symbol.dispose]())

/** The engine behind the Step Functions API, and the function that it calls, whose SDK is told where that is. */
async function opened() {
  const stack = new AsyncDisposableStack()
  const backend = memory()
  const { plan } = compile(working.tree)
  const text = JSON.stringify(plan.definition).replace(/\$\{\w+\}/, functionArn("work"))
  const machine = stateMachine("working", text)
  const app = httpApi({
    service: stepFunctions({ backend, region: "eu-central-1", account: "123456789012" }),
    client: createClient({ backend, workflows: [machine] }),
    health: () => Promise.resolve({ live: true, ready: true }),
    closing: new AbortController().signal,
    logger: silentLogger,
  })
  const server = await serveHttp(app, { port: 0 })
  stack.defer(async () => await server.close({ graceMs: 0 }))
  const env = { AWS_ENDPOINT_URL_SFN: server.url }
  const work = stack.use(new LocalFunction(made.bundles[0] as TaskBundle, { env })) // there is one
  const resources = { [functionArn("work")]: async (payload: unknown) => await work.invoke(payload) }
  await work.warm()
  const worker = createWorker({ backend, workflows: [machine], resources, logger: silentLogger })
  await worker.start()
  stack.defer(async () => await worker.close({ drain: false }))
  return { stack, machine, work, engine: createClient({ backend, workflows: [machine] }) }
}

it("beats, and answers by the token through AWS's client", async () => {
  const { stack, engine, machine, work } = await opened()
  await using _ = stack
  // 6 seconds of work under a heartbeat of 4. What the function returns is not looked at: only the token can answer.
  const { id } = await engine.start(machine, { beats: 12, how: "answers" })
  expect(await engine.result(id)).toMatchObject({ status: "SUCCEEDED", output: { worked: { beats: 12 } } })
  const { id: second } = await engine.start(machine, { beats: 1, how: "answers" })
  expect(await engine.result(second)).toMatchObject({ status: "SUCCEEDED" })
  expect(work.starts).toBe(1)
})

it("tells a failure by the token as it would by itself", async () => {
  const { stack, engine, machine } = await opened()
  await using _ = stack
  const { id } = await engine.start(machine, { beats: 1, how: "throws" })
  const { status, error, cause } = await engine.result(id)
  expect({ status, error }).toEqual({ status: "FAILED", error: "Work.Undone" })
  expect(JSON.parse(cause ?? "")).toMatchObject({ errorType: "Work.Undone", errorMessage: "tired" })
})

it("stops the handler when its execution was stopped", async () => {
  const { stack, engine, machine, work } = await opened()
  await using _ = stack
  const { id } = await engine.start(machine, { beats: 0, how: "waits" })
  await expect.poll(() => work.invocations).toBe(1)
  await engine.stop(id)
  await work.idle()
  // Not by Lambda, which would have ended its process.
  const { id: next } = await engine.start(machine, { beats: 1, how: "answers" })
  expect(await engine.result(next)).toMatchObject({ status: "SUCCEEDED" })
  expect(work.starts).toBe(1)
})

it("fails the invocation when its answer is taken by nobody", async () => {
  const env = { AWS_ENDPOINT_URL_SFN: "http://127.0.0.1:9", AWS_MAX_ATTEMPTS: "1" }
  await using work = new LocalFunction(made.bundles[0] as TaskBundle, { env }) // there is one
  const request = {
    v: 1,
    key: "k",
    attempt: 1,
    input: { beats: 0, how: "answers" },
    execution: "e",
    step: "s",
    token: "t",
  }
  await expect(work.invoke(request)).rejects.toMatchObject({ name: "Stepwright.AnswerLost" })
})
