import type { AbstractConnector, Cluster, Command, Redis } from "ioredis"

import type { Place } from "./options.ts"

/** What of ioredis connections are made with. */
export interface Peer {
  readonly Cluster: typeof Cluster
  readonly Command: typeof Command
  readonly Redis: typeof Redis
}

const longestPause = 2000

/** Connections fail fast: a command that was not answered is never sent again. */
const failFast = {
  lazyConnect: true,
  enableOfflineQueue: false,
  // ioredis would subscribe again by itself, once, and an error of that would end the process.
  autoResubscribe: false,
  retryStrategy: (times: number) => Math.min(longestPause, 20 * 2 ** Math.min(times, 8)),
} as const

/** The form of answers that the adapter reads, whatever the caller prefers. */
const asRead = { replyMapping: "legacy" } as const

/** A client that is not connected yet, and connects again whenever the connection is lost. */
export function clientFor({ Cluster, Redis }: Peer, place: Place, timeoutMs: number): Redis | Cluster {
  const commandOptions = {
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    connectTimeout: timeoutMs,
  } as const
  const made = ((): Redis | Cluster => {
    if ("cluster" in place && place.cluster !== undefined) {
      const { cluster, clusterOptions = {} } = place
      const client = new Cluster([...cluster], {
        ...clusterOptions,
        lazyConnect: true,
        enableOfflineQueue: false,
        redisOptions: { ...commandOptions, ...clusterOptions.redisOptions, ...asRead },
      })
      return client.on("+node", surviveErrors)
    }
    const { url, client = {} } = place
    const options = { ...failFast, ...commandOptions, ...client, ...asRead }
    return surviveErrors(url === undefined ? new Redis(options) : new Redis(url, options))
  })()
  made.on("error", () => {}) // whoever calls is told
  return made
}

/**
 * ioredis listens for the first error of a stream alone. A second one, as the server's alert after a handshake that we gave
 * up, would end the process.
 */
function surviveErrors(client: Redis): Redis {
  const { connector } = client as unknown as { readonly connector: AbstractConnector } // private, and there
  const connect = connector.connect.bind(connector)
  connector.connect = async (emit) => (await connect(emit)).on("error", () => {})
  return client
}
