import type { Ending, Listener } from "../runtime/bell.ts"

/** Hears of an execution's end, whether it is awaited yet or not. */
export class EndListener implements Listener {
  readonly #onLook: (listener: EndListener) => void
  readonly #closed: () => Error
  #ending: Partial<Ending> | undefined = undefined
  #error: unknown = undefined
  #wake: (() => void) | undefined = undefined

  /**
   * @param onLook - Looks whether it has ended, and says so here.
   * @param closed - What whoever waits is told when nobody will ever tell.
   */
  constructor(onLook: (listener: EndListener) => void, closed: () => Error) {
    this.#onLook = onLook
    this.#closed = closed
  }

  ended(ending: Partial<Ending>): void {
    this.#ending ??= ending
    this.#wake?.()
  }

  fail(error: unknown): void {
    this.#error ??= error
    this.#wake?.()
  }

  /** An end was heard of. */
  get heard(): boolean {
    return this.#ending !== undefined
  }

  look(): void {
    this.#onLook(this)
  }

  closed(): void {
    this.fail(this.#closed())
  }

  /** The first end that was heard of. */
  ending(): Promise<Partial<Ending>> {
    return new Promise((resolve, reject) => {
      this.#wake = () => {
        if (this.#ending !== undefined) resolve(this.#ending)
        else if (this.#error !== undefined) reject(this.#error)
      }
      this.#wake()
    })
  }
}
