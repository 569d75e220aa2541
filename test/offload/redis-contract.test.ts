import { offloaded } from "@stepwright/adapters/offload"
import { backendContract } from "@stepwright/engine/testing"
import { afterAll, describe } from "vitest"

import { madeInRedis } from "../encryption/made-in-redis.ts"
import { folderOfBuckets } from "../object-stores/buckets.ts"

const { store, bucket, close } = folderOfBuckets()
afterAll(close)

let made = 0

describe("offload over redis", async () => {
  await backendContract({
    make() {
      const prefix = `store-${++made}/`
      return madeInRedis((backend) => offloaded(backend, { store, bucket, prefix, threshold: 0 }))
    },
  })
})
