import type { Logger } from "@stepwright/engine"
import type { ClusterNode, ClusterOptions, RedisOptions as ClientOptions } from "ioredis"

/** What {@link redis} connects to, and how careful it is. */
export type RedisOptions = Deployment & Place

/** How it is reached. TLS, passwords, Sentinel and the like are ioredis's options. */
export type Place =
  | { /** `redis://…` or `rediss://…` */ readonly url: string; readonly client?: ClientOptions }
  | { readonly url?: never; readonly cluster?: never; readonly client: ClientOptions }
  /** Some nodes of a cluster; the others are found by them. */
  | { readonly cluster: readonly ClusterNode[]; readonly clusterOptions?: ClusterOptions }

/** Of options, how Redis is reached, and nothing else. */
export function placeOf(options: Place): Place {
  if ("cluster" in options && options.cluster !== undefined) {
    const { cluster, clusterOptions } = options
    return { cluster, ...(clusterOptions === undefined ? {} : { clusterOptions }) }
  }
  const { url, client = {} } = options
  return url === undefined ? { client } : { url, client }
}

/**
 * `fast`: what was acknowledged survives the end of every process, Redis's included; of a power cut or a failover the
 * last second may be lost. `fsync`: it is on disk. `replicated`: {@link Deployment.replicas} have it too.
 */
export type Durability = "fast" | "fsync" | "replicated"

export interface Deployment {
  /** What every key begins with. Default `sw:`. Two deployments of one server have two. */
  readonly prefix?: string
  /**
   * Into how many parts executions are divided, each of them in one slot of a cluster: 1 to 1024. Chosen once for a
   * deployment, when it is first used. Default: 1, and 32 on a cluster; for a deployment that exists, as it was chosen.
   */
  readonly partitions?: number
  /** Default `fast`. */
  readonly durability?: Durability
  /** Replicas that must have a write with `replicated`. Default 1. */
  readonly replicas?: number
  /** Milliseconds after which a process that shows no sign of life has lost its sessions. Default 4,000; at least 100. */
  readonly leaseMs?: number
  /**
   * Milliseconds that a worker's event loop may stand still for: a thread renews its lease meanwhile. One that hangs for
   * longer loses its session. Default 30,000; no more than {@link leaseMs}: there is no such thread.
   */
  readonly stallMs?: number
  /** Milliseconds that Redis has for an answer, and replicas and disks for a write. Default 10,000. */
  readonly timeoutMs?: number
  /** The part of Redis's `maxmemory` above which nothing new is started. Default 0.8. */
  readonly memoryLimit?: number
  /** Told of what is not as it should be. Default: stderr. */
  readonly logger?: Logger
  readonly testing?: Testing
}

/** For tests alone. */
export interface Testing {
  /**
   * Timers go by the times that workers tell with their ticks, so that a simulated clock decides. The deployment is
   * marked: without this option it is refused.
   */
  readonly clock: "caller"
  /** Only this backend object uses the deployment: nobody need poll for what others do. */
  readonly alone?: boolean
}
