import type { Socket } from "node:net"

import { sharedRedis, startCluster } from "@stepwright/test-redis"
import * as ioredis from "ioredis"
import { expect, it } from "vitest"

import { clientFor } from "./clients.ts"

/** What ioredis keeps to itself. */
const streamOf = (client: object): Socket => (client as { readonly stream: Socket }).stream

function failTwice(client: object): void {
  const stream = streamOf(client)
  for (const message of ["first", "second"]) stream.emit("error", new Error(message))
}

it("a connection survives more than one error of its stream", async () => {
  const client = clientFor(ioredis, sharedRedis(), 2000)
  await client.connect()
  expect(() => failTwice(client)).not.toThrow()
  client.disconnect()
})

it("and so do those to the nodes of a cluster", async () => {
  await using cluster = await startCluster()
  const nodes = cluster.nodes.map(({ port }) => ({ host: "127.0.0.1", port }))
  const client = clientFor(ioredis, { cluster: nodes }, 2000) as ioredis.Cluster
  await client.connect()
  await client.get("k")
  const connected = client.nodes("master").filter(({ status }) => status === "ready")
  expect(connected.length).toBeGreaterThan(0)
  for (const node of connected) expect(() => failTwice(node)).not.toThrow()
  client.disconnect()
})
