import { type Job, type JobsOptions, Queue, type QueueOptions, Worker, type WorkerOptions } from "bullmq"
import { Redis } from "ioredis"

import type { Contestant } from "../../contestant.ts"

/** What every job carries beside the payload: which execution it belongs to, and which process waits for its end. */
export interface JobData {
  readonly id: string
  readonly origin: string
}

/** Nothing is kept of what is done: keeping it would cost more. */
export const keepNothing = { removeOnComplete: true, removeOnFail: true } as const satisfies JobsOptions

/** What a program on BullMQ has in one process: its connections, and who waits for what. */
export class Bull {
  readonly connection: QueueOptions["connection"]
  readonly origin: string = crypto.randomUUID()
  readonly #alone: boolean
  readonly #ends = new Map<string, () => void>()
  readonly #open: { close(): Promise<void> }[] = []
  readonly #queues: Queue[] = []
  readonly #talk: Redis
  readonly #hear: Redis
  #started = 0

  constructor(url: string, alone: boolean) {
    // As its guide has it for workers: they wait for a Redis that is gone.
    this.connection = { url, maxRetriesPerRequest: null }
    this.#alone = alone
    this.#talk = new Redis(url, { enableAutoPipelining: true })
    this.#hear = new Redis(url)
  }

  /** Listens for the ends that other processes tell of. */
  async listen(): Promise<void> {
    if (this.#alone) return
    this.#hear.on("message", (_channel, id) => this.#end(id))
    await this.#hear.subscribe(`ends:${this.origin}`)
  }

  queue<Data extends object>(name: string): Queue<Data> {
    const queue = new Queue<Data>(name, { connection: this.connection, defaultJobOptions: keepNothing })
    this.#open.push(queue)
    this.#queues.push(queue)
    return queue
  }

  /** A worker; `isLast` tells with which jobs an execution ends. */
  worker<Data extends JobData>(
    name: string,
    run: (job: Job<Data>) => Promise<unknown>,
    isLast: (job: Job<Data>) => boolean,
    options: Omit<WorkerOptions, "connection">,
  ): void {
    const worker = new Worker<Data>(name, run, { connection: this.connection, ...options })
    worker.on("completed", (job) => {
      if (isLast(job)) this.#tell(job.data)
    })
    worker.on("error", ({ message }) => void process.stderr.write(`bullmq: ${message}\n`))
    this.#open.unshift(worker)
  }

  /** Ids for an execution that begins, and what comes at its end. */
  begin(): { readonly data: JobData; readonly ended: Promise<void> } {
    const id = `${this.origin}-${this.#started++}`
    const ended = new Promise<void>((resolve) => this.#ends.set(id, resolve))
    return { data: { id, origin: this.origin }, ended }
  }

  /** Jobs that are not done, in all queues. */
  async left(): Promise<number> {
    const counts = await Promise.all(
      this.#queues.map((queue) => queue.getJobCounts("wait", "active", "delayed", "prioritized", "waiting-children")),
    )
    return counts.flatMap((count) => Object.values(count)).reduce((sum, count) => sum + count, 0)
  }

  contestant(begin: (data: JobData, due: number) => Promise<unknown>): Contestant {
    return {
      execute: async () => {
        const { data, ended } = this.begin()
        await begin(data, 0)
        await ended
      },
      start: async (due) => {
        await begin(this.begin().data, due)
      },
      left: () => this.left(),
      close: () => this.close(),
    }
  }

  async close(): Promise<void> {
    for (const each of this.#open) await each.close()
    this.#talk.disconnect()
    this.#hear.disconnect()
  }

  #tell({ id, origin }: JobData): void {
    if (origin === this.origin) this.#end(id)
    else void this.#talk.publish(`ends:${origin}`, id)
  }

  #end(id: string): void {
    this.#ends.get(id)?.()
    this.#ends.delete(id)
  }
}
