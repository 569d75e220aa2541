import { encrypted } from "@stepwright/adapters/encryption"
import { backendContract } from "@stepwright/engine/testing"
import { describe } from "vitest"

import { madeInRedis } from "./made-in-redis.ts"

const keys = { first: new Uint8Array(32).fill(1) }

describe("encryption over redis", async () => {
  await backendContract({ make: () => madeInRedis((backend) => encrypted(backend, { keys, writeWith: "first" })) })
})
