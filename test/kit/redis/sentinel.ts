import { writeFileSync } from "node:fs"
import { join } from "node:path"

import { freePort } from "./free-port.ts"
import { localRedis } from "./local-redis.ts"
import { localServer } from "./local-server.ts"
import { asking, until } from "./ready.ts"
import type { Redis, RedisOptions } from "./redis.ts"
import { temporaryFolder } from "./temporary-folder.ts"
import { stopAll, together } from "./together.ts"

/** A primary, its replica and three sentinels on loopback. They go when this process goes. */
export interface Sentinel {
  /** What the sentinels call the primary. */
  readonly name: string
  /** Where clients ask for it. */
  readonly sentinels: readonly { readonly host: string; readonly port: number }[]
  /** The two servers; the first was the primary at the start. */
  readonly nodes: readonly [Redis, Redis]
  /** The server that the sentinels take for the primary now. */
  primary(): Promise<Redis>
  /** Waits until all sentinels name the same primary and the other server follows it: after one was hurt. */
  ready(): Promise<void>
  /**
   * Makes the other server the primary, and comes back once it is and all sentinels say so.
   * @param how `orderly`, the default: the sentinels are told to, and the old primary follows the new one. `crash`: the
   *   primary is killed, and stays down until its `restart`
   */
  failover(how?: "orderly" | "crash"): Promise<void>
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

interface Watcher {
  readonly port: number
  readonly url: string
  stop(): Promise<void>
}

const name = "stepwright"
const quorum = 2
// A replica need not wait for others before it is given the data.
const atOnce = ["--repl-diskless-sync-delay", "0"]

// They would look around every ten seconds only; and one that stood still for two seconds, as on a busy machine, would do
// nothing for thirty more.
const hurry = ["INFO-PERIOD", "500", "PUBLISH-PERIOD", "200", "ASK-PERIOD", "200", "TILT-PERIOD", "500"]

/**
 * Starts them as processes of this machine, whatever `startRedis` would take: Docker would not let clients reach the
 * addresses that sentinels tell them.
 * @throws {Error} where there is no `redis-server`, telling how to get it
 */
export async function startSentinel(options: RedisOptions = {}): Promise<Sentinel> {
  const nodes = await startPair(options)
  let watchers: readonly Watcher[] = []
  const stop = (): Promise<void> => stopAll([...watchers, ...nodes])
  try {
    watchers = await together([1, 2, 3].map(() => startWatcher(nodes[0].port)))
    await until("sentinels that know each other and the replica", () => all(watchers, knowsAll))
  } catch (error) {
    await stop()
    throw error
  }
  const primary = async (): Promise<Redis> => {
    const port = await primaryPort(watchers[0])
    return nodes[0].port === port ? nodes[0] : nodes[1]
  }
  return {
    name,
    sentinels: watchers.map(({ port }) => ({ host: "127.0.0.1", port })),
    nodes,
    primary,
    ready: () => until("a primary that all agree on, and a replica", () => agree(watchers, nodes)),
    async failover(how = "orderly") {
      const old = await primary()
      const next = nodes[0] === old ? nodes[1] : nodes[0]
      if (how === "crash") await old.kill()
      else await asking(watchers[0]?.url ?? "", (client) => client.call("SENTINEL", "FAILOVER", name))
      await until("another primary", async () => {
        const agreed = await all(watchers, async (watcher) => (await primaryPort(watcher)) === next.port)
        return agreed && (await infoOf(next)).includes("role:master")
      })
      if (how === "orderly") await until("an old primary that follows", () => follows(old, next.port))
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

async function startPair({ args = [], ...options }: RedisOptions): Promise<[Redis, Redis]> {
  const primary = await localRedis({ ...options, args: [...atOnce, ...args] })
  const servers = [primary]
  try {
    const leader = ["--replicaof", "127.0.0.1", String(primary.port)]
    const replica = await localRedis({ ...options, args: [...atOnce, ...leader, ...args] })
    servers.push(replica)
    await until("a replica that follows", () => follows(replica, primary.port))
    return [primary, replica]
  } catch (error) {
    await stopAll(servers)
    throw error
  }
}

async function startWatcher(primary: number): Promise<Watcher> {
  const folder = temporaryFolder()
  const file = join(folder.path, "sentinel.conf")
  const settings = [
    `sentinel monitor ${name} 127.0.0.1 ${primary} ${quorum}`,
    `sentinel down-after-milliseconds ${name} 1000`,
    `sentinel failover-timeout ${name} 5000`,
  ]
  writeFileSync(file, `${settings.join("\n")}\n`)
  const port = await freePort()
  const server = localServer(folder.path, port, ["--sentinel"], file)
  const stop = async (): Promise<void> => {
    await server.signal("SIGKILL")
    folder.remove()
  }
  try {
    await server.start()
    await asking(server.url, (client) => client.call("SENTINEL", "DEBUG", ...hurry))
  } catch (error) {
    await stop()
    throw error
  }
  return { port, url: server.url, stop }
}

async function all(watchers: readonly Watcher[], isSo: (watcher: Watcher) => Promise<boolean>): Promise<boolean> {
  return (await Promise.all(watchers.map(isSo))).every(Boolean)
}

async function agree(watchers: readonly Watcher[], nodes: readonly [Redis, Redis]): Promise<boolean> {
  const [port = 0, ...others] = await Promise.all(watchers.map(primaryPort))
  const [primary, replica] = nodes[0].port === port ? nodes : [nodes[1], nodes[0]]
  if (others.some((other) => other !== port) || !(await all(watchers, knowsAll))) return false
  return (await infoOf(primary)).includes("role:master") && (await follows(replica, port))
}

function knowsAll({ url }: Watcher): Promise<boolean> {
  return asking(url, async (client) => {
    const fields = (await client.call("SENTINEL", "MASTER", name)) as readonly string[] // names and values in turn
    const field = (key: string): string | undefined => fields[fields.indexOf(key) + 1]
    return field("num-slaves") === "1" && field("num-other-sentinels") === "2" && field("flags") === "master"
  })
}

async function primaryPort(watcher: Watcher | undefined): Promise<number> {
  return asking(watcher?.url ?? "", async (client) => {
    const [, port] = (await client.call("SENTINEL", "GET-MASTER-ADDR-BY-NAME", name)) as readonly string[] // host, port
    return Number(port)
  })
}

function infoOf({ url }: Redis): Promise<string> {
  return asking(url, (client) => client.info("replication"))
}

async function follows(replica: Redis, port: number): Promise<boolean> {
  const info = await infoOf(replica)
  return info.includes(`master_port:${port}\r\n`) && info.includes("master_link_status:up")
}
