import { setTimeout as pause } from "node:timers/promises"

import { asking, type Redis } from "@stepwright/test-redis"

import type { Random } from "./random.ts"
import type { Servers } from "./servers.ts"
import type { Worker } from "./worker.ts"

/** What can be hurt. */
export interface System {
  readonly servers: Servers
  readonly workers: readonly Worker[]
  readonly leaseMs: number
}

/** What a fault did, which is over when that is told. */
export interface Done {
  /** The worker, or the node's port. */
  readonly victim: string
  readonly detail?: string
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
  "redis-kill": async ({ servers }, random) => {
    const node = random.of(servers.nodes)
    const ms = random.between(0, 1500)
    await node.kill()
    await pause(ms)
    await node.restart()
    return of(node, `down for ${ms.toFixed()} ms`)
  },
  // Jobs come late, or twice.
  "queue-kill": async ({ servers: { queues } }, random) => {
    const ms = random.between(0, 1500)
    await queues.kill()
    await pause(ms)
    await queues.restart()
    return of(queues, `down for ${ms.toFixed()} ms`)
  },
  "redis-stop": async ({ servers }, random) => {
    const node = random.of(servers.nodes)
    const ms = random.between(100, 3000)
    await node.pause()
    await pause(ms)
    await node.resume()
    return of(node, `${ms.toFixed()} ms`)
  },
  "debug-sleep": async ({ servers }, random) => {
    const node = random.of(servers.nodes)
    const seconds = random.between(0.1, 2).toFixed(2)
    await asking(node.url, (client) => client.call("DEBUG", "SLEEP", seconds))
    return of(node, `${seconds} s`)
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
    await servers.failover?.("orderly")
    return { victim: "primary", detail: "orderly" }
  },
  "failover-crash": async ({ servers }) => {
    await servers.failover?.("crash")
    return { victim: "primary", detail: "killed" }
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

/** Those that a topology can suffer. */
export function kindsFor({ failover }: Servers): readonly FaultKind[] {
  const all = Object.keys(faults) as FaultKind[] // its own keys
  return all.filter((kind) => failover !== undefined || !kind.startsWith("failover"))
}

/** The next to strike: now and then two at once, of which one at most hurts a server. */
export function drawn(kinds: readonly FaultKind[], random: Random): readonly FaultKind[] {
  const first = random.of(kinds)
  const others = kinds.filter((kind) => besides.includes(kind) && kind !== first)
  return random.next() < 0.15 && others.length > 0 ? [first, random.of(others)] : [first]
}

function of({ port }: Redis, detail?: string): Done {
  return { victim: String(port), ...(detail === undefined ? {} : { detail }) }
}
