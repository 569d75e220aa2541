import { setTimeout as pause } from "node:timers/promises"

import { Redis as Client } from "ioredis"
import { expect, it } from "vitest"

import { asking } from "./ready.ts"
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

it("has another primary take over though the sentinels stood still before, as on a busy machine", async () => {
  await using sentinel = await startSentinel()
  const processes = await Promise.all(
    sentinel.sentinels.map(({ port }) =>
      asking(`redis://127.0.0.1:${port}`, async (client) => {
        const [, id] = /process_id:(\d+)/.exec(await client.info("server")) ?? []
        return Number(id)
      }),
    ),
  )
  for (const each of processes) process.kill(each, "SIGSTOP")
  await pause(2500)
  for (const each of processes) process.kill(each, "SIGCONT")
  await sentinel.failover("crash")
  expect(await sentinel.primary()).toBe(sentinel.nodes[1])
})
