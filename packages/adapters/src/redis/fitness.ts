import type { Logger } from "@stepwright/engine"
import type { Redis } from "ioredis"

import type { Durability } from "./options.ts"
import { refusal } from "./redis-error.ts"
import type { Surety } from "./server.ts"

/** What a server says of itself, as far as it matters here. Undefined: it does not tell. */
interface Traits {
  readonly version: string
  readonly evicts: string
  readonly appends: boolean
  readonly fsync: string | undefined
  readonly replicas: number
}

/** What is asked of servers. */
export interface Demands {
  readonly durability: Durability
  readonly replicas: number
  readonly timeoutMs: number
  readonly logger: Logger
  readonly cluster: boolean
}

/**
 * Whether servers are fit to keep executions, and what must be done for each write.
 * @throws {AdapterError} `SERVER_TOO_OLD`, `SERVER_EVICTS`, `SERVER_NOT_DURABLE`
 */
export async function suretyOf(nodes: readonly Redis[], demands: Demands): Promise<Surety> {
  const all = await Promise.all(nodes.map(traitsOf))
  let disk = false
  for (const traits of all) {
    check(traits, demands)
    if (demands.durability !== "fast") disk ||= syncsByDemand(traits, demands)
  }
  const replicas = demands.durability === "replicated" ? demands.replicas : 0
  if (demands.cluster && (disk || replicas > 0)) {
    const message = `On a cluster '${demands.durability}' needs appendfsync always; replicas are not waited for there.`
    throw refusal("SERVER_NOT_DURABLE", message)
  }
  return { replicas, disk, timeoutMs: Math.max(1, Math.floor(demands.timeoutMs / 2)) }
}

function check({ version, evicts, appends, replicas }: Traits, demands: Demands): void {
  if (!atLeast(version, 7, 0)) throw refusal("SERVER_TOO_OLD", `Redis ${version} is older than 7.0.`)
  if (evicts !== "noeviction")
    throw refusal("SERVER_EVICTS", `Redis may remove keys when memory is full: maxmemory-policy is ${evicts}.`)
  if (!appends) throw refusal("SERVER_NOT_DURABLE", "Redis writes no append-only file: appendonly is no.")
  if (demands.durability === "replicated" && replicas < demands.replicas) {
    const message = "fewer replicas are connected than every write must reach: writes fail until they are"
    demands.logger.warn(message, { connected: replicas, wanted: demands.replicas })
  }
}

/** Whether each write is followed by WAITAOF; else the server syncs before it answers. */
function syncsByDemand({ version, fsync }: Traits, { durability }: Demands): boolean {
  if (fsync === "always") return false
  if (atLeast(version, 7, 2)) return true
  if (durability === "replicated") return false
  const message = `Redis ${version} syncs its append-only file ${fsync ?? "nobody knows when"}.`
  throw refusal("SERVER_NOT_DURABLE", `${message} 'fsync' needs appendfsync always, or Redis 7.2.`)
}

async function traitsOf(node: Redis): Promise<Traits> {
  const info = fieldsOf(await node.info())
  const [, fsync] = (await node.config("GET", "appendfsync").catch(deniedOrThrow)) as readonly string[] // name and value
  return {
    version: info.get("redis_version") ?? "0",
    evicts: info.get("maxmemory_policy") ?? "noeviction",
    appends: info.get("aof_enabled") === "1",
    fsync,
    replicas: Number(info.get("connected_slaves") ?? 0),
  }
}

/** Only what the server will not tell is unknown; one that cannot be reached just now may tell later. */
function deniedOrThrow(error: unknown): readonly string[] {
  if (error instanceof Error && /^(NOPERM|ERR unknown command)/.test(error.message)) return []
  throw error
}

/** The lines of INFO. */
export function fieldsOf(info: string): ReadonlyMap<string, string> {
  return new Map(
    info.split("\r\n").flatMap((line) => {
      const at = line.indexOf(":")
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const]
    }),
  )
}

function atLeast(version: string, major: number, minor: number): boolean {
  const [first = 0, second = 0] = version.split(".").map(Number)
  return first > major || (first === major && second >= minor)
}
