import { type Backend, createClient } from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { ask, sequence } from "./asl.ts"
import { after, openLab, stores, until } from "./lab.ts"

const machine = sequence("asking", { Ask: ask() })
const limited = sequence("limited", { Ask: ask({ TimeoutSeconds: 600 }) })

/** A lab whose tokens end up in a list. */
async function asking(backend: Backend, concurrency = 100) {
  const tokens: string[] = []
  const lab = await openLab({
    workflows: [machine],
    backend,
    concurrency,
    resources: {
      "sqs:sendMessage": (input) => {
        tokens.push((input as { MessageBody: string }).MessageBody)
        return { MessageId: "m" }
      },
    },
  })
  return { tokens, lab }
}

describe.each(stores)("a callback over %s", (_store, make) => {
  it("is answered from another client; the first answer counts", async () => {
    const { tokens, lab } = await asking(make())
    await using _ = lab
    const other = createClient({ backend: lab.backend, workflows: [], clock: lab.clock })
    const { id } = await lab.client.start(machine, {})
    await until(() => tokens.length === 1)
    const [token = ""] = tokens
    await other.succeed(token, { approved: true })
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: { approved: true } })
    await expect(other.succeed(token, 1)).rejects.toMatchObject({ code: "TOKEN_CLOSED" })
    await expect(other.fail(token)).rejects.toMatchObject({ code: "TOKEN_CLOSED" })
    await expect(other.heartbeat(`${token}x`)).rejects.toMatchObject({ code: "TOKEN_UNKNOWN" })
    const { events } = await lab.client.history(id)
    expect(events.map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ])
  })

  it("is failed with error and cause", async () => {
    const { tokens, lab } = await asking(make())
    await using _ = lab
    const { id } = await lab.client.start(machine, {})
    await until(() => tokens.length === 1)
    await lab.client.fail(tokens[0] ?? "", "Declined", "by Ada")
    expect(await lab.client.result(id)).toMatchObject({ status: "FAILED", error: "Declined", cause: "by Ada" })
  })

  it("whose call fails was not submitted: it is retried and caught like any failure", async () => {
    let calls = 0
    const retrying = sequence("retrying", {
      Ask: ask({ Retry: [{ ErrorEquals: ["Queue.Gone"], MaxAttempts: 1 }] }),
    })
    await using lab = await openLab({
      workflows: [retrying],
      backend: make(),
      resources: {
        "sqs:sendMessage": () => {
          calls++
          throw Object.assign(new Error("no such queue"), { name: "Queue.Gone" })
        },
      },
    })
    const { id } = await lab.client.start(retrying, {})
    expect(await lab.client.result(id)).toMatchObject({ status: "FAILED", error: "Queue.Gone" })
    expect(calls).toBe(2)
    const { events } = await lab.client.history(id)
    expect(events.map(({ type }) => type)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitFailed",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitFailed",
      "ExecutionFailed",
    ])
  })

  it("has a token that cannot be guessed", async () => {
    const { tokens, lab } = await asking(make())
    await using _ = lab
    const started = await Promise.all(Array.from({ length: 50 }, () => lab.client.start(machine, {})))
    await until(() => tokens.length === 50)
    const secrets = tokens.map((token) => token.split(".").at(-1) ?? "")
    expect(new Set(secrets).size).toBe(50)
    for (const secret of secrets) expect(secret).toMatch(/^[\w-]{22}$/)
    for (const token of tokens) await lab.client.succeed(token, 1)
    for (const { id } of started) expect((await lab.client.result(id)).status).toBe("SUCCEEDED")
  })

  it("may be answered while its call is still under way", async () => {
    await using lab = await openLab({
      backend: make(),
      workflows: [machine],
      resources: {
        "sqs:sendMessage": async (_, { token = "" }) => {
          await lab.client.succeed(token, "early")
          await new Promise((resolve) => setImmediate(resolve))
          return "late"
        },
      },
    })
    const { id } = await lab.client.start(machine, {})
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "early" })
  })

  it("that is answered in the same instant as its timeout has one outcome, which client and history agree on", async () => {
    for (const delay of [599_999, 600_000, 600_001]) {
      let accepted: boolean | undefined
      await using lab = await openLab({
        backend: make(),
        workflows: [limited],
        resources: {
          "sqs:sendMessage": (_, { token = "" }) => {
            after(lab.clock, delay, () =>
              lab.client.succeed(token, "in time").then(
                () => (accepted = true),
                () => (accepted = false),
              ),
            )
          },
        },
      })
      const { id } = await lab.client.start(limited, {})
      const { status } = await lab.client.result(id)
      const types = (await lab.client.history(id)).events.map(({ type }) => type)
      expect(types.filter((type) => type === "TaskSucceeded" || type === "TaskTimedOut")).toEqual([
        status === "SUCCEEDED" ? "TaskSucceeded" : "TaskTimedOut",
      ])
      if (delay < 600_000) expect({ status, accepted }).toEqual({ status: "SUCCEEDED", accepted: true })
    }
  })

  it("that nobody holds in memory is taken up again by its answer", async () => {
    const { tokens, lab } = await asking(make(), 2)
    await using _ = lab
    const started = await Promise.all(Array.from({ length: 40 }, () => lab.client.start(machine, {})))
    await until(() => tokens.length === 40)
    for (const token of tokens.toReversed()) await lab.client.succeed(token, token.length)
    for (const { id } of started) expect((await lab.client.result(id)).status).toBe("SUCCEEDED")
  })
})
