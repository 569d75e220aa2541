import type { Backend } from "../ports/backend.ts"
import type { StoredStatus } from "../ports/executions.ts"
import type { Text } from "../ports/text.ts"
import { Register } from "./register.ts"

/** How an execution came to its end, or why it stands still. */
export interface Ending {
  readonly status: StoredStatus
  readonly stoppedAt: number
  /** JSON text. */
  readonly output?: Text | undefined
  readonly error?: string | undefined
  readonly cause?: string | undefined
}

/** Whoever waits for an execution's end. */
export interface Listener {
  ended(ending: Ending): void
  /** An end may have come unheard: look at what is stored. */
  look(): void
  /** The backend is closed: nobody in this process will ever tell. */
  closed(): void
}

/**
 * Wakes clients when a worker of the same process ends an execution. There is one for each backend object, so that a
 * client and a worker that were made apart find each other.
 */
export class Bell {
  /** Mostly one for each execution: a list only where there are several. */
  readonly #listeners = new Register<Listener | readonly Listener[]>()
  /** When executions that are being redriven had stopped: that end does not count any more. */
  readonly #redriven = new Map<string, number | undefined>()
  #keepAlive: NodeJS.Timeout | undefined = undefined

  /** The platform's process stays alive while somebody listens. */
  listen(execution: string, listener: Listener): void {
    const others = this.#listeners.get(execution)
    this.#listeners.set(execution, others === undefined ? listener : [...listOf(others), listener])
    this.#keepAlive ??= setInterval(() => undefined, 2 ** 30)
  }

  unlisten(execution: string, listener: Listener): void {
    const present = this.#listeners.get(execution)
    const left = present === undefined || present === listener ? none : listOf(present).filter((it) => it !== listener)
    if (left.length === 0) this.#listeners.delete(execution)
    else this.#listeners.set(execution, left)
    if (this.#listeners.size > 0) return
    clearInterval(this.#keepAlive)
    this.#keepAlive = undefined
  }

  /** Tells of an ending; of `undefined` where the execution runs again. */
  ring(execution: string, ending: Ending | undefined): void {
    // Until its next end: whoever reads its record meanwhile may yet be given the one from before.
    if (ending !== undefined && this.#redriven.size > 0) this.#redriven.delete(execution)
    const listeners = this.#listeners.get(execution)
    if (listeners === undefined || ending === undefined) return
    for (const listener of listOf(listeners)) listener.ended(ending)
  }

  /** Has all who listen look for themselves: a commit may have been carried out whose answer never came. */
  lookAll(): void {
    for (const listeners of this.#listeners.values()) for (const listener of listOf(listeners)) listener.look()
  }

  /** Tells all who listen that nothing more will be heard. */
  close(): void {
    for (const listeners of this.#listeners.values()) for (const listener of listOf(listeners)) listener.closed()
  }

  /** An execution is about to be redriven: its present end is not to be taken for the next one. Answers how to take that back. */
  redriving(execution: string, stoppedAt: number | undefined): () => void {
    this.#redriven.set(execution, stoppedAt)
    return () => void this.#redriven.delete(execution)
  }

  /** Whether an end that is stored is the present one. */
  counts(execution: string, stoppedAt: number | undefined): boolean {
    if (!this.#redriven.has(execution)) return true
    if (this.#redriven.get(execution) === stoppedAt) return false
    this.#redriven.delete(execution)
    return true
  }
}

const none: readonly Listener[] = []

function listOf(listeners: Listener | readonly Listener[]): readonly Listener[] {
  return "ended" in listeners ? [listeners] : listeners
}

const bells = new WeakMap<Backend, Bell>()

/** The bell of a backend object. */
export function bellOf(backend: Backend): Bell {
  let bell = bells.get(backend)
  if (bell === undefined) bells.set(backend, (bell = new Bell()))
  return bell
}
