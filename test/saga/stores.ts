import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { redis } from "@stepwright/adapters/redis"
import { sqlite } from "@stepwright/adapters/sqlite"
import type { Backend } from "@stepwright/engine"
import { startRedis } from "@stepwright/test-redis"

/** The stores that cases run on. */
export const stores = ["memory", "sqlite", "redis"] as const

/** Those that need nothing beside this process. */
export const ownStores = ["memory", "sqlite"] as const

export type StoreName = (typeof stores)[number]

/** Opens an empty store. */
export type Open = () => Backend | Promise<Backend>

/** Opens empty stores of a kind, one for each case; in the end their files go. */
export async function withStore<T>(name: StoreName, act: (open: Open) => Promise<T>): Promise<T> {
  if (name === "memory") return await act(memory)
  if (name === "redis") return await withRedis(act)
  const folder = mkdtempSync(join(tmpdir(), "stepwright-saga-"))
  let count = 0
  try {
    return await act(() => sqlite({ file: join(folder, `${count++}.sqlite`), synchronous: "normal" }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function withRedis<T>(act: (open: Open) => Promise<T>): Promise<T> {
  await using server = await startRedis()
  const { url } = server
  let count = 0
  return await act(() => redis({ url, prefix: `${count++}:`, testing: { clock: "caller", alone: true } }))
}
