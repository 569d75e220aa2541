import type { QueueOptions } from "@stepwright/adapters/bullmq"
import type { TaskQueues } from "@stepwright/engine"

import { CliError } from "../errors.ts"
import type { WorkerProgram } from "../load/load-worker-program.ts"
import { serverOfUrl } from "../run/server-of-url.ts"
import { servedQueues } from "./served-queues.ts"

/** What the command line says of task queues. */
export interface QueueCommandOptions {
  readonly redis?: string
  readonly prefix?: string
  readonly queues?: true | readonly string[]
  readonly queuePrefix?: string
}

/** Task queues as a worker is given them, and what it does with them, for people. */
export interface WorkerQueues {
  readonly queues: TaskQueues
  readonly facts: { readonly queues: Readonly<Record<string, number>>; readonly queuePrefix: string }
}

/**
 * The task queues on a worker's own Redis; undefined where none were asked for and no resource is bound to one.
 * @throws {CliError} `USAGE`, `QUEUE_UNSERVED`
 */
export async function workerQueues(
  { redis, prefix, queues: asked, queuePrefix }: QueueCommandOptions,
  program: WorkerProgram,
): Promise<WorkerQueues | undefined> {
  const isBound = Object.values(program.resources).some((bound) => typeof bound === "object")
  if (asked === undefined && !isBound) {
    if (queuePrefix === undefined) return undefined
    throw new CliError("USAGE", "--queue-prefix goes with --queues, or with a binding to a queue.")
  }
  if (redis === undefined) {
    const what = asked === undefined ? "a binding to a queue" : "--queues"
    throw new CliError("USAGE", `${what} goes with --redis: task queues are in Redis.`)
  }
  const own = asked === undefined ? {} : servedQueues(asked, program)
  const { bullmq } = await import("@stepwright/adapters/bullmq")
  const place = queuePrefix ?? besides(prefix)
  return {
    queues: bullmq({ connection: serverOfUrl(redis), prefix: place, queues: own }),
    facts: { queues: countsOf(own), queuePrefix: place },
  }
}

/** Two stores that share a Redis have queues apart. The braces keep all keys in one slot. */
function besides(prefix: string | undefined): string {
  return prefix === undefined ? "{stepwright}" : `{${prefix.replaceAll(/[{}]|:$/g, "")}}`
}

function countsOf(queues: Readonly<Record<string, QueueOptions>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(queues).map(([name, { concurrency = 0 }]) => [name, concurrency]))
}
