import { silentLogger } from "@stepwright/engine"
import { sharedRedis, startRedis } from "@stepwright/test-redis"
import type { Redis as Client } from "ioredis"
import { afterEach, describe, expect, it, vi } from "vitest"

import { type Demands, suretyOf } from "./fitness.ts"
import { redis } from "./redis.ts"

const demands: Demands = {
  durability: "fast",
  replicas: 1,
  timeoutMs: 1000,
  logger: silentLogger,
  cluster: false,
}

/** A server of another release, by what it says of itself. */
function saying(version: string, fsync: string | Error = "everysec"): Client {
  const info = `redis_version:${version}\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\nconnected_slaves:0`
  const config = async (): Promise<unknown> =>
    fsync instanceof Error ? await Promise.reject(fsync) : ["appendfsync", fsync]
  return { info: async () => info, config } as unknown as Client // all that is asked
}

describe("a server that would lose executions is refused", () => {
  it("where it may remove keys by itself", async () => {
    await using server = await startRedis({ args: ["--maxmemory-policy", "allkeys-lru"] })
    await expect(redis({ url: server.url })).rejects.toMatchObject({ code: "SERVER_EVICTS", retryable: false })
  })

  it("where it writes no append-only file", async () => {
    await using server = await startRedis({ appendonly: false })
    await expect(redis({ url: server.url })).rejects.toMatchObject({ code: "SERVER_NOT_DURABLE" })
  })

  it("where `fsync` is asked for and it syncs once a second, and can do no better", async () => {
    await expect(suretyOf([saying("7.0.15")], { ...demands, durability: "fsync" })).rejects.toMatchObject({
      code: "SERVER_NOT_DURABLE",
    })
    await using server = await startRedis({ appendfsync: "always" })
    const backend = await redis({ url: server.url, durability: "fsync" })
    await backend.close()
  })

  it("where `fsync` is asked for and it will not say when it syncs; not where its connection is lost meanwhile", async () => {
    const asked = async (message: string): Promise<unknown> =>
      await suretyOf([saying("7.0.15", new Error(message))], { ...demands, durability: "fsync" })
    await expect(asked("NOPERM User w has no permissions")).rejects.toMatchObject({ code: "SERVER_NOT_DURABLE" })
    await expect(asked("ERR unknown command 'CONFIG'")).rejects.toMatchObject({ code: "SERVER_NOT_DURABLE" })
    await expect(asked("Connection is closed.")).rejects.toThrow("Connection is closed.")
  })

  it("where it is older than 7.0", async () => {
    await expect(suretyOf([saying("6.2.14")], demands)).rejects.toMatchObject({ code: "SERVER_TOO_OLD" })
  })
})

it("what each write is followed by goes by the mode and what the server can do", async () => {
  const surety = async (version: string, durability: Demands["durability"], fsync?: string): Promise<unknown> =>
    await suretyOf([saying(version, fsync)], { ...demands, durability })
  expect(await surety("7.4.1", "fast")).toMatchObject({ replicas: 0, disk: false })
  expect(await surety("7.4.1", "fsync")).toMatchObject({ replicas: 0, disk: true })
  expect(await surety("7.4.1", "fsync", "always")).toMatchObject({ replicas: 0, disk: false })
  expect(await surety("7.0.15", "replicated")).toMatchObject({ replicas: 1, disk: false })
  expect(await surety("7.4.1", "replicated")).toMatchObject({ replicas: 1, disk: true })
})

it("with too few replicas connected a worker is warned, and a write is not acknowledged", async () => {
  const { url, prefix } = sharedRedis()
  const warn = vi.fn()
  const backend = await redis({
    url,
    prefix,
    durability: "replicated",
    timeoutMs: 200,
    logger: { ...silentLogger, warn },
  })
  expect(warn).toHaveBeenCalledOnce()
  const sent = backend.inbox.send({ execution: "e", body: "word", when: ["RUNNING"] })
  await expect(sent).rejects.toMatchObject({ code: "BACKEND_FAILED", retryable: true })
  await backend.close()
})

describe("without ioredis", () => {
  afterEach(() => {
    vi.doUnmock("ioredis")
  })

  it("the error names the package", async () => {
    vi.doMock("ioredis", () => {
      throw new Error("Cannot find package 'ioredis'")
    })
    await expect(redis({ url: "redis://127.0.0.1:1" })).rejects.toMatchObject({ code: "PEER_MISSING" })
  })
})
