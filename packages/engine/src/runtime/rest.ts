import type { Clock } from "../ports/clock.ts"

/** Where a worker's loop sleeps until somebody rings. */
export class Rest {
  readonly #clock: Clock
  #rung = true
  #wake: (() => void) | undefined = undefined

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
    this.#wake?.()
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
    const woken = this.#clock.idle?.(running)
    await new Promise<void>((resolve) => {
      this.#wake = () => {
        woken?.()
        resolve()
      }
    })
    this.#wake = undefined
  }
}

/** Lets everything else that is ready have its turn. */
export async function turnOfEventLoop(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve))
}
