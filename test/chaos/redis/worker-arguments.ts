import type { RedisOptions } from "@stepwright/adapters/redis"

/** What a worker is given, as JSON. */
export interface WorkerArguments {
  readonly redis: RedisOptions
  /** Of the Redis that the task queue is in. */
  readonly queuePort: number
  /** What it says goes there. */
  readonly file: string
  /** Milliseconds by which its clock is wrong. */
  readonly skewMs: number
  /** It tells of no error. */
  readonly silenced: boolean
}

/** What it ends with where Redis, or that of the queues, could not be reached at its start. */
export const unreachable = 75
