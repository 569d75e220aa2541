import type { EndWatcher } from "../ports/executions.ts"
import type { Ending, Listener } from "../runtime/bell.ts"

/** Who a listener turns to. */
export interface EndReader {
  /** Looks whether it has ended, and tells the listener. */
  look(execution: string, listener: EndListener): void
  /** What whoever waits is told when nobody will ever tell. */
  closed(execution: string): Error
}

/** Hears of an execution's end, whether it is awaited yet or not. */
export class EndListener implements Listener, EndWatcher {
  readonly execution: string
  readonly #reader: EndReader
  #begun = false
  #hinted = false
  #ending: Partial<Ending> | undefined = undefined
  #error: unknown = undefined
  #resolve: ((ending: Partial<Ending>) => void) | undefined = undefined
  #reject: ((error: unknown) => void) | undefined = undefined
  /** How often a patrol came by. */
  rounds = 0
  /** Where it stands in the line of a patrol. */
  place: number | undefined = undefined

  constructor(execution: string, reader: EndReader) {
    this.execution = execution
    this.#reader = reader
  }

  /** The execution is there: from now on there is something to look at. */
  begun(): void {
    this.#begun = true
    if (this.#hinted) this.look()
  }

  /** It may have ended. */
  hint(): void {
    if (this.#begun) this.look()
    else this.#hinted = true
  }

  ended(ending: Partial<Ending>): void {
    this.#ending ??= ending
    this.#tell()
  }

  fail(error: unknown): void {
    this.#error ??= error
    this.#tell()
  }

  /** An end was heard of. */
  get heard(): boolean {
    return this.#ending !== undefined
  }

  look(): void {
    this.#reader.look(this.execution, this)
  }

  closed(): void {
    this.fail(this.#reader.closed(this.execution))
  }

  /** The first end that was heard of. */
  ending(): Promise<Partial<Ending>> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#tell()
    })
  }

  #tell(): void {
    if (this.#ending !== undefined) this.#resolve?.(this.#ending)
    else if (this.#error !== undefined) this.#reject?.(this.#error)
  }
}
