import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

import { silentLogger } from "@stepwright/engine"
import { sharedRedis } from "@stepwright/test-redis"
import { expect, it } from "vitest"

import { redis } from "./redis.ts"

const plan = { id: "a".repeat(64), machine: "m", text: "{}" }

it("connections that are lost while hints are asked for again harm nothing, and hints are heard when that succeeds", async () => {
  const { url, prefix } = sharedRedis()
  const relay = await startRelay(Number(new URL(url).port))
  const near = await redis({ url: `redis://127.0.0.1:${relay.port}`, prefix, logger: silentLogger })
  const far = await redis({ url, prefix })
  try {
    await far.plans.put(plan)
    let woken = 0
    await near.sessions.open({ worker: "near", plans: [plan.id], onWake: () => woken++ })
    relay.refuse = 2
    relay.cut()
    await expect.poll(() => relay.refuse, { timeout: 10_000 }).toBe(0)
    // It looks by itself once it hears again: something may have been said meanwhile.
    await expect.poll(() => woken, { timeout: 10_000 }).toBe(1)
    await far.executions.start({ id: "e", machine: "m", name: "e", plan: plan.id, header: "", input: "", startedAt: 1 })
    await expect.poll(() => woken, { timeout: 10_000 }).toBe(2)
  } finally {
    await near.close()
    await far.close()
    relay.close()
  }
})

interface Relay {
  readonly port: number
  /** Connections that are still to be ended when they ask for hints. */
  refuse: number
  /** Ends every connection. */
  cut(): void
  close(): void
}

/** Leads to a server. */
async function startRelay(target: number): Promise<Relay> {
  const sockets = new Set<Socket>()
  const server = createServer((inner) => {
    const outer = connect(target, "127.0.0.1")
    inner.on("data", (piece) => {
      if (relay.refuse > 0 && /subscribe/i.test(piece.toString())) {
        relay.refuse--
        inner.destroy()
      } else outer.write(piece)
    })
    outer.pipe(inner)
    for (const [socket, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      sockets.add(socket)
      socket.on("error", () => {}) // its end follows
      socket.on("close", () => other.destroy())
    }
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const relay: Relay = {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    refuse: 0,
    cut,
    close() {
      cut()
      server.close()
    },
  }
  return relay
}
