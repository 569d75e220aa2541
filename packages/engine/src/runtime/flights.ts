/** Calls on their way to the store, each dealt with when it is answered. */
export class Flights {
  readonly #most: number
  #count = 0
  #landed: (() => void) | undefined = undefined

  /** @param most - How many may be on their way at once. */
  constructor(most: number) {
    this.#most = most
  }

  get count(): number {
    return this.#count
  }

  get full(): boolean {
    return this.#count === this.#most
  }

  /** @param failed - Told of a call that failed, and of an answer that could not be dealt with. */
  send<T>(call: Promise<T>, deal: (answer: T) => void, failed: (error: unknown) => void): void {
    this.#count++
    const landed = (deal: () => void): void => {
      this.#count--
      try {
        deal()
      } catch (error) {
        failed(error)
      }
      this.#landed?.()
    }
    call.then(
      (answer) => landed(() => deal(answer)),
      (error: unknown) => landed(() => failed(error)),
    )
  }

  /** Waits until the next answer was dealt with. */
  async landing(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#landed = resolve
    })
    this.#landed = undefined
  }
}
