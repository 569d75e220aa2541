import { redis } from "@stepwright/adapters/redis"

import type { BenchBackend } from "./backend.ts"

export const redisBackend: BenchBackend = {
  settings: ({ appendfsync }) => `AOF ${appendfsync}`,
  redis: true,
  shared: true,
  durable: true,
  open: ({ redisUrl }) => redis({ url: redisUrl }),
}
