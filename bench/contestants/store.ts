import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { redis } from "@stepwright/adapters/redis"
import { sqlite } from "@stepwright/adapters/sqlite"
import type { Backend } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"

/** The stores that are measured. */
export const storeNames = ["memory", "sqlite", "redis"] as const

/** Which store, and how careful it is. */
export interface StoreSettings {
  readonly backend: (typeof storeNames)[number]
  /** Of sqlite. */
  readonly synchronous: "normal" | "full"
  /** Of Redis. */
  readonly appendfsync: "everysec" | "always"
}

/** An empty store, and how durable it is in words. */
export interface OpenStore {
  readonly backend: Backend
  readonly durability: string
  close(): Promise<void>
}

/** Opens a store of its own; it goes with its close. */
export async function openStore({ backend, synchronous, appendfsync }: StoreSettings): Promise<OpenStore> {
  switch (backend) {
    case "memory":
      return { backend: memory(), durability: "not durable", close: async () => {} }
    case "sqlite": {
      const folder = mkdtempSync(join(tmpdir(), "bench-stepwright-"))
      return {
        backend: sqlite({ file: join(folder, "bench.sqlite"), synchronous }),
        durability: `WAL, synchronous ${synchronous.toUpperCase()}`,
        close: async () => rmSync(folder, { recursive: true, force: true }),
      }
    }
    case "redis": {
      const server = await startRedis({ appendfsync })
      return {
        backend: await redis({ url: server.url }),
        durability: `AOF, appendfsync ${appendfsync}, 1 partition`,
        close: () => server.stop(),
      }
    }
  }
}
