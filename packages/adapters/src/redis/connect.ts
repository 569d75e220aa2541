import type { Cluster, Redis, RedisOptions as ClientOptions } from "ioredis"

import type { Place } from "./options.ts"
import { adapterError, refusal } from "./redis-error.ts"

/** A connection for commands, and one that hears hints. */
export interface Connections {
  readonly commands: Redis | Cluster
  readonly hints: Redis | Cluster
  readonly cluster: boolean
}

const longestPause = 2000

/** Both connections fail fast: a command that was not answered is never sent again. */
const failFast = {
  lazyConnect: true,
  enableOfflineQueue: false,
  retryStrategy: (times: number) => Math.min(longestPause, 20 * 2 ** Math.min(times, 8)),
} as const

/** The form of answers that the adapter reads, whatever the caller prefers. */
const asRead = { replyMapping: "legacy" } as const

/**
 * Connects, and connects again whenever the connection is lost.
 * @throws {AdapterError} `PEER_MISSING`, `BACKEND_FAILED`
 */
export async function connect(place: Place, timeoutMs: number): Promise<Connections> {
  const connections = await open(place, timeoutMs)
  const all = [connections.commands, connections.hints]
  for (const each of all) each.on("error", () => {}) // whoever calls is told
  try {
    await Promise.all(all.map((each) => each.connect()))
    return connections
  } catch (error) {
    for (const each of all) each.disconnect()
    throw adapterError(error)
  }
}

async function open(place: Place, timeoutMs: number): Promise<Connections> {
  const { Cluster, Redis } = await peer()
  const commandOptions = {
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs,
  } as const
  const options: ClientOptions = { ...failFast, ...commandOptions }
  if ("cluster" in place && place.cluster !== undefined) {
    const { cluster, clusterOptions = {} } = place
    const make = (): Cluster =>
      new Cluster([...cluster], {
        ...clusterOptions,
        lazyConnect: true,
        enableOfflineQueue: false,
        redisOptions: { ...commandOptions, ...clusterOptions.redisOptions, ...asRead },
      })
    return { commands: make(), hints: make(), cluster: true }
  }
  const { url, client = {} } = place
  const all = { ...options, ...client, ...asRead }
  const make = (settings: typeof all): Redis => (url === undefined ? new Redis(settings) : new Redis(url, settings))
  // ioredis would subscribe again by itself, once, and an error of that would end the process.
  return { commands: make(all), hints: make({ ...all, autoResubscribe: false }), cluster: false }
}

async function peer(): Promise<{ readonly Cluster: typeof Cluster; readonly Redis: typeof Redis }> {
  try {
    return await import("ioredis")
  } catch (error) {
    throw refusal("PEER_MISSING", "The redis backend needs the package 'ioredis'.", error)
  }
}
