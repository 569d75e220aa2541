import { encrypted } from "@stepwright/adapters/encryption"
import { redis } from "@stepwright/adapters/redis"
import { backendContract } from "@stepwright/engine/testing"
import { sharedRedis } from "@stepwright/test-redis"
import { describe } from "vitest"

const keys = { first: new Uint8Array(32).fill(1) }

describe("encryption over redis", async () => {
  await backendContract({
    async make() {
      const options = { ...sharedRedis(), testing: { clock: "caller", alone: true } } as const
      const open = async () => encrypted(await redis(options), { keys, writeWith: "first" })
      let backend = await open()
      const reopen = async (): Promise<typeof backend> => {
        await backend.close()
        return (backend = await open())
      }
      return { backend, reopen }
    },
  })
})
