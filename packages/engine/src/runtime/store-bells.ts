import type { Backend } from "../ports/backend.ts"

/** Wakes those of this process that look for something in the store when it was put there. */
export class StoreBell {
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

const [plans, activities] = [new WeakMap<Backend, StoreBell>(), new WeakMap<Backend, StoreBell>()]

/** Rung when a plan was stored. */
export function planBellOf(backend: Backend): StoreBell {
  return bellIn(plans, backend)
}

/** Rung when a task of an activity was. */
export function activityBellOf(backend: Backend): StoreBell {
  return bellIn(activities, backend)
}

/** One for each backend object, so that whoever was made apart finds each other. */
function bellIn(bells: WeakMap<Backend, StoreBell>, backend: Backend): StoreBell {
  let bell = bells.get(backend)
  if (bell === undefined) bells.set(backend, (bell = new StoreBell()))
  return bell
}
