import {
  AdapterError,
  type OpenTaskQueues,
  type OpenTaskQueuesParams,
  type QueueJob,
  type TaskQueues,
} from "@stepwright/engine"
import { type JobsOptions, Queue } from "bullmq"
import { Redis } from "ioredis"

import { defaultPrefix, failingFast, logged, type QueuePlace } from "./connection.ts"
import { cancelKey } from "./keys.ts"
import { QueueWorker, type ServingOptions } from "./queue-worker.ts"
import { Relay } from "./relay.ts"
import { closeSoon } from "./within.ts"

/** How one queue is used. What is absent is left as it is in Redis. */
export interface QueueOptions extends Omit<ServingOptions, "concurrency"> {
  /** Jobs that this engine's process works on at once, by its own handlers. Default: it serves none, and only sends. */
  readonly concurrency?: number
  /** Jobs that all workers together work on at once. */
  readonly globalConcurrency?: number
  /** Jobs that all workers together begin at most within `durationMs` milliseconds. */
  readonly rateLimit?: { readonly max: number; readonly durationMs: number }
  /** 1 (first) to 2,097,152; jobs without one come before all that have one. A function is asked for each job. */
  readonly priority?: number | ((job: Pick<QueueJob, "task" | "request">) => number | undefined)
}

export interface BullmqOptions extends QueuePlace {
  /** By the names that tasks were defined with; any other is used with the defaults. */
  readonly queues?: Readonly<Record<string, QueueOptions>>
  /** How often jobs are looked for whose end no event told of, in milliseconds; default 5000. */
  readonly sweepEvery?: number
}

/** How long a finished job is kept at most that no engine relayed, in seconds. */
const keptFor = 7 * 86_400
/** How long a worker has to see that its job was cancelled, in milliseconds. */
const cancelledFor = 3_600_000
/** Jobs that are sent at once. */
const bite = 500

/**
 * Task queues over BullMQ: for `startEngine` and `createWorker`. Needs `npm install bullmq ioredis`, and a Redis whose
 * `maxmemory-policy` is `noeviction`. `docs/queues.md` has the contract that any worker of BullMQ can serve.
 */
export function bullmq(options: BullmqOptions): TaskQueues {
  return {
    name: "bullmq",
    async open(params) {
      const opened = new BullmqQueues(options, params)
      try {
        for (const queue of new Set([...params.queues, ...Object.keys(options.queues ?? {})])) await opened.line(queue)
      } catch (error) {
        await opened.close({ patienceMs: 0 })
        throw failed(error)
      }
      return opened
    },
  }
}

/** One queue, and what this process does for it. */
interface Line {
  readonly queue: Queue
  readonly relay: Relay
  readonly worker: QueueWorker | undefined
}

class BullmqQueues implements OpenTaskQueues {
  readonly #options: BullmqOptions
  readonly #params: OpenTaskQueuesParams
  readonly #prefix: string
  readonly #redis: Redis
  readonly #lines = new Map<string, Promise<Line>>()
  #taking = true
  #closing: Promise<void> | undefined = undefined

  constructor(options: BullmqOptions, params: OpenTaskQueuesParams) {
    this.#options = options
    this.#params = params
    this.#prefix = options.prefix ?? defaultPrefix
    this.#redis = logged(new Redis(failingFast(options.connection)), params.log, "the task queues")
  }

  async send(jobs: readonly QueueJob[]): Promise<void> {
    try {
      for (const [name, own] of Map.groupBy(jobs, ({ queue }) => queue)) {
        const { queue } = await this.line(name)
        for (let at = 0; at < own.length; at += bite) {
          await queue.addBulk(
            own.slice(at, at + bite).map((job) => ({
              name: job.task,
              data: job.request,
              opts: this.#optionsOf(job),
            })),
          )
        }
      }
    } catch (error) {
      throw failed(error)
    }
  }

  async release(jobs: readonly Pick<QueueJob, "id" | "queue">[]): Promise<void> {
    try {
      await Promise.all(jobs.map(async (job) => await this.#release(job)))
    } catch (error) {
      throw failed(error)
    }
  }

  stopTaking(): void {
    this.#taking = false
    for (const line of this.#lines.values()) void line.then(({ worker }) => worker?.stopTaking()).catch(() => undefined)
  }

  async close({ patienceMs }: { readonly patienceMs: number }): Promise<void> {
    this.#closing ??= this.#close(patienceMs)
    await this.#closing
  }

  /** The queue of a name, at work from now on. One that cannot be reached is tried anew the next time. */
  async line(name: string): Promise<Line> {
    let line = this.#lines.get(name)
    if (line === undefined) {
      line = this.#open(name)
      this.#lines.set(name, line)
      line.catch(() => this.#lines.delete(name))
    }
    return await line
  }

  async #open(name: string): Promise<Line> {
    const { connection, sweepEvery = 5000, queues } = this.#options
    const { answers, host, log } = this.#params
    const prefix = this.#prefix
    // One that is away is found out here: what BullMQ opens waits for it.
    await this.#redis.ping()
    const queue = logged(new Queue(name, { connection: failingFast(connection), prefix }), log, `the queue '${name}'`)
    const own = queues?.[name] ?? {}
    const { concurrency, globalConcurrency, rateLimit } = own
    if (globalConcurrency !== undefined) await queue.setGlobalConcurrency(globalConcurrency)
    if (rateLimit !== undefined) await queue.setGlobalRateLimit(rateLimit.max, rateLimit.durationMs)
    const relay = new Relay({ connection, prefix, queue, redis: this.#redis, answers, log, sweepEvery })
    await relay.ready()
    relay.sweep()

    if (concurrency === undefined || !this.#taking) return { queue, relay, worker: undefined }
    const worker = new QueueWorker({ ...own, concurrency, connection, prefix, queue: name, host, answers, log })
    await worker.ready()
    return { queue, relay, worker }
  }

  #optionsOf(job: QueueJob): JobsOptions {
    const given = this.#options.queues?.[job.queue]?.priority
    const priority = typeof given === "function" ? given(job) : given
    return {
      jobId: job.id,
      // The state's Retry decides, with a job of its own for each attempt.
      attempts: 1,
      // The relay removes them; these are for a queue that no engine looks after any more.
      removeOnComplete: { age: keptFor },
      removeOnFail: { age: keptFor },
      ...(priority === undefined ? {} : { priority }),
    }
  }

  async #release({ id, queue: name }: Pick<QueueJob, "id" | "queue">): Promise<void> {
    const { queue } = await this.line(name)
    const job = await queue.getJob(id)
    if (job === undefined) return
    // First the word, then the removal: whoever takes it between the two sees the word.
    await this.#redis.set(cancelKey({ prefix: this.#prefix, queue: name }, id), "1", "PX", cancelledFor)
    // One that is being worked on is locked, and ends by itself.
    await job.remove().catch(() => undefined)
  }

  async #close(patienceMs: number): Promise<void> {
    const opened = await Promise.allSettled(this.#lines.values())
    const lines = opened.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []))
    await Promise.all(lines.map(async ({ worker }) => await worker?.close(patienceMs)))
    await Promise.all(
      lines.map(async ({ queue, relay }) => {
        await relay.close()
        await closeSoon(queue)
      }),
    )
    this.#redis.disconnect()
  }
}

function failed(cause: unknown): AdapterError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new AdapterError({ code: "QUEUES_FAILED", message: `BullMQ: ${reason}.`, cause, retryable: true })
}
