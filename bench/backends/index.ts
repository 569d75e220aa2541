import type { BenchBackend } from "./backend.ts"
import { memoryBackend } from "./memory.ts"
import type { BackendName } from "./names.ts"
import { redisBackend } from "./redis.ts"
import { sqliteBackend } from "./sqlite.ts"

export const backends: Readonly<Record<BackendName, BenchBackend>> = {
  memory: memoryBackend,
  sqlite: sqliteBackend,
  redis: redisBackend,
}
