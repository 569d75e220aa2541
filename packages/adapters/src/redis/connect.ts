import type { Cluster, Command, Redis } from "ioredis"

import { clientFor, type Peer } from "./clients.ts"
import type { Place } from "./options.ts"
import { adapterError, refusal } from "./redis-error.ts"

/** A connection for commands, and one that hears hints. */
export interface Connections {
  readonly commands: Redis | Cluster
  readonly hints: Redis | Cluster
  readonly cluster: boolean
  /** The class of what they send. */
  readonly command: typeof Command
}

/**
 * Connects, and connects again whenever the connection is lost.
 * @throws {AdapterError} `PEER_MISSING`, `BACKEND_FAILED`
 */
export async function connect(place: Place, timeoutMs: number): Promise<Connections> {
  const ioredis = await peer()
  const make = (): Redis | Cluster => clientFor(ioredis, place, timeoutMs)
  const cluster = "cluster" in place && place.cluster !== undefined
  const connections = { commands: make(), hints: make(), cluster, command: ioredis.Command }
  const all = [connections.commands, connections.hints]
  try {
    await Promise.all(all.map(connected))
    return connections
  } catch (error) {
    for (const each of all) each.disconnect()
    throw adapterError(error)
  }
}

/** A cluster whose nodes answer, but which is down, closes and tries again: then ioredis's own promise never settles. */
async function connected(client: Redis | Cluster): Promise<void> {
  const { promise: lost, reject } = Promise.withResolvers<never>()
  const closed = (): void => reject(new Error("Connection is closed."))
  client.once("close", closed)
  try {
    await Promise.race([client.connect(), lost])
  } finally {
    client.off("close", closed)
  }
}

async function peer(): Promise<Peer> {
  try {
    return await import("ioredis")
  } catch (error) {
    throw refusal("PEER_MISSING", "The redis backend needs the package 'ioredis'.", error)
  }
}
