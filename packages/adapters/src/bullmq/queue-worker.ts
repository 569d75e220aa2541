import { setTimeout as pause } from "node:timers/promises"

import type { AnswerResult, HostedOutcome, JobAnswers, JobFailure, QueueLog, TaskHost } from "@stepwright/engine"
import { type Job, Worker } from "bullmq"
import { Redis } from "ioredis"

import { CancelWatch } from "./cancel-watch.ts"
import { failingFast, logged, patient, type QueuePlace } from "./connection.ts"
import { failureText } from "./failure-text.ts"
import { isRedelivered } from "./redelivered.ts"
import { told } from "./told.ts"
import { closeSoon, within } from "./within.ts"

/** How a process serves a queue. */
export interface ServingOptions {
  /** Jobs that this process works on at once; default 10. */
  readonly concurrency?: number
  /** How long a worker may be silent until its jobs are taken from it, in milliseconds; default 30,000. */
  readonly lockDuration?: number
  /** How often jobs of silent workers are looked for, in milliseconds; default 30,000. */
  readonly stalledInterval?: number
  /** How often a job is handed out again after its worker was lost; default 1. Then it fails as `Stepwright.WorkerLost`. */
  readonly maxStalledCount?: number
}

/** What a worker of a queue is made of. */
export interface QueueWorkerParts extends Required<QueuePlace>, ServingOptions {
  readonly queue: string
  readonly host: TaskHost
  /** Straight into the inbox; absent: the engine's relay takes the job's return value there. */
  readonly answers: JobAnswers | undefined
  readonly log: QueueLog
}

/** Tries to reach the inbox before the answer is left to the relay. */
const tries = 5
/** Heartbeats within this time of one another are one, in milliseconds. */
const beatEvery = 1000

/** Serves one queue by the handlers of this process. The answer is in the inbox, or in the job, before the job ends. */
export class QueueWorker {
  readonly #parts: QueueWorkerParts
  readonly #redis: Redis
  readonly #watch: CancelWatch
  readonly #worker: Worker
  readonly #inHand = new Map<string, Promise<unknown>>()
  readonly #givenUp = new Set<string>()

  constructor(parts: QueueWorkerParts) {
    const { connection, prefix, queue, log, concurrency = 10, lockDuration, stalledInterval, maxStalledCount } = parts
    this.#parts = parts
    this.#redis = logged(new Redis(failingFast(connection)), log, `the watch over the queue '${queue}'`)
    this.#watch = new CancelWatch(this.#redis, { prefix, queue })
    this.#worker = new Worker(queue, async (job) => await this.#process(job), {
      connection: patient(connection),
      prefix,
      concurrency,
      ...(lockDuration === undefined ? {} : { lockDuration }),
      ...(stalledInterval === undefined ? {} : { stalledInterval }),
      ...(maxStalledCount === undefined ? {} : { maxStalledCount }),
    })
    logged(this.#worker, log, `the worker of the queue '${queue}'`)
    this.#worker.on("lockRenewalFailed", (jobs) => {
      for (const job of jobs) this.#giveUp(job, "The job was given to another worker.")
    })
  }

  async ready(): Promise<void> {
    await this.#worker.waitUntilReady()
  }

  /** Takes no more jobs. */
  stopTaking(): void {
    void this.#worker.pause(true).catch(() => undefined) // closing does it again
  }

  async close(patienceMs: number): Promise<void> {
    await this.#worker.pause(true)
    const inTime = await within(patienceMs, Promise.all(this.#inHand.values()))
    for (const job of this.#inHand.keys()) this.#giveUp(job, "The worker was closed.")
    // What is still at work would hold up a close in good order: its lock runs out, and it comes again.
    await closeSoon({
      close: async () => await this.#worker.close(!inTime),
      disconnect: async () => await this.#worker.disconnect(),
    })
    this.#watch.close()
    this.#redis.disconnect()
  }

  /** Another worker has the job, or will: what the handler answers to its abort must not become the task's failure. */
  #giveUp(job: string, reason: string): void {
    this.#givenUp.add(job)
    this.#watch.abort(job, reason)
  }

  async #process(job: Job): Promise<unknown> {
    const id = job.id ?? ""
    const doing = this.#run(job, id).finally(() => {
      this.#watch.end(id)
      this.#inHand.delete(id)
      this.#givenUp.delete(id)
    })
    this.#inHand.set(
      id,
      doing.catch(() => undefined),
    )
    return await doing
  }

  async #run(job: Job, id: string): Promise<unknown> {
    const outcome = await this.#parts.host.run({
      task: job.name,
      queue: { name: this.#parts.queue, system: "bullmq" },
      request: job.data,
      signal: this.#watch.begin(id),
      heartbeat: this.#heartbeat(job),
    })
    // Nothing is told, to the queue neither: the job's lock runs out.
    if (outcome.outcome !== "succeeded" && this.#givenUp.has(id)) return await new Promise(() => undefined)
    return await this.#answer(job, outcome)
  }

  async #answer(job: Job, outcome: HostedOutcome): Promise<unknown> {
    const { answers } = this.#parts
    const id = job.id ?? ""
    switch (outcome.outcome) {
      case "expired":
        job.opts.removeOnComplete = true
        return told("expired")
      case "succeeded": {
        const { answer } = outcome
        if (!(await this.#isTold(async () => await answers?.succeeded({ id }, answer)))) return answer
        // What is in the inbox need not be kept here.
        job.opts.removeOnComplete = true
        return told("answered")
      }
      case "failed": {
        const { error, cause } = outcome
        const failure: JobFailure = { error, ...(cause === undefined ? {} : { cause }), again: isRedelivered(job) }
        if (await this.#isTold(async () => await answers?.failed({ id }, failure))) job.opts.removeOnFail = true
        throw new Error(failureText(failure))
      }
    }
  }

  /** Whether the inbox took an answer, or needs none. Else it stays in the job, for a relay that knows its execution. */
  async #isTold(answer: () => Promise<AnswerResult | undefined>): Promise<boolean> {
    if (this.#parts.answers === undefined) return false
    for (let tried = 1; ; tried++) {
      try {
        return (await answer()) !== "unknown"
      } catch (error) {
        this.#parts.log.warn("an answer could not be put into the inbox", { queue: this.#parts.queue, tried, error })
        if (tried === tries) return false
        await pause(50 * 2 ** tried)
      }
    }
  }

  #heartbeat(job: Job): () => void {
    const { answers, log } = this.#parts
    let last = 0
    return () => {
      const now = Date.now()
      if (now - last < beatEvery) return
      last = now
      const beat = answers === undefined ? job.updateProgress(now) : answers.heartbeat({ id: job.id ?? "" })
      beat.catch((error: unknown) => log.warn("a heartbeat was lost", { job: job.id, error }))
    }
  }
}
