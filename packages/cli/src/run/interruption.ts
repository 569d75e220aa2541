import type { Engine } from "@stepwright/engine"

import type { Host } from "../host.ts"
import type { ProgressView } from "../progress/progress-view.ts"

/** What a shell calls a process that Ctrl-C ended. */
const interrupted = 130

/** Ctrl-C: the first lets running handlers finish, the second leaves at once. */
export class Interruption {
  readonly #host: Host
  readonly #durable: boolean
  readonly #release: () => void
  #asked: () => void = () => undefined
  readonly #first: Promise<undefined>
  #count = 0

  constructor(host: Host, view: ProgressView, durable: boolean) {
    this.#host = host
    this.#durable = durable
    this.#first = new Promise((resolve) => {
      this.#asked = () => resolve(undefined)
    })
    this.#release = host.onInterrupt(() => {
      if (++this.#count > 1) return host.exit(interrupted)
      view.note("Letting running handlers finish; Ctrl-C again leaves at once.")
      this.#asked()
    })
  }

  /** What a promise comes to, or undefined when Ctrl-C came first. */
  race<T>(promise: Promise<T>): Promise<T | undefined> {
    return Promise.race([promise, this.#first])
  }

  /**
   * Drains the engine, tells what became of the execution, and gives the exit code.
   * @param name - the execution's.
   */
  async leave(engine: Engine, name: string): Promise<number> {
    await engine.close({ drain: true })
    const fate = this.#durable
      ? `The same command with --name ${name} goes on where it stood.`
      : "The execution was in memory and is gone; --db or --redis keeps it."
    this.#host.stderr.write(`Interrupted. ${fate}\n`)
    return interrupted
  }

  /** Ctrl-C ends the process again, as it does by itself. */
  end(): void {
    this.#release()
  }
}
