import type { Place } from "@stepwright/adapters/redis"
import { type Redis, startCluster, startRedis, startSentinel } from "@stepwright/test-redis"

export type Topology = "standalone" | "sentinel" | "cluster"
export const topologies: readonly Topology[] = ["standalone", "sentinel", "cluster"]

/** Redis, in one of its forms. */
export interface Servers {
  readonly topology: Topology
  readonly nodes: readonly Redis[]
  /** The Redis that the task queue is in: jobs are hints, and it need not be as the others are. */
  readonly queues: Redis
  /**
   * How a backend reaches it.
   * @param through the port to take instead of a node's
   */
  place(through?: (port: number) => number): Place
  /** Where one of them follows the other. */
  readonly pair?: Pair
  /** Waits until all is in good order. */
  ready(): Promise<void>
  stop(): Promise<void>
}

/** A primary and its replica, watched by sentinels. */
export interface Pair {
  /** Which is which now. */
  roles(): Promise<{ readonly primary: Redis; readonly replica: Redis }>
  /** Makes the replica the primary, and comes back once the sentinels say so. Where the old one was killed it stays down. */
  failover(how: "orderly" | "crash"): Promise<void>
}

/** @param sync `always`: a server syncs every write */
export async function startServers(topology: Topology, sync: "always" | "everysec"): Promise<Servers> {
  const queues = await startRedis({ args: anyClient })
  try {
    const store = await startStore(topology, sync)
    return { ...store, queues, stop: async () => void (await Promise.all([store.stop(), queues.stop()])) }
  } catch (error) {
    await queues.stop()
    throw error
  }
}

async function startStore(topology: Topology, sync: "always" | "everysec"): Promise<Omit<Servers, "queues">> {
  const options = { appendfsync: sync, args: [...anyClient, "--enable-debug-command", "local"] } as const
  switch (topology) {
    case "standalone": {
      const redis = await startRedis(options)
      return {
        topology,
        nodes: [redis],
        place: (through = same) => ({ url: `redis://127.0.0.1:${through(redis.port)}` }),
        ready: async () => {},
        stop: () => redis.stop(),
      }
    }
    case "sentinel": {
      // As the documentation advises: an old primary that comes back takes next to nothing before it is a replica.
      const alone = ["--min-replicas-to-write", "1"]
      const sentinel = await startSentinel({ ...options, args: [...options.args, ...alone] })
      const { name, sentinels, nodes } = sentinel
      return {
        topology,
        nodes,
        place: (through = same) => ({ client: { sentinels: [...sentinels], name, natMap: mapped(nodes, through) } }),
        pair: {
          async roles() {
            const primary = await sentinel.primary()
            return { primary, replica: nodes[0] === primary ? nodes[1] : nodes[0] }
          },
          failover: (how) => sentinel.failover(how),
        },
        ready: () => sentinel.ready(),
        stop: () => sentinel.stop(),
      }
    }
    case "cluster": {
      const cluster = await startCluster(options)
      return {
        topology,
        nodes: cluster.nodes,
        place: (through = same) => ({
          cluster: cluster.nodes.map(({ port }) => ({ host: "127.0.0.1", port: through(port) })),
          clusterOptions: { natMap: mapped(cluster.nodes, through) },
        }),
        ready: () => cluster.ready(),
        stop: () => cluster.stop(),
      }
    }
  }
}

// To a server in protected mode 127.0.0.9 is a stranger.
const anyClient = ["--protected-mode", "no"]

const same = (port: number): number => port

function mapped(
  nodes: readonly Redis[],
  through: (port: number) => number,
): Record<string, { host: string; port: number }> {
  return Object.fromEntries(
    nodes.map(({ port }) => [`127.0.0.1:${port}`, { host: "127.0.0.1", port: through(port) }] as const),
  )
}
