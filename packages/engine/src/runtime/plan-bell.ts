import type { Backend } from "../ports/backend.ts"

/** Wakes the workers of this process that run whatever is stored when a plan was. */
export class PlanBell {
  readonly #listeners = new Set<() => void>()

  /** @returns how to stop listening. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  ring(): void {
    for (const listener of this.#listeners) listener()
  }
}

const bells = new WeakMap<Backend, PlanBell>()

/** The bell of a backend object. */
export function planBellOf(backend: Backend): PlanBell {
  let bell = bells.get(backend)
  if (bell === undefined) bells.set(backend, (bell = new PlanBell()))
  return bell
}
