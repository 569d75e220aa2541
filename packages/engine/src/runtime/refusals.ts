import type { Clock } from "../ports/clock.ts"
import type { Commit } from "../ports/sessions.ts"
import type { Refusal } from "./intake.ts"

/** Commits for executions that were reserved and not taken in. */
export class Refusals {
  readonly #clock: Clock
  readonly #ring: () => void
  #due: Commit[] = []
  /** Counts sessions: what another was handed since is not to be let go of by a commit of this one. */
  #session = 0

  /** @param ring - Called when there is something to take. */
  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock
    this.#ring = ring
  }

  /** Commits that are due: those that are put off are the backend's business where the session ends before. */
  get size(): number {
    return this.#due.length
  }

  add({ commit, afterMs }: Refusal): void {
    const session = this.#session
    const add = (): void => {
      if (this.#session !== session) return
      this.#due.push(commit)
      this.#ring()
    }
    if (afterMs === 0) add()
    else this.#clock.timer(this.#clock.now() + afterMs, add)
  }

  take(): readonly Commit[] {
    return this.#due.splice(0)
  }

  /** The session has ended. */
  clear(): void {
    this.#session++
    this.#due = []
  }
}
