import type { Clock } from "../ports/clock.ts"

/** Where a worker's loop sleeps until somebody rings. */
export class Rest {
  readonly #clock: Clock
  #rung = true
  #wake: (() => void) | undefined = undefined
  #woken: (() => void) | undefined = undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Something is to be looked at. */
  get rung(): boolean {
    return this.#rung
  }

  /** Somebody sleeps here: nothing is looked at before the next ring. */
  get sleeping(): boolean {
    return this.#wake !== undefined
  }

  /** Wakes whoever sleeps, or keeps whoever is about to from it. */
  ring(): void {
    this.#rung = true
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }

  /** What was rung for is looked at from here on. */
  clear(): void {
    this.#rung = false
  }

  /**
   * Sleeps until it is rung; not at all where it was since it was last cleared.
   * @param running - Handlers that have not answered, for a clock that skips time.
   */
  async wait(running: number): Promise<void> {
    if (this.#rung) return
    await new Promise<void>((resolve) => {
      this.#wake = () => {
        this.#woken?.()
        resolve()
      }
      this.waitFor(running)
    })
  }

  /** Whoever sleeps waits for so many handlers from now on. */
  waitFor(running: number): void {
    this.#woken = this.#clock.idle?.(running)
  }
}

/** Lets everything else that is ready have its turn. */
export async function turnOfEventLoop(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve))
}
