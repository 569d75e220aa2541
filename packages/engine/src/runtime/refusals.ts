import type { Clock } from "../ports/clock.ts"
import type { Refusal } from "./intake.ts"

/** Executions that were reserved and not taken in, with the commits that let go of them. */
export class Refusals {
  readonly #clock: Clock
  readonly #ring: () => void
  #due: Refusal[] = []
  /** Counts sessions: what another was handed since is not to be let go of by a commit of this one. */
  #session = 0

  /** @param ring - Called when there is something to take. */
  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock
    this.#ring = ring
  }

  /** How many are due: those that are put off are the backend's business where the session ends before. */
  get size(): number {
    return this.#due.length
  }

  add(refusal: Refusal): void {
    const session = this.#session
    const add = (): void => {
      if (this.#session !== session) return
      this.#due.push(refusal)
      this.#ring()
    }
    if (refusal.afterMs === 0) add()
    else this.#clock.timer(this.#clock.now() + refusal.afterMs, add)
  }

  take(): readonly Refusal[] {
    return this.#due.splice(0)
  }

  /** The session has ended. */
  clear(): void {
    this.#session++
    this.#due = []
  }
}
