import type { Backend } from "../ports/backend.ts"
import type { StoredStatus } from "../ports/executions.ts"

/** How an execution came to its end, or why it stands still. */
export interface Ending {
  readonly status: StoredStatus
  readonly stoppedAt: number
  /** JSON text. */
  readonly output?: string | undefined
  readonly error?: string | undefined
  readonly cause?: string | undefined
}

/** Told of an ending; of `undefined` where the execution runs again. */
export type Listener = (ending: Ending | undefined) => void

/**
 * Wakes clients when a worker of the same process ends an execution. There is one for each backend object, so that a
 * client and a worker that were made apart find each other.
 */
export class Bell {
  readonly #listeners = new Map<string, Set<Listener>>()
  #keepAlive: NodeJS.Timeout | undefined = undefined

  /** The platform's process stays alive while somebody listens. Answers how to stop. */
  listen(execution: string, listener: Listener): () => void {
    let listeners = this.#listeners.get(execution)
    if (listeners === undefined) this.#listeners.set(execution, (listeners = new Set()))
    listeners.add(listener)
    this.#keepAlive ??= setInterval(() => undefined, 2 ** 30)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(execution) === listeners) this.#listeners.delete(execution)
      if (this.#listeners.size > 0) return
      clearInterval(this.#keepAlive)
      this.#keepAlive = undefined
    }
  }

  ring(execution: string, ending: Ending | undefined): void {
    const listeners = this.#listeners.get(execution)
    if (listeners === undefined) return
    for (const listener of listeners) listener(ending)
  }
}

const bells = new WeakMap<Backend, Bell>()

/** The bell of a backend object. */
export function bellOf(backend: Backend): Bell {
  let bell = bells.get(backend)
  if (bell === undefined) bells.set(backend, (bell = new Bell()))
  return bell
}
