import { randomBytes } from "node:crypto"

import { AdapterError, type Backend, type Logger, stderrLogger } from "@stepwright/engine"
import type { Cluster, Redis } from "ioredis"

import { wake } from "../single-process/wake.ts"
import { BacklogWatch } from "./backlog.ts"
import { connect, type Connections } from "./connect.ts"
import { redisDeadLetters } from "./dead-letters.ts"
import { deploymentOf } from "./deployment.ts"
import { redisDocuments } from "./documents.ts"
import { Ends } from "./ends.ts"
import { redisExecutions } from "./executions.ts"
import { suretyOf } from "./fitness.ts"
import { FreshStarts } from "./fresh-starts.ts"
import { Heartbeat } from "./heartbeat.ts"
import { listen } from "./hints.ts"
import { redisInbox } from "./inbox.ts"
import { Keys } from "./keys.ts"
import { Marks } from "./marks.ts"
import { MemoryGuard } from "./memory-guard.ts"
import { placeOf, type RedisOptions } from "./options.ts"
import { PlanNames, redisPlans } from "./plan-names.ts"
import { adapterError } from "./redis-error.ts"
import { Relay } from "./relay.ts"
import { Renewal } from "./renewal.ts"
import { Server } from "./server.ts"
import { redisSessions } from "./sessions.ts"
import { Starter } from "./starter.ts"
import { hint, type Store } from "./store.ts"
import { Ticker } from "./ticker.ts"

/**
 * A backend in Redis, for any number of processes. Needs ioredis 6 and Redis 7.0 or newer with an append-only file.
 * @throws {AdapterError} `PEER_MISSING`; `BACKEND_FAILED` where Redis cannot be reached; `SERVER_TOO_OLD`,
 * `SERVER_EVICTS` or `SERVER_NOT_DURABLE` for one that would lose executions; `STORE_VERSION`, `STORE_PARTITIONS` or
 * `STORE_FOR_TESTS` for a deployment that is another than the options say, which is then left as it was.
 */
export async function redis(options: RedisOptions): Promise<Backend> {
  const { timeoutMs = 10_000 } = options
  const connections = await connect(options, timeoutMs)
  try {
    return await backendOf(connections, options, timeoutMs)
  } catch (error) {
    connections.commands.disconnect()
    connections.hints.disconnect()
    throw adapterError(error)
  }
}

async function backendOf(connections: Connections, options: RedisOptions, timeoutMs: number): Promise<Backend> {
  const { commands, hints, cluster, command } = connections
  const { prefix = "sw:", durability = "fast", replicas = 1, logger = stderrLogger, testing } = options
  const nodes = (): readonly Redis[] => mastersOf(commands)
  const surety = await suretyOf(nodes(), { durability, replicas, timeoutMs, logger, cluster })
  const partitions = await deploymentOf(commands, {
    prefix,
    partitions: options.partitions,
    defaultPartitions: cluster ? 32 : 1,
    clock: testing?.clock ?? "server",
  })
  const keys = new Keys(prefix, partitions)
  const server = new Server(commands, command, surety, new Marks(cluster ? undefined : keys.root(0)))
  const tag = randomBytes(3).toString("base64url")
  const store: Store = {
    server,
    keys,
    plans: new PlanNames(server, keys),
    sessions: new Map(),
    fresh: new FreshStarts(),
    whole: !cluster,
    leaseMs: Math.max(100, options.leaseMs ?? 4000),
    callersClock: testing !== undefined,
    tickBytes: 262_144,
  }
  const guard = new MemoryGuard(nodes, options.memoryLimit ?? 0.8)
  const relay = new Relay(store)
  const stallMs = testing === undefined ? (options.stallMs ?? 30_000) : 0
  const renewal = new Renewal({
    place: placeOf(options),
    roots: keys.roots,
    leaseMs: store.leaseMs,
    stallMs,
    timeoutMs,
    logger,
  })
  const heartbeat = new Heartbeat(store, relay.carry, renewal)
  const backlog = new BacklogWatch(store)
  const { sessions, closeAll } = redisSessions(store, new Ticker(store, tag, relay.carry), renewal, backlog)
  server.onWentBack = (error) => giveUpSessions(store, error, logger)
  await listen(hints, keys, tag, (partition) => hint(store, partition))
  const starter = new Starter(store, tag, guard.admit)
  const ends = new Ends(hints, keys, store.sessions, starter.starting)
  await guard.start()
  heartbeat.start()
  return {
    name: "redis",
    capabilities: { durable: true, shared: testing?.alone !== true, overlapping: true },
    plans: redisPlans(server, keys, store.plans),
    executions: redisExecutions(store, starter, ends),
    sessions,
    inbox: redisInbox(store),
    deadLetters: redisDeadLetters(store),
    documents: redisDocuments(store),
    async close() {
      if (server.closed) return
      guard.stop()
      heartbeat.stop()
      ends.stop()
      backlog.stop()
      await renewal.stop()
      await closeAll().catch(() => {}) // what is not closed ends with its lease
      await server.forgetMarks().catch(() => {}) // a few bytes
      server.closed = true
      commands.disconnect()
      hints.disconnect()
    },
  }
}

/** Of nobody here it is known any more what the store has of it. */
function giveUpSessions({ sessions }: Store, error: unknown, logger: Logger): void {
  const executions = [...sessions.values()].reduce((sum, { owned }) => sum + owned.size, 0)
  const code = AdapterError.is(error) ? error.code : undefined
  logger.error("the store has gone back in time", { code, sessions: sessions.size, executions, error })
  for (const session of sessions.values()) {
    session.fault = error
    wake(session)
  }
}

function mastersOf(client: Redis | Cluster): readonly Redis[] {
  return "nodes" in client ? client.nodes("master") : [client]
}
