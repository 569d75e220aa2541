/** What is to be done about a worker. */
export type Verdict = "leave it" | "reconnect" | "give up"

/**
 * Watches a worker that does not get on: has it take another session first, and gives it up where that did not help
 * within the same time again.
 */
export class Watchdog {
  readonly #stallAfterMs: number
  #reconnectedAt: number | undefined = undefined

  constructor(stallAfterMs: number) {
    this.#stallAfterMs = stallAfterMs
  }

  /** @param now - milliseconds, of a clock that only goes forward. */
  look(live: boolean, now: number): Verdict {
    const since = this.#reconnectedAt === undefined ? undefined : now - this.#reconnectedAt
    if (live) {
      // One that has just taken another session is taken for live until it had its time.
      if (since !== undefined && since > 2 * this.#stallAfterMs) this.#reconnectedAt = undefined
      return "leave it"
    }
    if (since === undefined) {
      this.#reconnectedAt = now
      return "reconnect"
    }
    return since > this.#stallAfterMs ? "give up" : "leave it"
  }
}
