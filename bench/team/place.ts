import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { type Redis as Server, startRedis } from "@stepwright/test-redis/server"
import { Redis } from "ioredis"

import type { Place } from "../backends/backend.ts"
import type { Entry } from "../contestants/entry.ts"
import type { Options } from "../options.ts"

/** Where one contestant stores, and what that costs. */
export interface OpenPlace extends Place {
  /** Bytes that are held: of its Redis's memory, or of the files in its folder. */
  bytes(): Promise<number>
  /** Processor time of its Redis so far, in microseconds; 0 without one. */
  cpuMicros(): Promise<number>
  close(): Promise<void>
}

export async function openPlace({ redis }: Entry, { appendfsync }: Options): Promise<OpenPlace> {
  const folder = mkdtempSync(join(tmpdir(), "stepwright-bench-"))
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true })
  if (!redis) {
    return {
      folder,
      redisUrl: "",
      bytes: async () => bytesIn(folder),
      cpuMicros: async () => 0,
      close: async () => removeFolder(),
    }
  }
  const server = await startRedis({ appendfsync })
  const client = new Redis(server.url)
  return {
    folder,
    redisUrl: server.url,
    bytes: () => infoNumber(client, "memory", "used_memory"),
    async cpuMicros() {
      const user = await infoNumber(client, "cpu", "used_cpu_user")
      return 1e6 * (user + (await infoNumber(client, "cpu", "used_cpu_sys")))
    },
    async close() {
      client.disconnect()
      await stop(server)
      removeFolder()
    },
  }
}

/** What a benchmark wrote is of no use to anybody: there is no need to stop in good order. */
async function stop(server: Server): Promise<void> {
  await server.kill()
  await server.stop()
}

async function infoNumber(client: Redis, section: string, field: string): Promise<number> {
  const [, value] = new RegExp(`^${field}:([\\d.]+)`, "m").exec(await client.info(section)) ?? []
  return Number(value)
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}
