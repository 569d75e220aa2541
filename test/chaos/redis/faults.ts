import { setTimeout as pause } from "node:timers/promises"

import { asking, type Redis } from "@stepwright/test-redis"

import type { Network } from "./network.ts"
import type { Random } from "./random.ts"
import type { Servers } from "./servers.ts"
import type { Worker } from "./worker.ts"

/** What can be hurt. */
export interface System {
  readonly servers: Servers
  readonly workers: readonly Worker[]
  /** Undefined where connections between servers cannot be cut. */
  readonly network: Network | undefined
  readonly leaseMs: number
}

/** What a fault did, which is over when that is told. */
export interface Done {
  /** The worker, or the node's port. */
  readonly victim: string
  readonly detail?: string
  /** Since when the server that took over had heard nothing. Times are milliseconds since 1970. */
  readonly deaf?: number
  /** When the server was gone. */
  readonly struck?: number
  /** It was a replica: nothing that was acknowledged depends on it. */
  readonly spared?: boolean
}

/** Hurts the system once, and heals what it did. May reject where the server that it talks to is down just now. */
type Fault = (system: System, random: Random) => Promise<Done>

/** Every fault, by its name in reports. A worker's clock is wrong from its start: see `run.ts`. */
export const faults = {
  "worker-kill": async ({ workers }, random) => {
    const worker = random.of(workers)
    const victim = worker.name
    worker.signal("SIGKILL")
    return { victim }
  },
  // Half of them for longer than the lease.
  "worker-stop": async ({ workers, leaseMs }, random) => {
    const worker = random.of(workers)
    const victim = worker.name
    const ms = random.between(0, 2 * leaseMs)
    worker.signal("SIGSTOP")
    await pause(ms)
    worker.signal("SIGCONT")
    return { victim, detail: `${ms.toFixed()} ms` }
  },
  "client-kill": async ({ servers }, random) => {
    const node = random.of(servers.nodes)
    await asking(node.url, async (client) => {
      for (const type of ["normal", "pubsub"]) await client.call("CLIENT", "KILL", "TYPE", type, "SKIPME", "yes")
    })
    return of(node)
  },
  "redis-kill": ({ servers }, random) => down(servers, random, random.between(0, 1500)),
  // Long enough for the others to say so.
  "node-loss": ({ servers }, random) => down(servers, random, random.between(3000, 6000)),
  // Jobs come late, or twice.
  "queue-kill": async ({ servers: { queues } }, random) => {
    const ms = random.between(0, 1500)
    await queues.kill()
    await pause(ms)
    await queues.restart()
    return of(queues, `down for ${ms.toFixed()} ms`)
  },
  "redis-stop": async ({ servers }, random) => {
    const { node, spared } = await oneOf(servers, random)
    const ms = random.between(100, 3000)
    await node.pause()
    await pause(ms)
    await node.resume()
    await settled(servers)
    return { ...of(node, `${ms.toFixed()} ms`), spared }
  },
  "debug-sleep": async ({ servers }, random) => {
    const { node, spared } = await oneOf(servers, random)
    const seconds = random.between(0.1, 2).toFixed(2)
    await asking(node.url, (client) => client.call("DEBUG", "SLEEP", seconds))
    await settled(servers)
    return { ...of(node, `${seconds} s`), spared }
  },
  "memory-full": async ({ servers }, random) => {
    const node = random.of(servers.nodes)
    const ms = random.between(1000, 4000)
    await asking(node.url, async (client) => {
      const [, used = ""] = /used_memory:(\d+)/.exec(await client.info("memory")) ?? []
      await client.config("SET", "maxmemory", used)
    })
    await pause(ms)
    // Whoever is down comes back without a limit.
    await asking(node.url, (client) => client.config("SET", "maxmemory", "0")).catch(() => {})
    return of(node, `${ms.toFixed()} ms`)
  },
  "slow-network": async ({ workers }, random) => {
    const worker = random.of(workers)
    const victim = worker.name
    const delay = random.between(5, 250)
    for (const proxy of worker.proxies) proxy.delayMs = delay
    await pause(random.between(500, 3000))
    for (const proxy of worker.proxies) proxy.delayMs = 0
    return { victim, detail: `${delay.toFixed()} ms each way` }
  },
  // What was held then arrives late, or never.
  partition: async ({ workers, leaseMs }, random) => {
    const worker = random.of(workers)
    const victim = worker.name
    const [ms, late] = [random.between(200, 2 * leaseMs), random.next() < 0.5]
    for (const proxy of worker.proxies) proxy.hold()
    await pause(ms)
    for (const proxy of worker.proxies) {
      if (!late) proxy.cut()
      proxy.release()
    }
    return { victim, detail: `${ms.toFixed()} ms, then ${late ? "what was held arrives" : "cut"}` }
  },
  failover: async ({ servers }) => {
    await servers.ready()
    await servers.pair?.failover("orderly")
    await settled(servers)
    return { victim: "primary", detail: "orderly" }
  },
  "failover-crash": async ({ servers }) => {
    await servers.ready()
    const old = await servers.pair?.roles()
    await servers.pair?.failover("crash")
    const struck = Date.now()
    await old?.primary.restart()
    await settled(servers)
    return { victim: "primary", detail: "killed", struck }
  },
  // The replica stands still, so that it misses what is acknowledged; then both die, and what it had got is all there is.
  "failover-behind": async ({ servers }, random) => {
    await servers.ready()
    const roles = await servers.pair?.roles()
    if (servers.pair === undefined || roles === undefined) throw new Error("there is no replica")
    const { primary, replica } = roles
    const ms = random.between(1000, 2500)
    await replica.pause()
    const deaf = Date.now()
    await pause(ms)
    await primary.kill()
    const struck = Date.now()
    await replica.kill()
    await replica.restart()
    await servers.pair.failover("crash")
    await primary.restart()
    await settled(servers)
    return { ...of(primary, `killed, its replica ${ms.toFixed()} ms behind`), deaf, struck }
  },
  // Clients still reach the primary, its replica and the sentinels do not: two primaries for a while.
  split: async ({ servers, network }, random) => {
    await servers.ready()
    const roles = await servers.pair?.roles()
    if (network === undefined || roles === undefined) throw new Error("there is nothing to be split")
    const ms = random.between(2000, 6000)
    const heal = network.cutOff(roles.primary.port)
    await pause(ms)
    heal()
    await settled(servers)
    return of(roles.primary, `alone with the clients for ${ms.toFixed()} ms`)
  },
} as const satisfies Readonly<Record<string, Fault>>

export type FaultKind = keyof typeof faults

/** Those that leave the servers alone: one of them may strike while another one has a server. */
const besides: readonly FaultKind[] = [
  "queue-kill",
  "worker-kill",
  "worker-stop",
  "client-kill",
  "slow-network",
  "partition",
]

/** What a fault needs; the others strike everywhere. */
const needs: Partial<Readonly<Record<FaultKind, (system: System) => boolean>>> = {
  failover: ({ servers }) => servers.pair !== undefined,
  "failover-crash": ({ servers }) => servers.pair !== undefined,
  "failover-behind": ({ servers }) => servers.pair !== undefined,
  split: ({ servers, network }) => servers.pair !== undefined && network !== undefined,
  "node-loss": ({ servers }) => servers.topology === "cluster",
}

/** Those that a system can suffer. */
export function kindsFor(system: System): readonly FaultKind[] {
  const all = Object.keys(faults) as FaultKind[] // its own keys
  return all.filter((kind) => needs[kind]?.(system) ?? true)
}

/** The next to strike: now and then two at once, of which one at most hurts a server. */
export function drawn(kinds: readonly FaultKind[], random: Random): readonly FaultKind[] {
  const first = random.of(kinds)
  const others = kinds.filter((kind) => besides.includes(kind) && kind !== first)
  return random.next() < 0.15 && others.length > 0 ? [first, random.of(others)] : [first]
}

async function down(servers: Servers, random: Random, ms: number): Promise<Done> {
  const { node, spared } = await oneOf(servers, random)
  await node.kill()
  const struck = Date.now()
  await pause(ms)
  await node.restart()
  await settled(servers)
  return { ...of(node, `down for ${ms.toFixed()} ms`), struck, spared }
}

async function oneOf(
  { nodes, pair }: Servers,
  random: Random,
): Promise<{ readonly node: Redis; readonly spared: boolean }> {
  const node = random.of(nodes)
  const roles = await pair?.roles()
  return { node, spared: roles?.replica === node }
}

/** What is hurt before a replica has caught up again may lose more than any mode says. */
async function settled(servers: Servers): Promise<void> {
  if (servers.pair !== undefined) await servers.ready()
}

function of({ port }: Redis, detail?: string): Done {
  return { victim: String(port), ...(detail === undefined ? {} : { detail }) }
}
