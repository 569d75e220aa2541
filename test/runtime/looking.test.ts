import { stateMachine } from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { invoke, sequence } from "./asl.ts"
import { openLab, stores, until } from "./lab.ts"

const good = sequence("good", { Work: invoke("work") })
const bad = stateMachine("bad", { StartAt: "Fail", States: { Fail: { Type: "Fail", Error: "Bad", Cause: "as told" } } })
const resources = { work: (input: unknown) => input }

describe.each(stores)("list over %s", (_store, make) => {
  it("pages through executions, newest first, by workflow and status", async () => {
    await using lab = await openLab({ backend: make(), workflows: [good, bad], resources })
    const names: string[] = []
    for (let index = 0; index < 25; index++) {
      const { id } = await lab.client.start(index % 5 === 0 ? bad : good, index, { name: `n-${index}` })
      await lab.client.result(id)
      names.unshift(`n-${index}`)
    }
    const listed: string[] = []
    let cursor: string | undefined
    do {
      const page = await lab.client.list({ limit: 10, ...(cursor === undefined ? {} : { cursor }) })
      expect(page.executions.length).toBeLessThanOrEqual(10)
      listed.push(...page.executions.map(({ name }) => name))
      cursor = page.cursor
    } while (cursor !== undefined)
    expect(listed).toEqual(names)
    const failed = await lab.client.list({ status: "FAILED" })
    expect(failed.executions.map(({ workflow, status }) => `${workflow} ${status}`)).toEqual(
      Array.from({ length: 5 }, () => "bad FAILED"),
    )
    expect((await lab.client.list({ workflow: "good", limit: 1000 })).executions).toHaveLength(20)
    expect((await lab.client.list({ workflow: "good", status: "FAILED" })).executions).toEqual([])
    await expect(lab.client.list({ limit: 1001 })).rejects.toMatchObject({ code: "LIMIT_INVALID" })
    await expect(lab.client.list({ cursor: "elsewhere" })).rejects.toMatchObject({ code: "CURSOR_INVALID" })
  })
})

describe.each(stores)("history over %s", (_store, make) => {
  it("comes in pages, in both orders, and grows with the execution", async () => {
    let finish: (value: unknown) => void = () => undefined
    const machine = sequence("long", {
      Map: {
        Type: "Map",
        Items: "{% [1..20] %}",
        ItemProcessor: { StartAt: "I", States: { I: { ...invoke("work"), End: true } } },
      },
      Last: invoke("last"),
    })
    await using lab = await openLab({
      backend: make(),
      workflows: [machine],
      resources: { ...resources, last: () => new Promise((resolve) => (finish = resolve)) },
    })
    const { id } = await lab.client.start(machine, {})
    await until(() => finish.length > 0)
    const early = await lab.client.history(id)
    finish("done")
    await lab.client.result(id)
    const whole = await lab.client.history(id)
    expect(whole.events.slice(0, early.events.length)).toEqual(early.events)
    expect(whole.events.map((event) => event.id)).toEqual(whole.events.map((_, index) => index + 1))
    for (const reverseOrder of [false, true]) {
      const paged: unknown[] = []
      let cursor: string | undefined
      do {
        const page = await lab.client.history(id, {
          limit: 7,
          reverseOrder,
          ...(cursor === undefined ? {} : { cursor }),
        })
        paged.push(...page.events)
        cursor = page.cursor
      } while (cursor !== undefined)
      expect(paged).toEqual(reverseOrder ? whole.events.toReversed() : whole.events)
    }
    await expect(lab.client.history(id, { cursor: "r.7.9" })).rejects.toMatchObject({ code: "CURSOR_INVALID" })
    await expect(lab.client.history(id, { limit: 0 })).rejects.toMatchObject({ code: "LIMIT_INVALID" })
  })

  it("of a new execution is not that of a pruned one of the same name", async () => {
    await using lab = await openLab({ backend: make(), workflows: [good], resources })
    const first = await lab.client.start(good, "one", { name: "same" })
    await lab.client.result(first.id)
    const before = await lab.client.history(first.id)
    await lab.client.prune({ olderThanMs: -1 })
    const second = await lab.client.start(good, "two", { name: "same" })
    await lab.client.result(second.id)
    const afterwards = await lab.client.history(second.id)
    expect(before.events[0]).toMatchObject({ input: "one" })
    expect(afterwards.events[0]).toMatchObject({ input: "two" })
  })

  it("is told as it happens, once it is durable", async () => {
    const seen: string[] = []
    await using lab = await openLab({
      backend: make(),
      workflows: [good],
      resources,
      onTransition: ({ workflow, event }) => seen.push(`${workflow} ${event.type} ${event.name ?? ""}`.trim()),
    })
    const { id } = await lab.client.start(good, 1)
    await lab.client.result(id)
    expect(seen).toEqual([
      "good ExecutionStarted",
      "good TaskStateEntered Work",
      "good TaskScheduled",
      "good TaskStarted",
      "good TaskSucceeded",
      "good TaskStateExited Work",
      "good ExecutionSucceeded",
    ])
  })
})

describe.each(stores)("result over %s", (_store, make) => {
  it("gives up after its time, and the execution runs on", async () => {
    const machine = sequence("sleeper", { Wait: { Type: "Wait", Seconds: 100 } })
    await using lab = await openLab({ backend: make(), workflows: [machine] })
    const { id } = await lab.client.start(machine, "x")
    await expect(lab.client.result(id, { timeoutMs: 50_000 })).rejects.toMatchObject({ code: "RESULT_TIMEOUT" })
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "x" })
  })
})

describe.each(stores)("prune over %s", (_store, make) => {
  it("forgets what ended long enough ago", async () => {
    const sleeper = sequence("sleeper", { Wait: { Type: "Wait", Seconds: 3600 } })
    await using lab = await openLab({ backend: make(), workflows: [good, bad, sleeper], resources })
    const old = await lab.client.start(bad, 1)
    await lab.client.result(old.id)
    const slow = await lab.client.start(sleeper, 1)
    await lab.client.result(slow.id)
    const fresh = await lab.client.start(good, 1)
    await lab.client.result(fresh.id)
    expect(await lab.client.prune({ olderThanMs: 60_000 })).toEqual({ removed: 1 })
    expect((await lab.client.list()).executions.map(({ workflow }) => workflow)).toEqual(["good", "sleeper"])
  })
})
