import { spawn, spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"

import { Redis } from "ioredis"

/** A Redis for one run. */
export interface RunsRedis {
  readonly url: string
  /** In words. */
  readonly whose: string
  /** Leaves nothing behind. */
  close(): Promise<void>
}

/**
 * The Redis of `--redis URL` or `REDIS_URL`, else a `redis-server` of this run's own. Ends the process with a word where
 * there is none.
 * @param prefix - What all keys of this run begin with.
 */
export async function openRedis(prefix: string): Promise<RunsRedis> {
  const { redis } = parseArgs({ options: { redis: { type: "string" } } }).values
  const url = redis ?? process.env["REDIS_URL"]
  if (url !== undefined) return { url, whose: "yours", close: async () => await removeKeys(url, prefix) }
  if (spawnSync("redis-server", ["--version"]).status !== 0) {
    console.error(
      "This example needs a Redis: say npm start -- --redis URL, or install redis-server (apt-get install redis-server).",
    )
    process.exit(1)
  }
  return await ownServer()
}

async function ownServer(): Promise<RunsRedis> {
  const dir = mkdtempSync(join(tmpdir(), "lift-off-"))
  const port = await freePort()
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--dir", dir, "--save", "", "--appendonly", "yes"]
  const server = spawn("redis-server", args, { stdio: "ignore" })
  const stop = (): void => {
    server.kill("SIGKILL")
    rmSync(dir, { recursive: true, force: true })
  }
  process.once("exit", stop)
  const url = `redis://127.0.0.1:${port}`
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 20 })
  client.on("error", () => undefined) // it is tried again
  await client.ping()
  client.disconnect()
  return {
    url,
    whose: "of this run's own",
    close: async () => {
      process.off("exit", stop)
      await Promise.resolve(stop())
    },
  }
}

async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer().once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0))
    })
  })
}

async function removeKeys(url: string, prefix: string): Promise<void> {
  const client = new Redis(url)
  for await (const keys of client.scanStream({ match: `${prefix}*`, count: 1000 })) {
    if ((keys as readonly string[]).length > 0) await client.unlink(...(keys as string[]))
  }
  client.disconnect()
}
