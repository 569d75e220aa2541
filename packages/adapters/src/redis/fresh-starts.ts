import type { NewExecution } from "@stepwright/engine"

/** How many are remembered. */
const most = 20_000

/** An execution that was started, and its number. */
export interface FreshStart {
  readonly execution: NewExecution
  readonly number: string
}

/** What this process has started and nobody has taken up yet, so that it need not be read when it is reserved here. */
export class FreshStarts {
  readonly #byRoute = new Map<string, FreshStart>()

  add(route: string, start: FreshStart): void {
    this.#byRoute.set(route, start)
    if (this.#byRoute.size <= most) return
    for (const oldest of this.#byRoute.keys()) {
      this.#byRoute.delete(oldest)
      return
    }
  }

  take(route: string): FreshStart | undefined {
    const found = this.#byRoute.get(route)
    if (found !== undefined) this.#byRoute.delete(route)
    return found
  }
}
