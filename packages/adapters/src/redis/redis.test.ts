import { backendContract } from "@stepwright/engine/testing"
import { sharedRedis } from "@stepwright/test-redis"
import { describe } from "vitest"

import { redis } from "./redis.ts"

for (const partitions of [1, 7]) {
  describe(`${partitions} partitions`, async () => {
    await backendContract({
      async make() {
        const options = { ...sharedRedis(), partitions, testing: { clock: "caller", alone: true } } as const
        let backend = await redis(options)
        const reopen = async (): Promise<typeof backend> => {
          await backend.close()
          return (backend = await redis(options))
        }
        return { backend, reopen }
      },
    })
  })
}
