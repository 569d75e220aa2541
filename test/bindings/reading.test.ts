import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { openBindings } from "@stepwright/adapters/bindings"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { asked } from "./lab.ts"

const base = mkdtempSync(join(tmpdir(), "stepwright-bindings-"))
beforeAll(() => {
  writeFileSync(join(base, "tasks.mjs"), "export const add = ({ n }) => n + 1; export const name = 'tasks'")
  writeFileSync(join(base, "throws.mjs"), "throw new Error('it is Monday')")
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

describe("bindings", () => {
  it("serve a resource by a module's export", async () => {
    const arn = "arn:aws:lambda:us-east-1:111111111111:function:add"
    const resources = await openBindings({ resources: { add: { handler: "./tasks.mjs#add" } } }, { base })
    const [answer] = await asked(resources, [[arn, { n: 1 }]])
    expect(answer).toMatchObject({ status: "SUCCEEDED", output: 2 })
  })

  it("are looked for by a service and its action, whatever Resource they are written as", async () => {
    const document = {
      resources: {
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken": { queue: "out" },
        "arn:aws-cn:states:::ecs:runTask.sync": { queue: "out", task: "run" },
        "aws-sdk:sqs:*": { aws: {} },
        "arn:aws:states:us-east-1:111111111111:activity:sign": { queue: "out" },
      },
    }
    const keys = [
      "sqs:sendMessage",
      "ecs:runTask",
      "aws-sdk:sqs:*",
      "arn:aws:states:us-east-1:111111111111:activity:sign",
    ]
    expect(Object.keys(await openBindings(document))).toEqual(keys)
  })

  it("that cannot be used are all named at once, and no variable's text", async () => {
    const document = {
      resources: {
        two: { handler: "./tasks.mjs#add", queue: "q" },
        none: {},
        word: { handler: "tasks" },
        gone: { handler: "./gone.mjs#add" },
        other: { handler: "./tasks.mjs#subtract" },
        text: { handler: "./tasks.mjs#name" },
        throws: { handler: "./throws.mjs#add" },
        url: { http: { url: "ftp://x", timeoutSeconds: 900 } },
        names: { http: { url: "http://x", headers: { host: "y" }, errors: { 200: "A", 404: "States.Timeout" } } },
        unset: { http: { url: { env: "NO_URL" }, headers: { a: { env: "BAD" } } } },
        queue: { queue: "a:b" },
        alone: { handler: "./tasks.mjs#add", task: "t" },
        "sns:publish": { aws: { region: "Somewhere" } },
        "aws-sdk:sns:publish": { aws: {} },
        "aws-sdk:polly:listVoices": { aws: {} },
        "sqs:sendMessage": { queue: "out" },
        "arn:aws:states:::sqs:sendMessage": { queue: "out" },
        "states:startExecution": { queue: "out" },
        typo: { hander: "x" },
      },
    }
    const thrown: unknown = await openBindings(document, { base, env: { BAD: "top\nsecret" } }).catch(
      (error: unknown) => error,
    )
    expect(thrown).toMatchObject({ code: "BINDINGS_INVALID" })
    const { message } = thrown as Error
    const lines = message.split("\n").flatMap((line) => (line.startsWith("  ") ? [line.trim()] : []))
    expect(lines.toSorted()).toMatchInlineSnapshot(`
      [
        "resources["alone"].task: goes with queue.",
        "resources["arn:aws:states:::sqs:sendMessage"]: sqs:sendMessage is bound twice.",
        "resources["aws-sdk:polly:listVoices"]: is nothing that can be called at AWS; its services here: dynamodb, eventbridge, lambda, s3, sns, sqs.",
        "resources["aws-sdk:sns:publish"]: needs the package @aws-sdk/client-sns: npm install @aws-sdk/client-sns.",
        "resources["gone"]: there is no file ./gone.mjs.",
        "resources["names"].http.errors.200: expected a status as 404, or 4xx.",
        "resources["names"].http.errors.404: expected an error name of at most 256 characters that does not begin with States.",
        "resources["names"].http.headers.host: is the connection's own.",
        "resources["none"]: expected one of handler, http, queue, aws, received none.",
        "resources["other"]: ./tasks.mjs exports no subtract; it exports add, name.",
        "resources["queue"].queue: expected a queue's name, without :.",
        "resources["sns:publish"].aws.region: expected one as us-east-1.",
        "resources["states:startExecution"]: a child execution needs its state machine, not a binding.",
        "resources["text"]: ./tasks.mjs exports name, which is no function.",
        "resources["throws"]: it is Monday.",
        "resources["two"]: expected one of handler, http, queue, aws, received handler and queue.",
        "resources["typo"]: Unrecognized key: "hander".",
        "resources["typo"]: expected one of handler, http, queue, aws, received none.",
        "resources["unset"]: the variable BAD does not hold a header's text.",
        "resources["unset"]: the variable NO_URL does not hold an URL of http or https.",
        "resources["url"].http.timeoutSeconds: Too big: expected number to be <=300.",
        "resources["url"].http.url: Invalid URL.",
        "resources["word"].handler: expected MODULE#EXPORT.",
      ]
    `)
    expect(message).not.toContain("secret")
  })

  it.each([[null], [[]], [{}], [{ resources: [] }], [{ resources: {}, more: 1 }]])("are not %j", async (value) => {
    await expect(openBindings(value)).rejects.toMatchObject({ code: "BINDINGS_INVALID" })
  })
})
