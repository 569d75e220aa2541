import { memory } from "@stepwright/adapters/memory"

import type { BenchBackend } from "./backend.ts"

export const memoryBackend: BenchBackend = {
  settings: () => "not durable",
  redis: false,
  shared: false,
  durable: false,
  open: () => memory(),
}
