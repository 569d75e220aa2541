import { freePort } from "./free-port.ts"
import { localRedis } from "./local-redis.ts"
import { asking, until } from "./ready.ts"
import type { Redis, RedisOptions } from "./redis.ts"
import { stopAll, together } from "./together.ts"

/** A Redis Cluster of three masters on loopback, which share the 16,384 slots. It goes when this process goes. */
export interface Cluster {
  /** In the order of their slots. Each may be killed, paused and restarted. */
  readonly nodes: readonly Redis[]
  /** Waits until every node knows the others and serves all slots: after one was restarted or resumed. */
  ready(): Promise<void>
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const slots = 16_384
const masters = 3

/**
 * Starts a cluster of processes of this machine, whatever `startRedis` would take: Docker would not let clients reach
 * the addresses that the nodes tell them.
 * @throws {Error} where there is no `redis-server`, telling how to get it
 */
export async function startCluster(options: RedisOptions = {}): Promise<Cluster> {
  const nodes = await together(Array.from({ length: masters }, () => startNode(options)))
  const stop = (): Promise<void> => stopAll(nodes)
  const ready = (): Promise<void> => until("a cluster in good order", () => agree(nodes))
  try {
    await introduce(nodes)
    await ready()
  } catch (error) {
    await stop()
    throw error
  }
  return { nodes, ready, stop, [Symbol.asyncDispose]: stop }
}

async function startNode({ args = [], ...options }: RedisOptions): Promise<Redis> {
  const busPort = await freePort()
  const cluster = ["--cluster-enabled", "yes", "--cluster-port", String(busPort), "--cluster-node-timeout", "2000"]
  return localRedis({ ...options, args: [...cluster, ...args] })
}

/** Gives each node its share of the slots, and has them meet. */
async function introduce(nodes: readonly Redis[]): Promise<void> {
  const buses = await Promise.all(nodes.map(({ url }, index) => settle(url, index)))
  await Promise.all(
    nodes
      .slice(1)
      .map(({ url }) =>
        asking(url, (client) => client.call("CLUSTER", "MEET", "127.0.0.1", String(nodes[0]?.port), buses[0] ?? "")),
      ),
  )
}

/** Answers the port that the node's neighbours talk to. */
function settle(url: string, index: number): Promise<string> {
  return asking(url, async (client) => {
    const first = Math.ceil((index * slots) / masters)
    const last = Math.ceil(((index + 1) * slots) / masters) - 1
    await client.call("CLUSTER", "ADDSLOTSRANGE", String(first), String(last))
    // Epochs that differ from the start need not be fought out.
    await client.call("CLUSTER", "SET-CONFIG-EPOCH", String(index + 1))
    const [, busPort = ""] = (await client.config("GET", "cluster-port")) as readonly string[] // name and value
    return busPort
  })
}

async function agree(nodes: readonly Redis[]): Promise<boolean> {
  const views = await Promise.all(nodes.map(({ url }) => asking(url, (client) => client.cluster("INFO"))))
  return views.every((view) => {
    return /cluster_state:ok/.test(view) && view.includes(`cluster_known_nodes:${masters}\r\n`)
  })
}
