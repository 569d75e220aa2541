import { execFile } from "node:child_process"
import { promisify } from "node:util"

import { DescribeExecutionCommand, ListStateMachinesCommand, StartExecutionCommand } from "@aws-sdk/client-sfn"
import { sfnClient } from "@stepwright/adapters/sfn-client"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { makeScratch, type Running, start, stepwright } from "./command.ts"

const scratch = makeScratch()
const secretAccessKey = "0123456789abcdef"
const token = "0123456789abcdef0123456789abcdef"
const run = promisify(execFile)

beforeAll(() => {
  scratch.write(
    "greet.ts",
    `import { task, workflow } from "@stepwright/dsl"
     import { z } from "zod"
     const say = task("say", { input: z.object({ name: z.string() }), output: z.string(), handler: ({ name }) => "hello " + name })
     export const greet = workflow("greet", { input: z.object({ name: z.string() }), output: z.string() }, (w, { name }) => w.run(say({ name })))
    `,
  )
  scratch.write("keys.json", JSON.stringify({ keys: [{ user: "app", accessKeyId: "AKIDAPP", secretAccessKey }] }))
  scratch.write("queue.json", JSON.stringify({ resources: { render: { queue: "pdf" } } }))
  const Statement = { Effect: "Allow", Action: "states:*", Resource: "arn:aws:states:*:*:*:greet*" }
  scratch.write("policy.json", JSON.stringify({ app: { Statement } }))
})
afterAll(() => scratch.remove())

async function urlOf(server: Running): Promise<string> {
  await server.until(/"url":"http/)
  return /"url":"(http[^"]+)"/.exec(server.output())?.[1] ?? ""
}

describe("stepwright serve", () => {
  it("serves a workflow to AWS's SDK, by keys and a policy, and drains on SIGTERM", async () => {
    const args = ["greet.ts", "--db", "served.db", "--keys", "keys.json", "--policy", "policy.json"]
    const server = start(["serve", ...args, "--port", "0", "--json"], scratch.path)
    const endpoint = await urlOf(server)
    const credentials = { accessKeyId: "AKIDAPP", secretAccessKey }
    const client = sfnClient({ endpoint, credentials, maxAttempts: 1 })
    const { executionArn } = await client.send(
      new StartExecutionCommand({
        stateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:greet",
        name: "one",
        input: '{"name":"you"}',
      }),
    )
    await expect(client.send(new ListStateMachinesCommand({}))).rejects.toMatchObject({ name: "AccessDeniedException" })
    let ended = await client.send(new DescribeExecutionCommand({ executionArn }))
    while (ended.status === "RUNNING") ended = await client.send(new DescribeExecutionCommand({ executionArn }))
    expect(ended).toMatchObject({ status: "SUCCEEDED", output: '"hello you"' })
    client.destroy()
    server.signal("SIGTERM")
    const { code, stdout } = await server.ended
    expect(code).toBe(0)
    const messages = stdout
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { message: string }).message)
    expect(messages).toEqual([
      expect.stringMatching(/keys$/),
      "the server listens",
      "the server drains",
      "the server has left",
    ])
    expect(stdout).not.toContain(secretAccessKey)
  })

  it("takes keys from the environment, and answers curl that signs or has a token", async () => {
    const keys = {
      keys: [
        { user: "app", accessKeyId: "AKIDAPP", secretAccessKey: { env: "APP" } },
        { user: "app", token },
      ],
    }
    const env = { STEPWRIGHT_KEYS: JSON.stringify(keys), APP: secretAccessKey }
    const server = start(["serve", "greet.ts", "--port", "0", "--json"], scratch.path, env)
    const url = await urlOf(server)
    const body = '{"stateMachine":"greet","input":{"name":"me"}}'
    const asked = ["-sS", "-H", "content-type: application/json", "-d", body, `${url}/executions?wait=30`]
    const signed = await run("curl", [
      "--aws-sigv4",
      "aws:amz:us-east-1:states",
      "-u",
      `AKIDAPP:${secretAccessKey}`,
      ...asked,
    ])
    expect(JSON.parse(signed.stdout)).toMatchObject({ status: "SUCCEEDED", output: "hello me" })
    const named = await run("curl", ["-H", `authorization: Bearer ${token}`, ...asked])
    expect(JSON.parse(named.stdout)).toMatchObject({ status: "SUCCEEDED" })
    server.signal("SIGINT")
    expect((await server.ended).code).toBe(0)
    expect(server.output()).not.toMatch(new RegExp(`${secretAccessKey}|${token}`))
  })

  it("tells people what it serves, to whom, and what it may lose", async () => {
    const server = start(["serve", "--insecure", "--port", "0", "--no-worker"], scratch.path)
    await server.until(/^stops/m)
    expect(server.output()).toMatch(/^serves +http:\/\/127\.0\.0\.1:\d+ \(region us-east-1\)$/m)
    expect(server.output()).toMatch(/^runs +nothing: a worker on the same store does$/m)
    expect(server.output()).toMatch(/^may lose +everything, when this process ends$/m)
    expect(server.output()).toMatch(/^may ask +everybody on this machine$/m)
    server.signal("SIGTERM")
    expect((await server.ended).code).toBe(0)
  })

  it.each<readonly [string, readonly string[], RegExp]>([
    ["nobody was said to have a key", [], /USAGE[\s\S]*--keys FILE, or --insecure/],
    ["it would be open to other machines", ["--insecure", "--host", "0.0.0.0"], /USAGE[\s\S]*for this machine alone/],
    ["keys are given and not asked for", ["--insecure", "--keys", "keys.json"], /USAGE[\s\S]*leave out --keys/],
    ["its keys are not there", ["--keys", "none.json"], /FILE_NOT_FOUND[\s\S]*none\.json/],
    ["its keys are none", ["--keys", "policy.json"], /KEYS_INVALID[\s\S]*keys: /],
    ["its policy is none", ["--keys", "keys.json", "--policy", "keys.json"], /POLICY_INVALID[\s\S]*keys/],
    ["its bindings are none", ["--insecure", "--bindings", "keys.json"], /BINDINGS_INVALID[\s\S]*resources: /],
    ["a binding goes to a queue nowhere", ["--insecure", "--bindings", "queue.json"], /USAGE[\s\S]*goes with --redis/],
    ["its port is none", ["--insecure", "--port", "x"], /USAGE[\s\S]*--port/],
    ["its account is none", ["--insecure", "--account", "me"], /USAGE[\s\S]*twelve digits/],
  ])("does not start where %s", async (_, args, message) => {
    const { code, stderr } = await stepwright(["serve", ...args], scratch.path)
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
  })
})
