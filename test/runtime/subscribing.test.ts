import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import { type Backend, type Engine, type HistoryEvent, silentLogger, startEngine } from "@stepwright/engine"
import { join } from "node:path"
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest"

import { temporaryFolder } from "../kit/redis/temporary-folder.ts"
import { ask, invoke, sequence } from "./asl.ts"
import { collect } from "./collect.ts"
import { wholeHistory } from "./whole-history.ts"

const machine = sequence("asking", { Ask: ask(), Then: invoke("afterwards") })
const folder = temporaryFolder()
afterAll(() => folder.remove())

describe.each(["memory", "sqlite"] as const)("a subscription on %s", (kind) => {
  let engine: Engine
  let backend: Backend
  const tokens: string[] = []
  let file = 0
  beforeEach(async () => {
    tokens.length = 0
    backend = kind === "memory" ? memory() : sqlite({ file: join(folder.path, `${file++}.sqlite`) })
    engine = await startEngine({
      backend,
      workflows: [machine],
      logger: silentLogger,
      resources: {
        "sqs:sendMessage": (input) => {
          tokens.push((input as { MessageBody: string }).MessageBody)
          return { MessageId: "1", MD5OfMessageBody: "" }
        },
        afterwards: (input) => input,
      },
    })
  })
  afterEach(() => engine.close({ drain: false }))

  const begun = async (): Promise<string> => {
    const { id } = await engine.start(machine, {})
    await expect.poll(() => tokens.length).toBe(1)
    return id
  }
  const answer = (): Promise<void> => engine.succeed(tokens[0] ?? "", { yes: true })

  it("tells what has happened, then what happens, and ends with the execution", async () => {
    const id = await begun()
    const seen: HistoryEvent[] = []
    for await (const event of engine.subscribe(id)) {
      seen.push(event)
      // Answered only once the wait was told of: the rest cannot have been there.
      if (event.type === "TaskSubmitted") await answer()
    }
    expect(seen.at(-1)?.type).toBe("ExecutionSucceeded")
    expect(seen).toEqual(await wholeHistory(engine, id))
  })

  it("goes on after an event that is known, and tells everything of one that has ended", async () => {
    const id = await begun()
    await answer()
    await engine.result(id)
    const all = await collect(engine.subscribe(id))
    expect(all).toEqual(await wholeHistory(engine, id))
    expect(await collect(engine.subscribe(id, { after: 3 }))).toEqual(all.filter(({ id: event }) => event > 3))
    expect(await collect(engine.subscribe(id, { after: all.length }))).toEqual([])
  })

  it("ends when it is aborted, while it waits or before it begins", async () => {
    const id = await begun()
    const abort = new AbortController()
    const seen: string[] = []
    for await (const { type } of engine.subscribe(id, { signal: abort.signal })) {
      seen.push(type)
      if (type === "TaskSubmitted") setImmediate(() => abort.abort())
    }
    expect(seen.at(-1)).toBe("TaskSubmitted")
    expect(await collect(engine.subscribe(id, { signal: AbortSignal.abort() }))).toEqual([])
  })

  it("fails for what is not there, and where the engine closes meanwhile", async () => {
    await expect(collect(engine.subscribe("nothing"))).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" })
    const id = await begun()
    const seen = collect(engine.subscribe(id))
    // Its failure is looked at below.
    seen.catch(() => {})
    await engine.history(id)
    await engine.close({ drain: false })
    await expect(seen).rejects.toMatchObject({ code: expect.stringMatching(/^(ENGINE|BACKEND)_CLOSED$/) as unknown })
  })

  it("ends with a stopped execution, and goes on with its redrive", async () => {
    const id = await begun()
    await engine.stop(id, { error: "Enough" })
    const first = await collect(engine.subscribe(id))
    expect(first.at(-1)?.type).toBe("ExecutionAborted")
    await engine.redrive(id)
    const types: string[] = []
    for await (const { type } of engine.subscribe(id, { after: first.length })) {
      types.push(type)
      if (type === "TaskSubmitted") await engine.succeed(tokens[1] ?? "", {})
    }
    expect(types[0]).toBe("ExecutionRedriven")
    expect(types.at(-1)).toBe("ExecutionSucceeded")
  })
})
