import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { encrypted } from "@stepwright/adapters/encryption"
import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import { type Backend, createClient, createWorker, silentLogger } from "@stepwright/engine"
import { describe, expect, it } from "vitest"

import { ask, invoke, sequence } from "../runtime/asl.ts"
import { openLab, stores, until } from "../runtime/lab.ts"

const [oldKey, newKey] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
const onlyOld = { keys: { old: oldKey }, writeWith: "old" }
const both = { keys: { old: oldKey, new: newKey }, writeWith: "new" }
const onlyNew = { keys: { new: newKey }, writeWith: "new" }

const chain = sequence("chain", { First: invoke("first"), Second: invoke("second") })
const asking = sequence("asking", { Ask: ask(), Then: invoke("first") })
const functions = {
  first: (input: unknown) => ({ after: input }),
  second: (input: unknown) => ({ after: input }),
}

function standing(backend: Backend, id: string, status: string): Promise<void> {
  return until(async () => {
    const { executions } = await backend.executions.list({ limit: 100 })
    return executions.some((each) => each.id === id && each.status === status)
  })
}

describe("an encrypted store", () => {
  it("holds nothing in clear of what a workflow was given, did, answered or failed with", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stepwright-encrypted-"))
    const backend = encrypted(sqlite({ file: join(folder, "engine.db") }), onlyOld)
    const tokens: string[] = []
    const lab = await openLab({
      backend,
      workflows: [asking, chain],
      resources: {
        "sqs:sendMessage": (input) => {
          tokens.push((input as { readonly MessageBody: string }).MessageBody)
          return { secret: "secret-response" }
        },
        first: () => ({ secret: "secret-result" }),
        second: () => {
          throw new Error("secret-failure")
        },
      },
    })
    const asked = await lab.client.start(asking, { secret: "secret-input" }, { name: "readable-name" })
    await until(() => tokens.length === 1)
    await lab.client.succeed(tokens[0] ?? "", { secret: "secret-answer" })
    expect(await lab.client.result(asked.id)).toMatchObject({
      status: "SUCCEEDED",
      output: { secret: "secret-result" },
    })
    const failed = await lab.client.execute(chain, { secret: "secret-other" })
    expect(failed).toMatchObject({ status: "FAILED", cause: expect.stringContaining("secret-failure") as string })
    await lab.client.stop((await lab.client.start(asking, {})).id, { error: "secret-error", cause: "secret-cause" })
    const all = readdirSync(folder).map((file) => readFileSync(join(folder, file), "latin1"))
    expect(all.join("")).toContain("readable-name")
    expect(all.join("").match(/secret-\w+/g)).toBeNull()
    await lab[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })
})

describe.each(stores)("encryption over %s", (_name, make) => {
  it("finds an execution again that is started with the same input, and refuses another", async () => {
    await using lab = await openLab({ backend: encrypted(make(), both), workflows: [chain], resources: functions })
    const { id } = await lab.client.start(chain, { a: 1 }, { name: "one" })
    expect(await lab.client.start(chain, { a: 1 }, { name: "one" })).toMatchObject({ id, existed: true })
    await expect(lab.client.start(chain, { a: 2 }, { name: "one" })).rejects.toMatchObject({ code: "EXECUTION_EXISTS" })
  })

  it("reads what an older key wrote, and goes on with the newer one", async () => {
    const store = make()
    const before = await openLab({
      backend: encrypted(store, onlyOld),
      workflows: [asking],
      resources: { "sqs:sendMessage": () => ({}), ...functions },
    })
    const { id } = await before.client.start(asking, { a: 1 })
    await until(async () => ((await store.executions.journal({ id }))?.length ?? 0) > 0)
    await before.worker.close()
    await using after = await openLab({
      backend: encrypted(store, both),
      workflows: [asking],
      resources: { "sqs:sendMessage": () => ({}), ...functions },
    })
    await after.client.stop(id, { cause: "enough" })
    expect(await after.client.result(id)).toMatchObject({ status: "ABORTED", input: { a: 1 } })
    const facts = (await store.executions.journal({ id })) ?? []
    expect([facts.at(0)?.slice(0, 9), facts.at(-1)?.slice(0, 9)]).toEqual(["enc1.old.", "enc1.new."])
  })

  it("parks what it has no key for, goes on with all else, and with it once there is the key", async () => {
    const store = make()
    const sender = createClient({ backend: encrypted(store, onlyNew), workflows: [chain] })
    const { id } = await sender.start(chain, { a: 1 })
    const before = await openLab({ backend: encrypted(store, onlyOld), workflows: [chain], resources: functions })
    await standing(store, id, "PARKED")
    await expect(before.client.describe(id)).rejects.toMatchObject({ code: "KEY_UNKNOWN" })
    expect(await before.client.execute(chain, { b: 1 })).toMatchObject({ status: "SUCCEEDED" })
    await before.worker.close()
    await using after = await openLab({ backend: encrypted(store, both), workflows: [chain], resources: functions })
    const cause = expect.stringContaining("the key 'new'") as string
    expect(await after.client.describe(id)).toMatchObject({ status: "PARKED", error: "Stepwright.KeyUnknown", cause })
    await after.client.redrive(id)
    expect(await after.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: { after: { after: { a: 1 } } } })
  })

  it("loses no answer that it has no key for", async () => {
    const store = make()
    const tokens: string[] = []
    const resources = {
      "sqs:sendMessage": (input: unknown) => {
        tokens.push((input as { readonly MessageBody: string }).MessageBody)
        return {}
      },
      ...functions,
    }
    const before = await openLab({ backend: encrypted(store, onlyOld), workflows: [asking], resources })
    const { id } = await before.client.start(asking, {})
    await until(() => tokens.length === 1)
    const sender = createClient({ backend: encrypted(store, onlyNew), workflows: [] })
    await sender.succeed(tokens[0] ?? "", { a: 1 })
    await standing(store, id, "PARKED")
    expect(await before.client.describe(id)).toMatchObject({ status: "PARKED", error: "Stepwright.KeyUnknown" })
    // A redrive by whoever has not got the key either changes nothing.
    await before.client.redrive(id)
    await standing(store, id, "PARKED")
    await before.worker.close()
    await using after = await openLab({ backend: encrypted(store, both), workflows: [asking], resources })
    await after.client.redrive(id)
    expect(await after.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: { after: { a: 1 } } })
  })

  it("lets an execution be stopped that holds a message which nobody can read", async () => {
    const store = make()
    await using lab = await openLab({
      backend: encrypted(store, onlyOld),
      workflows: [asking],
      resources: { "sqs:sendMessage": () => ({}), ...functions },
    })
    const { id } = await lab.client.start(asking, {})
    await until(async () => ((await store.executions.journal({ id }))?.length ?? 0) > 0)
    await store.inbox.send({ execution: id, body: "enc1.old.AAAA", when: ["RUNNING"] })
    await standing(store, id, "PARKED")
    expect(await lab.client.describe(id)).toMatchObject({ error: "Stepwright.TextTampered" })
    await lab.client.stop(id, { cause: "enough" })
    await standing(store, id, "ABORTED")
    expect(await lab.client.describe(id)).toMatchObject({ status: "ABORTED", cause: "enough" })
  })
})

it("a parked execution that holds a message which nobody can read is looked at again only after a while", async () => {
  const store = memory()
  let looks = 0
  let wakeLater: (() => void) | undefined
  const counted: Backend = {
    ...store,
    sessions: {
      ...store.sessions,
      async tick(params) {
        const result = await store.sessions.tick(params)
        if (!result.lost) looks += result.reserved.length
        return result
      },
    },
  }
  const clock = {
    now: () => 1000,
    timer(at: number, callback: () => void) {
      if (at === 6000) wakeLater = callback
      return () => undefined
    },
  }
  const backend = encrypted(counted, onlyOld)
  const options = { backend, workflows: [asking], logger: silentLogger, clock }
  const worker = createWorker({ ...options, resources: { "sqs:sendMessage": () => ({}), ...functions } })
  await worker.start()
  const client = createClient(options)
  const { id } = await client.start(asking, {})
  await until(async () => ((await store.executions.journal({ id }))?.length ?? 0) > 0)
  await store.inbox.send({ execution: id, body: "enc1.old.AAAA", when: ["RUNNING"] })
  await until(() => looks === 2)
  // Whoever wakes the worker does not wake the execution.
  await client.start(asking, {})
  await until(() => looks === 3)
  wakeLater?.()
  await until(() => looks === 4)
  await worker.close({ drain: false })
})

describe("an execution whose journal was tampered with", () => {
  it.each<[string, (facts: readonly string[], other: readonly string[]) => readonly string[]]>([
    ["a fact of another execution stands in it", ([, ...rest], [first = ""]) => [first, ...rest]],
    ["facts were exchanged", ([first = "", second = "", ...rest]) => [second, first, ...rest]],
    ["a fact stands in it in clear", ([, ...rest]) => ['{"type":"ExecutionStarted","at":0}', ...rest]],
  ])("is parked where %s", async (_what, tamper) => {
    const store = memory()
    const handlers = { "sqs:sendMessage": () => ({}), ...functions }
    const machine = sequence("both", { First: invoke("first"), Ask: ask() })
    const before = await openLab({ backend: encrypted(store, onlyOld), workflows: [machine], resources: handlers })
    const started = await Promise.all([before.client.start(machine, 1), before.client.start(machine, 1)])
    const ids = started.map(({ id }) => id)
    for (const id of ids) await until(async () => ((await store.executions.journal({ id }))?.length ?? 0) > 2)
    await before.worker.close()
    const [id = "", other = ""] = ids
    const others = (await store.executions.journal({ id: other })) ?? []
    const spoilt: Backend = {
      ...store,
      sessions: {
        ...store.sessions,
        async tick(params) {
          const result = await store.sessions.tick(params)
          if (result.lost) return result
          const reserved = result.reserved.map((each) => {
            if (each.id !== id) return each
            const { checkpoint: _, ...rest } = each
            return { ...rest, facts: tamper(each.facts, others) }
          })
          return { ...result, reserved }
        },
      },
    }
    const worker = createWorker({
      backend: encrypted(spoilt, onlyOld),
      workflows: [machine],
      resources: handlers,
      logger: silentLogger,
    })
    await worker.start()
    await before.client.stop(id)
    await standing(store, id, "PARKED")
    await worker.close()
    expect(await before.client.describe(id)).toMatchObject({ error: "Stepwright.TextTampered" })
  })
})
