import { silentLogger } from "@stepwright/engine"
import { backendContract } from "@stepwright/engine/testing"
import { asking, startCluster } from "@stepwright/test-redis"
import { Cluster } from "ioredis"
import { afterAll, describe, expect, it, vi } from "vitest"

import { Keys } from "./keys.ts"
import { redis } from "./redis.ts"

const cluster = await startCluster()
afterAll(() => cluster.stop())
const plan = "a".repeat(64)
let stores = 0

await backendContract({
  skip: {
    "what a closed session owned is ready before anything else": "so in each partition: no script reaches two",
    "dead letters of one tick are listed in the order of its commits":
      "so in each partition: each node has its own clock",
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

describe("word for another partition", () => {
  it("arrives though whoever sent it died before it was carried, and once though it is carried twice", async () => {
    const nodes = cluster.nodes.map(({ port }) => ({ host: "127.0.0.1", port }))
    const prefix = `${stores++}:`
    const backend = await redis({ cluster: nodes, prefix, partitions: 5, leaseMs: 200 })
    const { route, partition } = new Keys(prefix, 5).place("e")
    const source = (partition + 1) % 5
    const client = new Cluster(nodes)
    await backend.plans.put({ id: plan, machine: "m", text: "{}" })
    await backend.executions.start({ id: "e", machine: "m", name: "e", plan, header: "", input: "", startedAt: 1 })
    const { session } = await backend.sessions.open({ worker: "w", plans: [plan], onWake: () => {} })
    const entry = (body: string): string => JSON.stringify([partition, "m", route, "", body])
    const outbox = `${prefix}{p0${source}}:out`
    await client.rpush(outbox, `1${entry("first")}`, `2${entry("second")}`)
    await drained(client, outbox)
    // As one that was carried, and not yet struck off.
    await client.rpush(outbox, `2${entry("second")}`, `3${entry("third")}`)
    await drained(client, outbox)
    const result = await backend.sessions.tick({ session, now: Date.now(), commits: [], want: 1 })
    if (result.lost) throw new Error("lost")
    expect(result.reserved[0]?.messages.map(({ body }) => body)).toEqual(["first", "second", "third"])
    client.disconnect()
    await backend.close()
  })
})

async function drained(client: Cluster, outbox: string): Promise<void> {
  while ((await client.exists(outbox)) === 1) await new Promise((resolve) => setTimeout(resolve, 10))
}

it("a cluster that is down when it is connected to fails the call, and is taken once it is up", async () => {
  await using cluster = await startCluster()
  const place = { cluster: cluster.nodes.map(({ port }) => ({ host: "127.0.0.1", port })), timeoutMs: 2000 }
  const [, node, last] = cluster.nodes
  await node?.kill()
  await vi.waitUntil(
    async () => (await asking(last?.url ?? "", (client) => client.cluster("INFO"))).includes("state:fail"),
    {
      timeout: 30_000,
    },
  )
  await expect(redis({ ...place, logger: silentLogger })).rejects.toMatchObject({
    code: "BACKEND_FAILED",
    retryable: true,
  })
  await node?.restart()
  await cluster.ready()
  const backend = await redis({ ...place, logger: silentLogger })
  await backend.close()
}, 60_000)
