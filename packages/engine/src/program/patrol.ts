import type { Clock } from "../ports/clock.ts"
import { Lineup } from "../runtime/lineup.ts"
import type { EndListener } from "./end-listener.ts"

/** Has those who wait look for themselves now and then: what they were told may have been lost on its way. */
export class Patrol {
  readonly #clock: Clock
  readonly #every: number
  readonly #listeners = new Lineup<EndListener>()
  #stop: (() => void) | undefined = undefined

  /** @param every - Milliseconds between two looks of the same listener; the first one comes after half of it at the earliest. */
  constructor(clock: Clock, every: number) {
    this.#clock = clock
    this.#every = every
  }

  add(listener: EndListener): void {
    this.#listeners.add(listener)
    if (this.#stop === undefined) this.#arm()
  }

  delete(listener: EndListener): void {
    this.#listeners.delete(listener)
    if (this.#listeners.size > 0) return
    this.#stop?.()
    this.#stop = undefined
  }

  #arm(): void {
    this.#stop = this.#clock.timer(this.#clock.now() + this.#every / 2, () => {
      this.#arm()
      for (const listener of this.#listeners.values()) if (++listener.rounds % 2 === 0) listener.look()
    })
  }
}
