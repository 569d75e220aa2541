import type { JobAnswers, QueueLog } from "@stepwright/engine"
import { type Job, type Queue, QueueEvents } from "bullmq"
import type { Redis } from "ioredis"

import { logged, patient, type QueuePlace } from "./connection.ts"
import { readFailure } from "./failure-text.ts"
import { beatKey, heardKey } from "./keys.ts"
import { isRedelivered } from "./redelivered.ts"
import { isTold } from "./told.ts"
import { closeSoon, within } from "./within.ts"

/** What a relay works with. */
export interface RelayParts extends Required<QueuePlace> {
  readonly queue: Queue
  readonly redis: Redis
  readonly answers: JobAnswers
  readonly log: QueueLog
  /** How often finished jobs are looked for that no event told of, in milliseconds. */
  readonly sweepEvery: number
}

type Finished = "completed" | "failed"

/** How long whoever heard of a job's end first has it to itself, in milliseconds. */
const claim = 10_000
/** Heartbeats within this time of one another are one, in milliseconds. */
const beatEvery = 1000
/** Jobs that one look takes at most. */
const page = 100
/** How long a relay that is closed may take over what it has in hand, in milliseconds. */
const finishing = 5000
/** How long a job is kept that no execution of this store awaits, in milliseconds: it may be another's. */
const keepUnknown = 3_600_000

/**
 * Takes what finished jobs answered to the inbox, and then removes them: a job that stands there finished was not relayed
 * yet. Events only make it quick.
 */
export class Relay {
  readonly #parts: RelayParts
  readonly #events: QueueEvents
  readonly #timer: NodeJS.Timeout
  #sweeping: Promise<void> | undefined = undefined
  readonly #busy = new Set<Promise<void>>()
  #closed = false

  constructor(parts: RelayParts) {
    const { connection, prefix, queue, log, sweepEvery } = parts
    this.#parts = parts
    this.#events = new QueueEvents(queue.name, { connection: patient(connection), prefix })
    logged(this.#events, log, `the relay of the queue '${queue.name}'`)
    this.#events.on("completed", ({ jobId, returnvalue }) => {
      if (!isTold(returnvalue)) this.#hear(jobId, "completed")
    })
    this.#events.on("failed", ({ jobId }) => this.#hear(jobId, "failed"))
    this.#events.on("progress", ({ jobId }) => this.#follow(this.#beat(jobId)))
    this.#timer = setInterval(() => this.sweep(), sweepEvery)
  }

  async ready(): Promise<void> {
    await this.#events.waitUntilReady()
  }

  /** Looks for what no event told of. */
  sweep(): void {
    if (this.#closed || this.#sweeping !== undefined) return
    this.#sweeping = this.#sweep()
      .catch((error: unknown) => this.#warn("finished jobs could not be looked for", error))
      .finally(() => (this.#sweeping = undefined))
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    await closeSoon(this.#events)
    // What could not be relayed any more is found by the next sweep.
    await within(finishing, Promise.all([this.#sweeping, ...this.#busy]))
  }

  async #sweep(): Promise<void> {
    for (const state of ["completed", "failed"] as const) {
      for (let start = 0; !this.#closed;) {
        const jobs = await this.#parts.queue.getJobs([state], start, start + page - 1, true)
        const removed = await Promise.all(jobs.map(async (job) => await this.#settle(job, state)))
        if (jobs.length < page) break
        // What stays stands before what comes.
        start += removed.filter((gone) => !gone).length
      }
    }
  }

  #hear(job: string, state: Finished): void {
    this.#follow(this.#heard(job, state))
  }

  #follow(doing: Promise<void>): void {
    const done = doing
      .catch((error: unknown) => this.#warn("an event of a job could not be followed", error))
      .finally(() => this.#busy.delete(done))
    this.#busy.add(done)
  }

  async #heard(id: string, state: Finished): Promise<void> {
    const { queue, redis, prefix } = this.#parts
    // Every engine hears of it, one is enough: the others come back to it when they sweep.
    const key = heardKey({ prefix, queue: queue.name }, id)
    if ((await redis.set(key, "1", "PX", claim, "NX")) === null) return
    const job = await queue.getJob(id)
    if (job !== undefined) await this.#settle(job, state)
  }

  async #beat(id: string): Promise<void> {
    const { queue, redis, prefix, answers } = this.#parts
    const key = beatKey({ prefix, queue: queue.name }, id)
    if ((await redis.set(key, "1", "PX", beatEvery, "NX")) !== null) await answers.heartbeat({ id })
  }

  /** Answers whether the job is gone. The inbox has its answer before it is removed. */
  async #settle(job: Job, state: Finished): Promise<boolean> {
    const { answers } = this.#parts
    const id = job.id ?? ""
    try {
      if (!(state === "completed" && isTold(job.returnvalue))) {
        const result =
          state === "completed"
            ? await answers.succeeded({ id }, job.returnvalue)
            : await answers.failed({ id }, failureOf(job))
        if (result === "unknown" && (job.finishedOn ?? 0) > Date.now() - keepUnknown) return false
      }
      await job.remove()
      return true
    } catch (error) {
      this.#warn("a job's answer could not be relayed yet", error)
      return false
    }
  }

  #warn(message: string, error: unknown): void {
    if (!this.#closed) this.#parts.log.warn(message, { queue: this.#parts.queue.name, error })
  }
}

function failureOf(job: Job): ReturnType<typeof readFailure> {
  const failure = readFailure(job.failedReason ?? "")
  return isRedelivered(job) ? { ...failure, again: true } : failure
}
