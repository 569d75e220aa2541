import { memory } from "@stepwright/adapters/memory"
import { offloaded } from "@stepwright/adapters/offload"
import { s3 } from "@stepwright/adapters/s3"
import { type Backend, type BlobStore, createClient, silentLogger } from "@stepwright/engine"
import { simulatedClock } from "@stepwright/engine/testing"
import { afterEach, describe, expect, it } from "vitest"

import { folderOfBuckets } from "../object-stores/buckets.ts"
import { accessKeys, startS3 } from "../object-stores/s3-server.ts"
import { ask, invoke, sequence } from "../runtime/asl.ts"
import { openLab, stores, until } from "../runtime/lab.ts"

const large = "x".repeat(40_000)
const chain = sequence("chain", { First: invoke("first"), Second: invoke("first") })
const asking = sequence("asking", { Ask: ask(), Then: invoke("first") })
const options = {
  workflows: [chain, asking],
  resources: { first: (input: unknown) => input, "sqs:sendMessage": () => ({}) },
}

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

function folder(): { readonly store: BlobStore; readonly bucket: string } {
  const { store, bucket, close } = folderOfBuckets()
  opened.push(close)
  return { store, bucket }
}

async function keysOf({ store, bucket }: ReturnType<typeof folder>): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const { Key } of store.list({ bucket })) keys.push(Key)
  return keys
}

/** The texts that a store itself holds of an execution. */
async function textsOf(backend: Backend, id: string): Promise<readonly string[]> {
  const { input = "", output = "" } = (await backend.executions.get({ id })) ?? {}
  return [input, output, ...((await backend.executions.journal({ id })) ?? [])]
}

function standing(backend: Backend, id: string, status: string): Promise<void> {
  return until(async () => {
    const { executions } = await backend.executions.list({ limit: 100 })
    return executions.some((each) => each.id === id && each.status === status)
  })
}

describe.each(stores)("offload over %s", (_name, make) => {
  it("keeps large payloads elsewhere, small ones in place, and shows both as they were", async () => {
    const [own, place] = [make(), folder()]
    await using lab = await openLab({ ...options, backend: offloaded(own, place) })
    const small = await lab.client.execute(chain, "small")
    expect(await keysOf(place)).toEqual([])
    const { id, ...rest } = await lab.client.execute(chain, large)
    expect([rest.status, rest.input, rest.output]).toEqual(["SUCCEEDED", large, large])
    // Input, output, and the two answers.
    expect(await keysOf(place)).toHaveLength(4)
    for (const text of await textsOf(own, id)) expect(text.length).toBeLessThan(600)
    expect((await textsOf(own, small.id))[0]).toBe('"small"')
    expect(await lab.client.describe(id)).toMatchObject({ input: large, output: large })
    expect(JSON.stringify((await lab.client.history(id)).events)).toContain(large)
    expect(await lab.client.start(chain, "z", { name: "z" })).toMatchObject({ existed: false })
  })

  it("finds an execution again that is started with the same large input, and leaves nothing behind", async () => {
    const place = folder()
    await using lab = await openLab({ ...options, backend: offloaded(make(), place) })
    const { id } = await lab.client.start(asking, large, { name: "one" })
    await until(async () => (await keysOf(place)).length === 1)
    const before = await keysOf(place)
    expect(await lab.client.start(asking, large, { name: "one" })).toMatchObject({ id, existed: true })
    await expect(lab.client.start(asking, `${large}y`, { name: "one" })).rejects.toMatchObject({
      code: "EXECUTION_EXISTS",
    })
    expect(await keysOf(place)).toEqual(before)
  })

  it("parks what it misses an object of, says which, and goes on with it once it is back", async () => {
    const [own, place] = [make(), folder()]
    const backend = offloaded(own, { ...place, logger: silentLogger })
    const client = createClient({ ...options, backend })
    const { id } = await client.start(chain, large)
    const [key = ""] = await keysOf(place)
    const body = await place.store.get({ bucket: place.bucket, key })
    await place.store.delete({ bucket: place.bucket, key })
    await using lab = await openLab({ ...options, backend })
    await standing(own, id, "PARKED")
    expect(await own.executions.get({ id })).toMatchObject({
      error: "Stepwright.BlobMissing",
      cause: expect.stringContaining(key) as string,
    })
    await expect(client.describe(id)).rejects.toMatchObject({ code: "BLOB_MISSING", retryable: false })
    expect(await lab.client.execute(chain, "small")).toMatchObject({ status: "SUCCEEDED" })
    await place.store.put({ bucket: place.bucket, key, body })
    await lab.client.redrive(id)
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: large })
  })

  it("parks what it finds another object of", async () => {
    const [own, place] = [make(), folder()]
    const backend = offloaded(own, { ...place, logger: silentLogger })
    const { id } = await createClient({ ...options, backend }).start(chain, large)
    const [key = ""] = await keysOf(place)
    await place.store.put({ bucket: place.bucket, key, body: Buffer.from(JSON.stringify(`y${large.slice(1)}`)) })
    await using lab = await openLab({ ...options, backend })
    await standing(own, id, "PARKED")
    expect(await own.executions.get({ id })).toMatchObject({ error: "Stepwright.TextTampered" })
    await expect(lab.client.describe(id)).rejects.toMatchObject({ code: "TEXT_TAMPERED" })
  })

  it("waits for an object store that fails, parks nothing over it, and goes on with all else meanwhile", async () => {
    const [own, place] = [make(), folder()]
    let broken = false
    const fail = (): void => {
      if (broken) throw new Error("no connection")
    }
    const store: BlobStore = {
      ...place.store,
      get: async (request) => (fail(), place.store.get(request)),
      put: async (request) => (fail(), place.store.put(request)),
    }
    let calls = 0
    const resources = {
      ...options.resources,
      first: (input: unknown) => {
        if (input === "grow" && ++calls === 1) broken = true
        return input === "grow" ? large : input
      },
    }
    const backend = offloaded(own, { ...place, store, logger: silentLogger })
    await using lab = await openLab({ ...options, resources, backend })
    // Its answer cannot be written for now.
    const growing = await lab.client.start(chain, "grow")
    await until(() => broken)
    await expect(lab.client.start(chain, large)).rejects.toMatchObject({ code: "BLOB_FAILED", retryable: true })
    expect(await lab.client.execute(chain, "small")).toMatchObject({ status: "SUCCEEDED", output: "small" })
    const sizes = await textsOf(own, growing.id)
    expect(sizes.join("")).not.toContain(large)
    broken = false
    expect(await lab.client.result(growing.id)).toMatchObject({ status: "SUCCEEDED", output: large })
    expect(calls).toBeGreaterThan(1)
  })

  it("waits with what it cannot read for now", async () => {
    const [own, place] = [make(), folder()]
    let gets = 0
    const store: BlobStore = {
      ...place.store,
      get: async (request) => {
        if (++gets <= 3) throw new Error("no connection")
        return await place.store.get(request)
      },
    }
    const backend = offloaded(own, { ...place, store, logger: silentLogger })
    const { id } = await createClient({ ...options, backend }).start(chain, large)
    await using lab = await openLab({ ...options, backend })
    await standing(own, id, "SUCCEEDED")
    expect(gets).toBeGreaterThan(3)
    expect(await lab.client.describe(id)).toMatchObject({ output: large })
  })

  it("takes an object store that does not answer for one that fails", async () => {
    const place = folder()
    const store: BlobStore = { ...place.store, put: () => new Promise(() => undefined) }
    const backend = offloaded(make(), { ...place, store, timeoutMs: 5, logger: silentLogger })
    await expect(createClient({ ...options, backend }).start(chain, large)).rejects.toMatchObject({
      code: "BLOB_FAILED",
    })
    await backend.close()
  })

  it("removes objects with their execution, and no other's", async () => {
    const [own, place, clock] = [make(), folder(), simulatedClock({ start: Date.now() })]
    const backend = offloaded(own, { ...place, clock })
    await using lab = await openLab({ ...options, backend, clock })
    const ended = await lab.client.execute(chain, large)
    const running = await lab.client.start(asking, large)
    expect((await keysOf(place)).length).toBeGreaterThan(2)
    clock.timer(clock.now() + 7_200_000, () => undefined)
    const before = clock.now()
    await until(() => clock.now() > before)
    expect(await lab.client.prune({ olderThanMs: 0 })).toEqual({ removed: 1 })
    await expect(lab.client.describe(ended.id)).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" })
    expect(await keysOf(place)).toHaveLength(1)
    expect(await lab.client.describe(running.id)).toMatchObject({ input: large })
  })

  it("keeps one checkpoint of an execution that sleeps often, and replays its journal where that is lost", async () => {
    const [own, place] = [make(), folder()]
    const sleepy = sequence("sleepy", {
      First: invoke("grow"),
      A: { Type: "Wait", Seconds: 100 },
      Second: invoke("grow"),
      B: { Type: "Wait", Seconds: 100 },
      C: { Type: "Wait", Seconds: 100 },
      Ask: ask(),
      Then: invoke("first", { Arguments: { FunctionName: "first", Payload: "{% $states.context.Execution.Input %}" } }),
    })
    const backend = offloaded(own, place)
    const tokens: string[] = []
    let grown = 0
    const resources = {
      ...options.resources,
      // Facts that are longer than the checkpoint before them: so there is a new one for each of the first two sleeps.
      grow: () => large.repeat(++grown),
      "sqs:sendMessage": (input: unknown) => {
        tokens.push((input as { readonly MessageBody: string }).MessageBody)
        return {}
      },
    }
    await using lab = await openLab({ ...options, workflows: [sleepy], resources, backend })
    const { id } = await lab.client.start(sleepy, "small")
    await until(() => tokens.length === 1)
    // The two answers, and one checkpoint.
    await until(async () => (await keysOf(place)).length === 3)
    const facts = (await textsOf(own, id)).join()
    const others = (await keysOf(place)).filter((key) => !facts.includes(key))
    expect(others).toHaveLength(1)
    await place.store.delete({ bucket: place.bucket, key: others[0] ?? "" })
    await lab.client.succeed(tokens[0] ?? "", {})
    expect(await lab.client.result(id)).toMatchObject({ status: "SUCCEEDED", output: "small" })
    expect(grown).toBe(2)
  })

  it("sweeps what belongs to nothing any more, once it is old, and nothing that belongs to something", async () => {
    const [own, place] = [make(), folder()]
    let now = Date.now()
    const backend = offloaded(own, { ...place, prefix: "p/", clock: { now: () => now } })
    const client = createClient({ ...options, backend })
    await client.start(chain, large)
    const lost = { id: "lost", machine: "chain", name: "lost", plan: "0".repeat(64), header: "", startedAt: 0 }
    expect(await backend.executions.start({ ...lost, input: large })).toEqual({ outcome: "no-plan" })
    for (const key of ["q/executions/6100-/other", "p/mine"]) {
      await place.store.put({ bucket: place.bucket, key, body: new Uint8Array() })
    }
    expect(await keysOf(place)).toHaveLength(4)
    expect(await backend.sweep()).toEqual({ removed: 0 })
    now += 90_000_000
    expect(await backend.sweep({ olderThanMs: 100_000_000 })).toEqual({ removed: 0 })
    expect(await backend.sweep()).toEqual({ removed: 1 })
    expect(await backend.sweep()).toEqual({ removed: 0 })
    expect(await keysOf(place)).toHaveLength(3)
    await backend.close()
  })
})

it("payloads are offloaded to S3, and removed from there", async () => {
  const server = await startS3()
  server.makeBucket("payloads")
  const store = s3({
    endpoint: server.endpoint,
    forcePathStyle: true,
    region: "eu-central-1",
    credentials: { accessKeyId: accessKeys.owner, secretAccessKey: "secret" },
  })
  const place = { store, bucket: "payloads" }
  const backend = offloaded(memory(), { ...place, prefix: "engine/", clock: { now: () => Date.now() + 7_200_000 } })
  const lab = await openLab({ ...options, backend })
  const { id } = await lab.client.execute(chain, large)
  expect(await lab.client.describe(id)).toMatchObject({ input: large, output: large })
  const keys = await keysOf(place)
  expect(keys).toHaveLength(4)
  for (const key of keys) expect(key).toMatch(/^engine\/executions\/[\da-f/]+-\/[\da-f-]{36}$/)
  await lab.client.prune({ olderThanMs: -1 })
  expect(await keysOf(place)).toEqual([])
  await lab[Symbol.asyncDispose]()
  await server.close()
})
