import type { Redis } from "ioredis"

import { cancelKey, type QueueKeys } from "./keys.ts"

/** How often the keys of the jobs in hand are looked at, in milliseconds. */
const every = 500

/** Aborts the jobs in hand that nobody awaits any more. */
export class CancelWatch {
  readonly #redis: Redis
  readonly #keys: QueueKeys
  readonly #jobs = new Map<string, AbortController>()
  readonly #timer: NodeJS.Timeout
  #looking = false

  constructor(redis: Redis, keys: QueueKeys) {
    this.#redis = redis
    this.#keys = keys
    this.#timer = setInterval(() => void this.#look(), every)
  }

  begin(job: string): AbortSignal {
    const controller = new AbortController()
    this.#jobs.set(job, controller)
    return controller.signal
  }

  end(job: string): void {
    this.#jobs.delete(job)
  }

  abort(job: string, reason: string): void {
    this.#jobs.get(job)?.abort(new Error(reason))
  }

  close(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#jobs.size === 0) return
    this.#looking = true
    try {
      const jobs = [...this.#jobs.keys()]
      const found = await this.#redis.mget(jobs.map((job) => cancelKey(this.#keys, job)))
      jobs.forEach((job, index) => {
        if (typeof found[index] === "string") this.abort(job, "Nobody awaits the job's answer any more.")
      })
    } catch {
      // Redis is away: the next look may see it. An answer that nobody awaits is refused anyway.
    } finally {
      this.#looking = false
    }
  }
}
