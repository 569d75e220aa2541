import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { memory } from "@stepwright/adapters/memory"
import { sqlite } from "@stepwright/adapters/sqlite"
import type { Backend } from "@stepwright/engine"

/** The stores that cases run on. */
export const stores = ["memory", "sqlite"] as const

export type StoreName = (typeof stores)[number]

/** Opens empty stores of a kind, one for each case; in the end their files go. */
export async function withStore<T>(name: StoreName, act: (open: () => Backend) => Promise<T>): Promise<T> {
  if (name === "memory") return await act(memory)
  const folder = mkdtempSync(join(tmpdir(), "stepwright-saga-"))
  let count = 0
  try {
    return await act(() => sqlite({ file: join(folder, `${count++}.sqlite`), synchronous: "normal" }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
