import { fileURLToPath } from "node:url"

import { locateHandlers } from "@stepwright/adapters/aws/bundle"
import type { TaskRequest } from "@stepwright/engine"
import { afterAll, beforeAll, expect, it } from "vitest"

import { type Bundled, bundled } from "./bundled.ts"
import { LocalFunction, type LocalFunctionOptions } from "./local-function.ts"
import * as tasks from "./tasks.ts"

let made: Bundled
beforeAll(() => {
  const file = fileURLToPath(new URL("./tasks.ts", import.meta.url))
  made = bundled({ handlers: locateHandlers([{ file, exports: tasks }]) })
})
afterAll(() => made[Symbol.dispose]())

function functionOf(task: string, options?: LocalFunctionOptions): LocalFunction {
  const bundle = made.bundles.find((one) => one.task === task)
  if (bundle === undefined) throw new Error(`no bundle of ${task}`)
  return new LocalFunction(bundle, options)
}

const execution = "arn:aws:states:eu-central-1:123456789012:execution:order:o-1"
const request = (input: TaskRequest["input"], more: Partial<TaskRequest> = {}): TaskRequest => ({
  v: 1,
  key: `${execution}/step`,
  attempt: 1,
  input,
  execution,
  step: "step",
  ...more,
})

it("runs a task's schemas around its handler, and warm again", async () => {
  await using greet = functionOf("greet")
  const answer = { v: 1, output: { text: "Hello ADA", at: "1970-01-01T00:00:00.000Z" } }
  expect(await greet.invoke(request({ name: "Ada" }))).toEqual(answer)
  expect(await greet.invoke(request({ name: "Ada" }))).toEqual(answer)
  expect(greet.starts).toBe(1)
})

it("names what does not fit, and shows no secret", async () => {
  await using greet = functionOf("greet")
  await expect(greet.invoke(request({ name: 7, pin: 1234 }))).rejects.toMatchObject({
    name: "Stepwright.InputInvalid",
    message:
      "The input of task 'greet' does not fit: name: expected string, received 7; pin: expected string, received [secret]",
  })
  await expect(greet.invoke(request({ name: "Ada", pin: "odd" }))).rejects.toMatchObject({
    name: "Stepwright.OutputInvalid",
    message: "The output of task 'greet' does not fit: text: expected string, received 7",
  })
})

it.each([
  ["task-error", "Card.Declined", "expired"],
  ["class", "StoreClosed", "on Sundays"],
  ["text", "string", "only text"],
])("fails by %s as the task does", async (how, name, message) => {
  await using fail = functionOf("fail")
  await expect(fail.invoke(request(how))).rejects.toMatchObject({ name, message })
})

it.each(["reserved", "overlong"])("replaces a name that is %s", async (how) => {
  await using fail = functionOf("fail")
  await expect(fail.invoke(request(how))).rejects.toMatchObject({ name: "Stepwright.ErrorInvalid" })
})

it("has stack traces that the source map leads back to the handler's own lines", async () => {
  await using fail = functionOf("fail", { env: { NODE_OPTIONS: "--enable-source-maps" } })
  const error: unknown = await fail.invoke(request("class")).catch((thrown: unknown) => thrown)
  const { trace } = error as { readonly trace: readonly string[] }
  expect(trace.join("\n")).toMatch(/test\/lambda\/tasks\.ts:2[0-9]:/)
})

it("gives the handler all of its context", async () => {
  await using tell = functionOf("tell-context", { timeoutSeconds: 20 })
  const deadline = Date.now() + 5000
  const trace = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" }
  const given = request(null, { deadline, trace, attempt: 3 })
  expect(await tell.invoke(given)).toMatchObject({
    output: { key: given.key, attempt: 3, step: "step", execution: { id: execution, name: "o-1" }, deadline, trace },
  })
})

it("takes deadline and trace from Lambda where the request has none, or a later one", async () => {
  await using tell = functionOf("tell-context", { timeoutSeconds: 20 })
  const began = Date.now()
  const answer = await tell.invoke(request(null, { deadline: began + 600_000 }))
  const { deadline, trace } = (answer as { output: { deadline: number; trace: { traceparent: string } } }).output
  expect(deadline).toBeGreaterThanOrEqual(began + 19_000)
  expect(deadline).toBeLessThanOrEqual(Date.now() + 20_000)
  expect(trace.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
})

it("stops a handler before Lambda does, with an error that says so", async () => {
  await using obey = functionOf("obey", { timeoutSeconds: 1 })
  await expect(obey.invoke(request(null))).rejects.toMatchObject({
    name: "Stepwright.TimedOut",
    message: "The function's own timeout is about to pass.",
  })
  await expect(obey.invoke(request(null, { deadline: Date.now() + 200 }))).rejects.toMatchObject({
    name: "Stepwright.TimedOut",
    message: "The task's timeout has passed.",
  })
  expect(obey.starts).toBe(1)
})

it("leaves to Lambda what does not stop, or ends the process", async () => {
  await using ignore = functionOf("ignore", { timeoutSeconds: 1 })
  await expect(ignore.invoke(request(null))).rejects.toMatchObject({ name: "Sandbox.Timedout" })
  await using exit = functionOf("exit")
  await expect(exit.invoke(request(null))).rejects.toMatchObject({ name: "Runtime.ExitError" })
})

it.each([null, {}, { name: "Ada" }, { v: 2, key: "k", input: {} }, { v: 1, key: "k", input: {} }, "text"])(
  "refuses an event that is no envelope: %j",
  async (event) => {
    await using greet = functionOf("greet")
    await expect(greet.invoke(event)).rejects.toMatchObject({
      name: "Stepwright.EnvelopeInvalid",
      message: expect.stringContaining("task 'greet'") as string,
    })
  },
)

it("refuses a token where nobody would answer it", async () => {
  await using greet = functionOf("greet")
  await expect(greet.invoke(request({ name: "Ada" }, { token: "t" }))).rejects.toMatchObject({
    name: "Stepwright.TokenUnexpected",
  })
})

it("logs lines as Lambda's JSON format has them, each with its own invocation's facts", async () => {
  await using log = functionOf("log")
  await log.invoke(request({ late: true }, { key: "first" }))
  await log.invoke(request({ late: false }, { key: "second" }))
  await expect.poll(() => log.lines.length).toBe(7)
  const lines = log.lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
  expect(lines[0]).toMatchObject({
    level: "INFO",
    message: "info",
    cents: "12",
    task: "log",
    execution,
    step: "step",
    key: "first",
    attempt: 1,
  })
  expect(Object.keys(lines[0] ?? {}).slice(0, 4)).toEqual(["timestamp", "level", "requestId", "message"])
  expect(lines[1]).toMatchObject({
    level: "WARN",
    message: "warn",
    factsLost: expect.stringMatching(/circular/) as string,
  })
  expect(lines[2]).toMatchObject({ level: "ERROR", error: { errorMessage: "why" } })
  const late = lines.find(({ message }) => message === "late")
  expect(late).toMatchObject({ by: "first", key: "first", requestId: lines[0]?.["requestId"] })
  expect(lines.filter(({ key }) => key === "second").map(({ requestId }) => requestId)).not.toContain(
    lines[0]?.["requestId"],
  )
})

it("writes from the level on that the function is set to", async () => {
  await using log = functionOf("log", { env: { AWS_LAMBDA_LOG_LEVEL: "ERROR" } })
  await log.invoke(request({ late: false }))
  await expect.poll(() => log.lines.length).toBe(1)
  await using all = functionOf("log", { env: { AWS_LAMBDA_LOG_LEVEL: "debug" } })
  await all.invoke(request({ late: false }))
  await expect.poll(() => all.lines.length).toBe(4)
})
