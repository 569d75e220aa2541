import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListStateMachinesCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { account, home, type Lab, lab, roleArn } from "./lab.ts"

const secrets = { deploy: "the deployer's own secret", old: "the app's first secret", new: "the app's second secret" }
const token = "a-token-of-more-than-thirty-two-letters"
const keys = {
  keys: [
    { user: "deploy", accessKeyId: "AKIDDEPLOY", secretAccessKey: secrets.deploy },
    { user: "app", accessKeyId: "AKIDOLD", secretAccessKey: secrets.old },
    { user: "app", accessKeyId: "AKIDNEW", secretAccessKey: secrets.new },
    { user: "app", token },
  ],
}
const orders = `${home}:stateMachine:orders`
const policy = {
  deploy: { Statement: { Effect: "Allow", Action: "states:*", Resource: "*" } },
  app: {
    Statement: {
      Effect: "Allow",
      Action: ["states:StartExecution", "states:DescribeExecution"],
      Resource: [orders, `${home}:execution:orders:*`],
    },
  },
}
const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } })

let open: Lab
let deploy: SFNClient
let app: SFNClient

beforeAll(async () => {
  open = await lab({ keys, policy })
  deploy = open.client("AKIDDEPLOY", secrets.deploy)
  app = open.client("AKIDNEW", secrets.new)
  for (const name of ["orders", "bills"]) {
    await deploy.send(new CreateStateMachineCommand({ name, definition, roleArn }))
  }
})
afterAll(async () => await open[Symbol.asyncDispose]())

/** The name and message of what a call fails with. */
async function failure(call: Promise<unknown>): Promise<readonly [name: string, message: string]> {
  try {
    await call
  } catch (error) {
    if (error instanceof Error) return [error.name, error.message]
  }
  throw new Error("it was allowed")
}

const list = new ListStateMachinesCommand({})
const start = (machine: string): StartExecutionCommand => new StartExecutionCommand({ stateMachineArn: machine })

/** Changes what the SDK sends after it was signed. */
function tampering(
  client: SFNClient,
  change: (request: { body: string; headers: Record<string, string> }) => void,
): SFNClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      change(args.request as { body: string; headers: Record<string, string> }) // of HTTP, for this protocol
      return await next(args)
    },
    { step: "finalizeRequest", priority: "low", name: "tampering" },
  )
  return client
}

const mismatch = [
  "InvalidSignatureException",
  expect.stringMatching(/^The request signature we calculated does not match the signature you provided\./),
]

describe("signatures of AWS's SDK", () => {
  it("are taken of every key that is there, the old one and the new one of a user alike", async () => {
    const old = open.client("AKIDOLD", secrets.old)
    expect((await deploy.send(list)).stateMachines).toHaveLength(2)
    expect((await old.send(start(orders))).executionArn).toMatch(/:execution:orders:/)
    expect((await app.send(start(orders))).executionArn).toMatch(/:execution:orders:/)
  })

  it("are refused of a key that was taken away, and taken of the one that stays", async () => {
    await using rotated = await lab({ keys: { keys: keys.keys.filter((key) => key.accessKeyId !== "AKIDOLD") } })
    expect(await failure(rotated.client("AKIDOLD", secrets.old).send(list))).toEqual([
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    ])
    expect((await rotated.client("AKIDNEW", secrets.new).send(list)).stateMachines).toEqual([])
  })

  it("are refused of a wrong secret", async () => {
    expect(await failure(open.client("AKIDDEPLOY", secrets.new).send(list))).toEqual(mismatch)
  })

  it.each<readonly [string, Parameters<typeof tampering>[1]]>([
    ["body", (request) => (request.body = "[]")],
    ["target", ({ headers }) => (headers["x-amz-target"] = "AWSStepFunctions.ListActivities")],
    ["date", ({ headers }) => (headers["x-amz-date"] = nudged(headers["x-amz-date"] ?? ""))],
    ["host", ({ headers }) => (headers["host"] = "localhost")],
  ])("are refused with another %s, and nothing is changed", async (_, change) => {
    expect(await failure(tampering(open.client("AKIDDEPLOY", secrets.deploy), change).send(list))).toEqual(mismatch)
  })

  it("are refused of another region or day", async () => {
    const scoped = (from: RegExp, to: string): SFNClient =>
      tampering(open.client("AKIDDEPLOY", secrets.deploy), ({ headers }) => {
        headers["authorization"] = (headers["authorization"] ?? "").replace(from, to)
      })
    expect(await failure(scoped(/us-east-1/, "eu-west-1").send(list))).toEqual([
      "InvalidSignatureException",
      "Credential should be scoped to a valid region, not 'eu-west-1'. ",
    ])
    expect(await failure(scoped(/\/\d{8}\//, "/20200101/").send(list))).toEqual([
      "InvalidSignatureException",
      expect.stringMatching(/^Date in Credential scope does not match YYYYMMDD .*: '20200101' != /),
    ])
  })

  it("are refused when they are stale, or of tomorrow", async () => {
    const day = 24 * 60 * 60 * 1000
    await using late = await lab({ keys, now: () => Date.now() + day })
    await using early = await lab({ keys, now: () => Date.now() - day })
    expect(await failure(late.client("AKIDNEW", secrets.new).send(list))).toEqual([
      "InvalidSignatureException",
      expect.stringMatching(
        /^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z \(\d{8}T\d{6}Z - 5 min\.\)$/,
      ),
    ])
    expect(await failure(early.client("AKIDNEW", secrets.new).send(list))).toEqual([
      "InvalidSignatureException",
      expect.stringMatching(/^Signature not yet current: /),
    ])
  })

  it("must be there", async () => {
    const answer = await fetch(open.url, {
      method: "POST",
      headers: { "x-amz-target": "AWSStepFunctions.ListStateMachines", authorization: `Bearer ${token}` },
      body: "{}",
    })
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { __type: "MissingAuthenticationTokenException", message: "Missing Authentication Token" },
    ])
  })
})

describe("a policy that allows one ARN only", () => {
  const denied = (action: string, arn: string): readonly string[] => [
    "AccessDeniedException",
    `User: arn:aws:iam::${account}:user/app is not authorized to perform: states:${action} on resource: ${arn} because no identity-based policy allows the states:${action} action`,
  ]

  it("allows that, and what comes of it", async () => {
    const { executionArn } = await app.send(start(orders))
    expect((await app.send(new DescribeExecutionCommand({ executionArn }))).stateMachineArn).toBe(orders)
  })

  it("denies all else in AWS's words", async () => {
    const bills = `${home}:stateMachine:bills`
    expect(await failure(app.send(start(bills)))).toEqual(denied("StartExecution", bills))
    expect(await failure(app.send(start(`${orders}:1`)))).toEqual(denied("StartExecution", `${orders}:1`))
    expect(await failure(app.send(list))).toEqual(denied("ListStateMachines", "*"))
    const executionArn = `${home}:execution:orders:any`
    expect(await failure(app.send(new StopExecutionCommand({ executionArn })))).toEqual(
      denied("StopExecution", executionArn),
    )
  })

  it("is not passed by naming what is allowed beside what is done, nor by another name of it", async () => {
    const bills = `${home}:stateMachine:bills`
    const both = tamperingBefore(open.client("AKIDNEW", secrets.new), { stateMachineArn: bills, executionArn: orders })
    expect(await failure(both.send(start(orders)))).toEqual(denied("StartExecution", bills))
    const elsewhere = "arn:aws:states:eu-west-1:999999999999:stateMachine:bills"
    expect(await failure(app.send(start(elsewhere)))).toEqual(denied("StartExecution", bills))
  })

  it("holds on the REST face, too", async () => {
    const asked = async (stateMachine: string, authorization?: string): Promise<Response> =>
      await fetch(`${open.url}/executions`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(authorization === undefined ? {} : { authorization }) },
        body: JSON.stringify({ stateMachine }),
      })
    expect((await asked("orders", `Bearer ${token}`)).status).toBe(201)
    expect((await asked("bills", `Bearer ${token}`)).status).toBe(403)
    const unknown = await asked("orders", "Bearer another-token-of-more-than-thirty-two")
    expect([unknown.status, unknown.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="stepwright"'])
    expect((await asked("orders")).status).toBe(401)
  })
})

describe("what is open", () => {
  it("is health and the OpenAPI document, and nothing of executions", async () => {
    const status = async (path: string): Promise<number> => (await fetch(open.url + path)).status
    expect(await Promise.all(["/healthz", "/readyz", "/openapi.json"].map(status))).toEqual([200, 200, 200])
    expect(await Promise.all(["/executions", `/executions/${home}:execution:orders:x/history`].map(status))).toEqual([
      401, 401,
    ])
  })

  it("without keys is everything, to this machine's own names and to JSON alone", async () => {
    await using play = await lab()
    const asked = async (headers: Record<string, string>, path = "/executions?stateMachine=x"): Promise<number> =>
      (await send(play.url + path, headers)).status
    expect(await asked({})).toBe(404)
    expect(await asked({ host: "attacker.example" })).toBe(403)
    expect(await asked({ host: "127.0.0.1.attacker.example" })).toBe(403)
    const form = await fetch(`${play.url}/executions`, { method: "POST", body: '{"stateMachine":"x"}' })
    expect(form.status).toBe(415)
  })
})

/** A request whose `Host` is ours to say, which `fetch` does not allow. */
async function send(url: string, headers: Record<string, string>): Promise<{ readonly status: number }> {
  const { request } = await import("node:http")
  return await new Promise((resolve, reject) => {
    request(url, { headers, agent: false }, (response) => {
      response.resume()
      response.on("end", () => resolve({ status: response.statusCode ?? 0 }))
    })
      .on("error", reject)
      .end()
  })
}

/** One second later. */
function nudged(date: string): string {
  return date.replace(/\d\dZ$/, (seconds) => `${String((Number.parseInt(seconds, 10) + 1) % 60).padStart(2, "0")}Z`)
}

/** Changes what the SDK sends before it is signed. */
function tamperingBefore(client: SFNClient, body: object): SFNClient {
  client.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as { body: string; headers: Record<string, string> } // of HTTP, for this protocol
      request.body = JSON.stringify(body)
      request.headers["content-length"] = String(request.body.length)
      return await next(args)
    },
    { step: "build", priority: "low", name: "tampering" },
  )
  return client
}
