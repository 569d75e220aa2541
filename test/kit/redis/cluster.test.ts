import { Cluster as Client } from "ioredis"
import { expect, it } from "vitest"

import { startCluster } from "./cluster.ts"

const keys = Array.from({ length: 60 }, (_, index) => `key-${index}`)

it("is a cluster of three that holds its keys over the restart of a node", async () => {
  await using cluster = await startCluster()
  const client = new Client(cluster.nodes.map(({ port }) => ({ host: "127.0.0.1", port })))
  try {
    await Promise.all(keys.map((key) => client.set(key, key)))
    const sizes = await Promise.all(client.nodes("master").map((node) => node.dbsize()))
    expect(sizes.every((size) => size > 0)).toBe(true)
    expect(sizes.reduce((sum, size) => sum + size)).toBe(keys.length)
    await cluster.nodes[1]?.restart()
    await cluster.ready()
    expect(await Promise.all(keys.map((key) => client.get(key)))).toEqual(keys)
  } finally {
    client.disconnect()
  }
})
