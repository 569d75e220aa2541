import {
  CreateActivityCommand,
  CreateStateMachineCommand,
  GetActivityTaskCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn"
import { EventSource } from "eventsource"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { home, type Lab, lab, roleArn } from "./lab.ts"

let open: Lab
let sdk: SFNClient

beforeAll(async () => {
  open = await lab()
  sdk = open.client("anybody", "anything")
  const machines: Readonly<Record<string, object>> = {
    passes: { StartAt: "A", States: { A: { Type: "Pass", End: true } } },
    fails: { StartAt: "A", States: { A: { Type: "Fail", Error: "Card.Declined", Cause: "no money" } } },
    sleeps: { StartAt: "A", States: { A: { Type: "Wait", Seconds: 3600, End: true } } },
    waits: { StartAt: "A", States: { A: { Type: "Wait", Seconds: 1, End: true } } },
  }
  for (const [name, definition] of Object.entries(machines)) {
    await sdk.send(new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn }))
  }
})
afterAll(async () => await open[Symbol.asyncDispose]())

async function start(body: object, query = ""): Promise<Response> {
  return await fetch(`${open.url}/executions${query}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  })
}

interface View {
  readonly arn: string
  readonly status: string
}

const json = async (response: Response): Promise<unknown> => await response.json()
const viewOf = async (response: Response): Promise<View> => (await response.json()) as View

const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe("POST /executions", () => {
  it("starts an execution by its machine's name or ARN, and says where it is", async () => {
    for (const stateMachine of ["sleeps", `${home}:stateMachine:sleeps`]) {
      const response = await start({ stateMachine })
      const view = await viewOf(response)
      expect(response.status).toBe(201)
      expect(view).toEqual({
        arn: expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:execution:sleeps:/),
        name: expect.any(String),
        stateMachine: `${home}:stateMachine:sleeps`,
        status: "RUNNING",
        startedAt: expect.stringMatching(at),
        input: {},
      })
      const found = await fetch(open.url + (response.headers.get("location") ?? ""))
      expect([found.status, await json(found)]).toEqual([200, view])
    }
  })

  it("says where one is whose name is no ASCII", async () => {
    const response = await start({ stateMachine: "sleeps", name: "größe-𝄞" })
    const found = await fetch(open.url + (response.headers.get("location") ?? ""))
    expect([response.status, found.status, await json(found)]).toEqual([201, 200, await json(response)])
    const broken = await start({ stateMachine: "sleeps", name: "\ud834" })
    expect([broken.status, await json(broken)]).toMatchObject([400, { title: "InvalidName" }])
  })

  it("waits for its end, however that is", async () => {
    const passed = await start({ stateMachine: "passes", input: { n: [1, null] }, name: "p" }, "?wait=30")
    expect(await json(passed)).toMatchObject({
      arn: `${home}:execution:passes:p`,
      status: "SUCCEEDED",
      output: { n: [1, null] },
      stoppedAt: expect.stringMatching(at),
    })
    expect(await json(await start({ stateMachine: "fails" }, "?wait=30"))).toMatchObject({
      status: "FAILED",
      error: "Card.Declined",
      cause: "no money",
    })
  })

  it("finds the execution of the same name and input, and refuses one of another", async () => {
    const first = await viewOf(await start({ stateMachine: "sleeps", input: 1, name: "once" }))
    expect(await viewOf(await start({ stateMachine: "sleeps", input: 1, name: "once" }))).toEqual(first)
    const other = await start({ stateMachine: "sleeps", input: 2, name: "once" })
    expect([other.status, other.headers.get("content-type"), await json(other)]).toEqual([
      409,
      "application/problem+json",
      {
        type: "urn:stepwright:problem:ExecutionAlreadyExists",
        title: "ExecutionAlreadyExists",
        status: 409,
        detail: expect.stringContaining("Execution Already Exists"),
      },
    ])
  })

  it("tells all that does not fit", async () => {
    const response = await start({ stateMachine: "", name: 7, inptu: {} }, "?wait=soon")
    expect(response.status).toBe(400)
    expect(await json(await start({ stateMachine: "", name: 7, inptu: {} }))).toMatchObject({
      title: "ValidationException",
      issues: [
        { path: "stateMachine", message: expect.any(String) },
        { path: "name", message: expect.any(String) },
        { path: "", message: 'Unrecognized key: "inptu"' },
      ],
    })
  })

  it("refuses what is no JSON, too much, and a machine that is not there", async () => {
    const sent = async (body: string): Promise<readonly [number, unknown]> => {
      const response = await fetch(`${open.url}/executions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      })
      return [response.status, ((await response.json()) as { title: string }).title]
    }
    expect(await sent('{"stateMachine":')).toEqual([400, "BadRequest"])
    expect(await sent(JSON.stringify({ stateMachine: "passes", input: "x".repeat(600_000) }))).toEqual([
      413,
      "RequestEntityTooLargeException",
    ])
    expect(await sent('{"stateMachine":"none"}')).toEqual([404, "StateMachineDoesNotExist"])
    expect(open.log).toEqual([])
  })
})

describe("GET /executions", () => {
  it("lists a machine's executions in pages, by status", async () => {
    for (const name of ["a", "b", "c"]) await start({ stateMachine: "fails", name }, "?wait=30")
    const page = async (query: string): Promise<{ executions: View[]; cursor?: string }> =>
      (await (await fetch(`${open.url}/executions?stateMachine=fails&${query}`)).json()) as {
        executions: View[]
        cursor?: string
      }
    const first = await page("limit=2&status=FAILED")
    expect(first.executions.map(({ arn }) => arn)).toEqual([`${home}:execution:fails:c`, `${home}:execution:fails:b`])
    const second = await page(`limit=2&status=FAILED&cursor=${encodeURIComponent(first.cursor ?? "")}`)
    expect(second.executions.map(({ arn }) => arn)).toContain(`${home}:execution:fails:a`)
    expect(await page("status=RUNNING")).toEqual({ executions: [] })
    expect((await fetch(`${open.url}/executions?stateMachine=none`)).status).toBe(404)
  })
})

describe("GET /executions/{arn}/history", () => {
  it("answers pages of AWS's events", async () => {
    await start({ stateMachine: "passes", input: { a: 1 }, name: "history" }, "?wait=30")
    const base = `${open.url}/executions/${home}:execution:passes:history/history`
    const { events, cursor } = (await json(await fetch(`${base}?limit=2`))) as { events: object[]; cursor: string }
    expect(events).toMatchObject([
      { id: 1, type: "ExecutionStarted", executionStartedEventDetails: { input: '{"a":1}' } },
      { id: 2, previousEventId: 0, type: "PassStateEntered" },
    ])
    const rest = (await json(await fetch(`${base}?cursor=${encodeURIComponent(cursor)}&data=false`))) as {
      events: object[]
    }
    expect(rest.events).toMatchObject([{ id: 3 }, { id: 4, type: "ExecutionSucceeded" }])
    const newest = (await json(await fetch(`${base}?limit=1&reverse=true`))) as { events: object[] }
    expect(newest.events).toMatchObject([{ id: 4 }])
  })

  it("is followed by a browser's EventSource to its end, which does not begin again", async () => {
    const { arn } = await viewOf(await start({ stateMachine: "waits", name: "followed" }))
    const seen: string[] = []
    const source = new EventSource(`${open.url}/executions/${arn}/history`)
    const [types, end] = await new Promise<readonly [string[], View]>((resolve, reject) => {
      source.addEventListener("message", ({ data, lastEventId }) => {
        const event = JSON.parse(String(data)) as { id: number; type: string }
        expect(lastEventId).toBe(String(event.id))
        seen.push(event.type)
      })
      source.addEventListener("end", ({ data }) => resolve([seen, JSON.parse(String(data)) as View]))
      source.addEventListener("error", ({ message, code }) => {
        if (code !== undefined) reject(new Error(message ?? String(code)))
      })
    })
    expect(types).toEqual(["ExecutionStarted", "WaitStateEntered", "WaitStateExited", "ExecutionSucceeded"])
    expect(end).toMatchObject({ arn, status: "SUCCEEDED" })
    const again = new Promise<unknown>((resolve) => {
      source.addEventListener("error", ({ code }) => {
        if (code === 204) resolve(code)
      })
    })
    expect(await again).toBe(204)
    expect(source.readyState).toBe(EventSource.CLOSED)
  })

  it("goes on after the last event that came, and ends when the server is to end", async () => {
    await using ending = await lab()
    const client = ending.client("anybody", "anything")
    const definition = JSON.stringify({ StartAt: "A", States: { A: { Type: "Wait", Seconds: 3600, End: true } } })
    await client.send(new CreateStateMachineCommand({ name: "sleeps", definition, roleArn }))
    const body = JSON.stringify({ stateMachine: "sleeps", name: "x" })
    await fetch(`${ending.url}/executions`, { method: "POST", headers: { "content-type": "application/json" }, body })
    const stream = await fetch(`${ending.url}/executions/${home}:execution:sleeps:x/history`, {
      headers: { accept: "text/event-stream", "last-event-id": "1" },
    })
    const waiting = fetch(`${ending.url}/executions/${home}:execution:sleeps:x?wait=60`)
    const { activityArn } = await client.send(new CreateActivityCommand({ name: "polled" }))
    const polling = client.send(new GetActivityTaskCommand({ activityArn }))
    const reader = (stream.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream()).getReader()
    let text = ""
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += read.value
      if (text.includes("\n\n")) break
    }
    expect(text).toMatch(/^(?:data|id).*"type":"WaitStateEntered".*\n/m)
    expect(text).not.toContain("ExecutionStarted")
    ending.closing.abort()
    for (let read = await reader.read(); !read.done; read = await reader.read()) text += read.value
    expect(text).not.toContain("event: end")
    expect(await json(await waiting)).toMatchObject({ status: "RUNNING" })
    expect((await polling).taskToken ?? undefined).toBeUndefined()
    expect((await fetch(`${ending.url}/readyz`)).status).toBe(503)
    expect((await fetch(`${ending.url}/healthz`)).status).toBe(200)
    await ending.server.close({ graceMs: 60_000 })
  })

  it("is not there for an execution that is not", async () => {
    const base = `${open.url}/executions/${home}:execution:passes:none/history`
    expect((await fetch(base)).status).toBe(404)
    expect((await fetch(base, { headers: { accept: "text/event-stream" } })).status).toBe(404)
    expect((await fetch(`${open.url}/executions/no-arn`)).status).toBe(400)
  })
})

describe("GET /openapi.json", () => {
  it("describes every path in OpenAPI 3.1", async () => {
    const document = (await json(await fetch(`${open.url}/openapi.json`))) as {
      openapi: string
      paths: Record<string, object>
    }
    expect(document.openapi).toBe("3.1.0")
    expect(Object.entries(document.paths).map(([path, methods]) => [path, Object.keys(methods)])).toEqual([
      ["/executions", ["post", "get"]],
      ["/executions/{arn}", ["get"]],
      ["/executions/{arn}/history", ["get"]],
    ])
  })
})
