import { Worker } from "node:worker_threads"

import type { Logger } from "@stepwright/engine"

import { scripts } from "./lua.ts"
import type { Place } from "./options.ts"

/** What the thread is to keep alive, and for how long. */
export interface RenewalOptions {
  readonly place: Place
  readonly roots: readonly string[]
  readonly leaseMs: number
  /** Milliseconds that the event loop may stand still for. No more than the lease: there is nothing to do. */
  readonly stallMs: number
  readonly timeoutMs: number
  readonly logger: Logger
}

/** What `renewal-thread.ts` is handed. Times are milliseconds. */
export interface RenewalData {
  readonly place: Place
  readonly roots: readonly string[]
  readonly leaseMs: number
  readonly stallMs: number
  readonly timeoutMs: number
  readonly progress: Int32Array
  /** The text of `beat.lua`. */
  readonly beat: string
}

const file = import.meta.url.endsWith(".ts") ? "./renewal-thread.ts" : "./renewal-thread.mjs"

/**
 * Keeps sessions alive from a thread of its own while this one's event loop stands still: a handler computes, memory is
 * collected. Only for so long: a worker that hangs lets go.
 */
export class Renewal {
  readonly #options: RenewalOptions
  /** Rises while the event loop goes on; the thread watches it. */
  readonly #progress = new Int32Array(new SharedArrayBuffer(4))
  #thread: Worker | undefined = undefined
  #tried = false

  constructor(options: RenewalOptions) {
    this.#options = options
  }

  /** The event loop goes on. */
  progress(): void {
    Atomics.add(this.#progress, 0, 1)
  }

  /** These are the sessions from now on. The first of them starts the thread. */
  keep(sessions: Iterable<string>): void {
    if (!this.#tried) this.#start()
    this.#thread?.postMessage([...sessions])
  }

  async stop(): Promise<void> {
    await this.#thread?.terminate()
  }

  #start(): void {
    this.#tried = true
    const { place, roots, leaseMs, stallMs, timeoutMs, logger } = this.#options
    if (stallMs <= leaseMs) return
    const gone = (error: unknown): void => {
      this.#thread = undefined
      logger.warn("no thread renews leases: a handler that blocks the event loop loses its worker's session", { error })
    }
    const { progress, beat } = { progress: this.#progress, beat: scripts.beat.text }
    const workerData: RenewalData = { place, roots, leaseMs, stallMs, timeoutMs, progress, beat }
    try {
      this.#thread = new Worker(new URL(file, import.meta.url), { workerData })
      this.#thread.once("error", gone).unref()
    } catch (error) {
      gone(error) // options with functions in them cannot be handed over
    }
  }
}
