import type { Place } from "./place.ts"
import { catchingAt, isForward } from "./place.ts"
import type { Draft, Way } from "./draft.ts"
import { handleBy } from "./attempting.ts"

/** JSONata of what a catcher caught. */
export const caughtError = "$states.errorOutput"

/** The same for a handler: what the failure did not say is absent. */
export function handledError(error: string): string {
  return `$merge([$sift(${error}, function($v) { $v != null })])`
}

/**
 * Attaches to a Task, Map or Parallel the catchers of the attempts around it and of their saga, in order, and marks its
 * way on as one whose expressions they catch.
 * @param error - JSONata of `{ Error, Cause }` where it failed.
 * @returns the ways of failure
 */
export function protect(
  place: Place,
  draft: Draft,
  next: Way,
  step: string,
  error: string = caughtError,
): readonly Way[] {
  next.caughtBy = catchingAt(place)
  const ways: Way[] = []
  const taken = new Set<string>()
  const add = (errors: readonly string[]): Way => {
    for (const error of errors) taken.add(error)
    const way = draft.way("catch", { ErrorEquals: errors })
    ways.push(way)
    return way
  }
  for (const attempting of place.attempts) {
    for (const handling of attempting.handlers) {
      for (const errors of catchersFor(handling.errors, taken))
        handleBy(attempting, handling, add(errors), () => handledError(error))
      if (taken.has("States.ALL")) return ways
    }
  }
  const { saga } = place
  if (saga === undefined || isForward(place)) return ways
  for (const errors of catchersFor(["States.ALL"], taken)) saga.failedAt(add(errors), step, error)
  return ways
}

/**
 * The lists of `ErrorEquals` that a handler needs. `States.ALL` stands alone; AWS's documentation says that it does not
 * match `States.DataLimitExceeded`, a recording says that it does, so that one is named before it.
 */
export function catchersFor(errors: readonly string[], taken: ReadonlySet<string>): readonly (readonly string[])[] {
  const named = errors.filter((error) => error !== "States.ALL" && !taken.has(error))
  const limit = "States.DataLimitExceeded"
  const all = errors.includes("States.ALL")
  const lists = named.length === 0 ? [] : [named]
  if (!all) return lists
  return [...lists, ...(taken.has(limit) || named.includes(limit) ? [] : [[limit]]), ["States.ALL"]]
}
