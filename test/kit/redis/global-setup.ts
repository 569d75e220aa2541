import { randomBytes } from "node:crypto"

import type { TestProject } from "vitest/node"

import { kindOfRedis } from "./kind.ts"
import { asking } from "./ready.ts"
import { startRedis } from "./start-redis.ts"

/** Starts the server that `sharedRedis` hands out, once for a whole run, and stops it at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const prefix = `stepwright-test-${randomBytes(4).toString("hex")}:`
  const kind = await kindOfRedis()
  if (kind !== "url") {
    const redis = await startRedis()
    project.provide("redis", { url: redis.url, prefix })
    return () => redis.stop()
  }
  const url = process.env["REDIS_URL"]
  if (url === undefined) throw new Error("STEPWRIGHT_REDIS is url, but REDIS_URL is not set")
  await asking(url, (client) => client.ping())
  project.provide("redis", { url, prefix })
  return () => removeKeys(url, prefix)
}

/** The server is somebody else's: nothing of ours stays. */
async function removeKeys(url: string, prefix: string): Promise<void> {
  await asking(url, async (client) => {
    let cursor = "0"
    do {
      const [next, keys] = await client.scan(cursor, "MATCH", `${prefix}*`, "COUNT", 1000)
      if (keys.length > 0) await client.unlink(keys)
      cursor = next
    } while (cursor !== "0")
  })
}
