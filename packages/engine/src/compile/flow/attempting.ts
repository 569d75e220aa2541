import type { Catching, Way } from "./draft.ts"

/** An attempt whose body is being lowered: where its failures go. */
export interface Attempting extends Catching {
  readonly kind: "attempt"
  readonly id: string
  readonly handlers: readonly Handling[]
}

/** A handler, and the ways that lead to it. */
export interface Handling {
  readonly errors: readonly string[]
  readonly entries: Caught[]
}

/** A way to a handler, and the text of `{ Error, Cause }` on it. */
interface Caught {
  readonly way: Way
  readonly error: () => string
}

/** Sends a way to a handler. */
export function handleBy(attempting: Attempting, handling: Handling, way: Way, error: () => string): void {
  way.local.set(`error:${attempting.id}`, error)
  handling.entries.push({ way, error })
}
