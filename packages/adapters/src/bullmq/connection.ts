import type { ConnectionOptions } from "node:tls"

import type { QueueLog } from "@stepwright/engine"

/** One Redis server. Each part of the queues connects for itself. */
export interface RedisServer {
  /** Default: `localhost`. */
  readonly host?: string
  /** Default: 6379. */
  readonly port?: number
  readonly username?: string
  readonly password?: string
  /** Number of the database; default 0. */
  readonly db?: number
  readonly tls?: ConnectionOptions
}

/** Where the queues are. */
export interface QueuePlace {
  readonly connection: RedisServer
  /** What all keys begin with; default `{stepwright}`. One backend, one prefix: engines on two stores need two. */
  readonly prefix?: string
}

/** The prefix, where none is given. The braces keep all keys in one slot. */
export const defaultPrefix = "{stepwright}"

/** A connection that gives a call up soon where Redis is away: whoever called tries again. */
export function failingFast(connection: RedisServer): RedisServer & { readonly maxRetriesPerRequest: number } {
  return { ...connection, maxRetriesPerRequest: 1 }
}

/** A connection that waits for Redis for as long as it takes: what blocks on it would else end with the first outage. */
export function patient(connection: RedisServer): RedisServer & { readonly maxRetriesPerRequest: null } {
  return { ...connection, maxRetriesPerRequest: null }
}

/** Something of BullMQ's or ioredis's that reports its troubles, and mends itself. */
interface Emitter {
  on(event: "error", listener: (error: Error) => void): unknown
}

/** An `error` that nobody listens to would end the process. */
export function logged<T extends Emitter>(emitter: T, log: QueueLog, what: string): T {
  emitter.on("error", (error) => log.warn(`${what} had trouble`, { error }))
  return emitter
}
