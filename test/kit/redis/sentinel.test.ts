import { Redis as Client } from "ioredis"
import { expect, it } from "vitest"

import { startSentinel } from "./sentinel.ts"

it("has a client find the new primary when the old one steps down and when it dies", async () => {
  await using sentinel = await startSentinel()
  const { sentinels, name, nodes } = sentinel
  const client = new Client({ sentinels: [...sentinels], name })
  client.on("error", () => {}) // it is meant to lose its connection
  try {
    expect(await sentinel.primary()).toBe(nodes[0])
    await client.set("key", "written to the first")
    await client.wait(1, 5000)
    await sentinel.failover()
    expect(await sentinel.primary()).toBe(nodes[1])
    expect(await client.get("key")).toBe("written to the first")
    await client.set("key", "written to the second")
    await client.wait(1, 5000)
    await sentinel.failover("crash")
    expect(await sentinel.primary()).toBe(nodes[0])
    expect(await client.get("key")).toBe("written to the second")
    await nodes[1].restart()
    await sentinel.ready()
    await client.set("key", "written to the first again")
    expect(await client.wait(1, 5000)).toBe(1)
  } finally {
    client.disconnect()
  }
})
