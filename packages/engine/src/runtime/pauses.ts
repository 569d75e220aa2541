import type { Clock } from "../ports/clock.ts"
import type { Rest } from "./rest.ts"

/** The longest pause, in milliseconds. */
const longest = 5000

/** Pauses between tries at what fails, longer each time. */
export class Pauses {
  readonly #clock: Clock
  readonly #rest: Rest
  #ms = 0

  constructor(clock: Clock, rest: Rest) {
    this.#clock = clock
    this.#rest = rest
  }

  /** It went well. */
  reset(): void {
    this.#ms = 0
  }

  /**
   * Waits for as long as the pause is and `goesOn` holds, and rings afterwards.
   * @param busy - How many pieces of work run meanwhile; see {@link Rest.wait}.
   */
  async wait(goesOn: () => boolean, busy: () => number): Promise<void> {
    this.#ms = Math.min(longest, this.#ms * 2 + 50)
    const until = this.#clock.now() + this.#ms
    const cancel = this.#clock.timer(until, () => this.#rest.ring())
    while (this.#clock.now() < until && goesOn()) {
      this.#rest.clear()
      await this.#rest.wait(busy())
    }
    cancel()
    this.#rest.ring()
  }
}
