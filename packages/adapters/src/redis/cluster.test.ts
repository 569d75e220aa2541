import { backendContract } from "@stepwright/engine/testing"
import { startCluster } from "@stepwright/test-redis"
import { afterAll } from "vitest"

import { redis } from "./redis.ts"

const cluster = await startCluster()
afterAll(() => cluster.stop())
let stores = 0

await backendContract({
  skip: {
    "what a closed session owned is ready before anything else": "so in each partition: no script reaches two",
    "whatever the sequence of calls, the answers and what is stored are those of the model": "the order is the store's",
  },
  async make() {
    const nodes = cluster.nodes.map(({ port }) => ({ host: "127.0.0.1", port }))
    const options = { cluster: nodes, prefix: `${stores++}:`, partitions: 5, testing: { clock: "caller" } } as const
    let backend = await redis(options)
    const reopen = async (): Promise<typeof backend> => {
      await backend.close()
      return (backend = await redis(options))
    }
    return { backend, reopen }
  },
})
