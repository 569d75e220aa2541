import { type Client, EngineError, type Logger, stderrLogger } from "@stepwright/engine"
import { Queue, Worker } from "bullmq"
import { Redis } from "ioredis"

import { defaultPrefix, failingFast, logged, patient, type QueuePlace } from "./connection.ts"
import type { Schedule } from "./schedule.ts"
import { dueTicks, tickName } from "./ticks.ts"
import { closeSoon, within } from "./within.ts"

export interface StartSchedulesOptions extends QueuePlace {
  readonly schedules: readonly Schedule[]
  /** Starts the executions; an engine is one. */
  readonly client: Pick<Client, "start">
  /** Default: JSON lines on the standard error output. */
  readonly logger?: Logger
}

/** Schedules that are kept by this process, among others. */
export interface StartedSchedules extends AsyncDisposable {
  /** Forgets a schedule that no process declares any more. */
  remove(name: string): Promise<void>
  /** Idempotent. */
  close(): Promise<void>
}

/** How long what is under way may take when the schedules are closed, in milliseconds. */
const finishing = 5000
/** How often it is looked whether a tick was missed, in milliseconds. */
const lookEvery = 30_000

/**
 * Keeps schedules, by BullMQ's job schedulers, which only wake whoever starts the executions. Each tick starts one
 * execution, named after it, however many processes keep the schedule and however often the tick comes. A schedule that is
 * new begins now.
 * @throws {EngineError} `DUPLICATE_NAME`
 */
export async function startSchedules(options: StartSchedulesOptions): Promise<StartedSchedules> {
  const { connection, prefix = defaultPrefix, schedules, logger = stderrLogger } = options
  const byName = new Map(schedules.map((schedule) => [schedule.name, schedule]))
  if (byName.size < schedules.length) {
    throw new EngineError({ code: "DUPLICATE_NAME", message: "Two schedules have one name." })
  }
  const redis = logged(new Redis(failingFast(connection)), logger, "the schedules")
  const queue = logged(new Queue(queueName, { connection: failingFast(connection), prefix }), logger, "the schedules")
  const keeper = new Keeper(options, redis, `${prefix}:${queueName}:ticked`, logger)
  await keeper.begin()
  const wake = { removeOnComplete: true, removeOnFail: true } as const
  for (const { name, cron, timezone } of schedules) {
    await queue.upsertJobScheduler(name, { pattern: cron, tz: timezone }, { name, opts: wake })
  }
  const worker = new Worker(
    queueName,
    async ({ name }) => {
      const known = byName.get(name)
      if (known !== undefined) await keeper.keep(known)
    },
    { connection: patient(connection), prefix, concurrency: 10 },
  )
  logged(worker, logger, "the schedules")
  await worker.waitUntilReady()
  // What was missed while nobody was there; and what a wake-up was lost of.
  keeper.keepAll()
  const timer = setInterval(() => keeper.keepAll(), lookEvery)
  let closing: Promise<void> | undefined
  const end = async (): Promise<void> => {
    clearInterval(timer)
    await closeSoon(worker)
    await within(finishing, keeper.rest())
    await closeSoon(queue)
    redis.disconnect()
  }
  const close = async (): Promise<void> => {
    closing ??= end()
    await closing
  }
  return {
    close,
    [Symbol.asyncDispose]: close,
    async remove(name) {
      await queue.removeJobScheduler(name)
      await keeper.forget(name)
    },
  }
}

/** No task queue can be called so. */
const queueName = "~schedules"

/** Starts what is due. The mark of what was dealt with only ever moves forward, whoever moves it. */
class Keeper {
  readonly #options: StartSchedulesOptions
  readonly #redis: Redis
  readonly #marks: string
  readonly #logger: Logger
  #all: Promise<void> | undefined = undefined

  constructor(options: StartSchedulesOptions, redis: Redis, marks: string, logger: Logger) {
    this.#options = options
    this.#redis = redis
    this.#marks = marks
    this.#logger = logger
  }

  /** What is new begins now. */
  async begin(): Promise<void> {
    for (const { name } of this.#options.schedules) await this.#redis.zadd(this.#marks, "NX", Date.now(), name)
  }

  keepAll(): void {
    this.#all ??= this.#keepAll().finally(() => (this.#all = undefined))
  }

  async rest(): Promise<void> {
    await this.#all
  }

  async forget(name: string): Promise<void> {
    await this.#redis.zrem(this.#marks, name)
  }

  async keep(schedule: Schedule): Promise<void> {
    const last = Number((await this.#redis.zscore(this.#marks, schedule.name)) ?? Date.now())
    const { start, upTo, isCut } = dueTicks(schedule, last, Date.now())
    if (isCut) this.#logger.warn("ticks were too many to be made good", { schedule: schedule.name })
    for (const tick of start) await this.#start(schedule, tick)
    if (upTo > last) await this.#redis.zadd(this.#marks, "GT", upTo, schedule.name)
  }

  async #keepAll(): Promise<void> {
    for (const schedule of this.#options.schedules) {
      await this.keep(schedule).catch((error: unknown) => {
        this.#logger.warn("a schedule could not be kept yet", { schedule: schedule.name, error })
      })
    }
  }

  async #start(schedule: Schedule, tick: number): Promise<void> {
    const { client } = this.#options
    try {
      // The type of its input was checked where it was declared.
      await client.start<unknown, unknown>(schedule.workflow, schedule.inputOf(tick), {
        name: tickName(schedule, tick),
      })
    } catch (error) {
      // Another release made another input of this tick: it was started.
      if (!(EngineError.is(error) && error.code === "EXECUTION_EXISTS")) throw error
    }
  }
}
