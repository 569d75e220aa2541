import { join } from "node:path"

import { sqlite } from "@stepwright/adapters/sqlite"

import type { BenchBackend } from "./backend.ts"

export const sqliteBackend: BenchBackend = {
  settings: ({ synchronous }) => `WAL, synchronous ${synchronous.toUpperCase()}`,
  redis: false,
  shared: false,
  durable: true,
  open: ({ folder }, { synchronous }) => sqlite({ file: join(folder, "bench.sqlite"), synchronous }),
}
