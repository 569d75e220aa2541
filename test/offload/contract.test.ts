import { encrypted } from "@stepwright/adapters/encryption"
import { offloaded } from "@stepwright/adapters/offload"
import type { Backend } from "@stepwright/engine"
import { backendContract } from "@stepwright/engine/testing"
import { afterAll, describe } from "vitest"

import { bases } from "../encryption/made.ts"
import { folderOfBuckets } from "../object-stores/buckets.ts"

const { store, bucket, close } = folderOfBuckets()
afterAll(close)

const keys = { first: new Uint8Array(32).fill(1) }
let made = 0
/** Everything that is not empty is offloaded. */
const around = (): ((backend: Backend) => Backend) => {
  const prefix = `store-${++made}/`
  return (backend) => offloaded(backend, { store, bucket, prefix, threshold: 0 })
}

for (const [name, make] of bases) {
  describe(`offload over ${name}`, async () => {
    await backendContract({ make: () => make(around()) })
  })
  describe(`encryption over offload over ${name}`, async () => {
    await backendContract({
      make: () => {
        const offload = around()
        return make((backend) => encrypted(offload(backend), { keys, writeWith: "first" }))
      },
    })
  })
}
