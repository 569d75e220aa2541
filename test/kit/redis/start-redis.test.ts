import { existsSync } from "node:fs"

import { Redis as Client } from "ioredis"
import { describe, expect, it } from "vitest"

import { asking } from "./ready.ts"
import { sharedRedis } from "./shared.ts"
import { startRedis } from "./start-redis.ts"

const get = (url: string, key: string): Promise<string | null> => asking(url, (client) => client.get(key))
const set = (url: string, key: string): Promise<unknown> => asking(url, (client) => client.set(key, "kept"))

describe("a server of one's own", () => {
  it("keeps its port and what it holds over a restart, and over a kill where each write is synced", async () => {
    await using redis = await startRedis({ appendfsync: "always" })
    await set(redis.url, "before the restart")
    await redis.restart()
    await set(redis.url, "before the kill")
    await redis.kill()
    await expect(get(redis.url, "before the kill")).rejects.toThrow(/ECONNREFUSED|closed/)
    await redis.restart()
    expect(await get(redis.url, "before the restart")).toBe("kept")
    expect(await get(redis.url, "before the kill")).toBe("kept")
  })

  it("forgets over a restart what it was told not to write", async () => {
    await using redis = await startRedis({ appendonly: false })
    await set(redis.url, "key")
    await redis.restart()
    expect(await get(redis.url, "key")).toBeNull()
  })

  it("answers nothing while it is paused, and goes on afterwards", async () => {
    await using redis = await startRedis()
    const client = new Client(redis.url, { commandTimeout: 300, retryStrategy: () => null })
    try {
      await client.set("key", "kept")
      await redis.pause()
      await expect(client.get("key")).rejects.toThrow("Command timed out")
      await redis.resume()
      expect(await client.get("key")).toBe("kept")
    } finally {
      client.disconnect()
    }
  })

  it("can be stopped while it is paused or dead, and leaves no files", async () => {
    const [paused, dead] = await Promise.all([startRedis(), startRedis()])
    await paused.pause()
    await dead.kill()
    await Promise.all([paused.stop(), dead.stop()])
    expect([paused.dir, dead.dir].filter((dir) => existsSync(dir))).toEqual([])
    await dead.restart()
    await expect(get(dead.url, "key")).rejects.toThrow("closed")
  })

  it("takes settings that are given to it", async () => {
    await using redis = await startRedis({ args: ["--maxmemory", "10mb"] })
    expect(await asking(redis.url, (client) => client.config("GET", "maxmemory"))).toEqual(["maxmemory", "10485760"])
  })
})

describe("the server that a run shares", () => {
  it("is up, and gives each caller a prefix of its own", async () => {
    const [mine, yours] = [sharedRedis(), sharedRedis()]
    expect(mine.url).toBe(yours.url)
    expect(mine.prefix).not.toBe(yours.prefix)
    await set(mine.url, `${mine.prefix}key`)
    expect(await get(yours.url, `${yours.prefix}key`)).toBeNull()
  })
})
