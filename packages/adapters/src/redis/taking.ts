import { AdapterError, type NewExecution } from "@stepwright/engine"

import { both, type Session } from "./session.ts"
import { call } from "./store.ts"
import type { Taken } from "./tick-answer.ts"

/**
 * What one call starts for a session of the same process: it is the session's at once, and need neither be made ready nor
 * be reserved. The session must know of it, or give everything up: nobody else looks after what it owns.
 */
export class Taking {
  readonly #taker: Session | undefined
  #room = 0
  #shared = 0
  #settle: () => void = () => {}

  /** Takes the first session that has room and can run all of them. */
  constructor(sessions: Iterable<Session>, starts: readonly { readonly execution: NewExecution }[]) {
    for (const session of sessions) {
      if (session.spare === 0 || session.fault !== undefined) continue
      if (!starts.every(({ execution }) => session.planSet.has(execution.plan))) continue
      this.#taker = session
      this.#room = Math.min(session.spare, starts.length)
      session.spare -= this.#room
      // What the session asks from now on is answered behind this.
      const settled = new Promise<void>((resolve) => {
        this.#settle = resolve
      })
      session.dealtWith = both(session.dealtWith, settled)
      return
    }
  }

  /** Its id, or nothing. */
  get session(): string {
    return this.#taker?.id ?? ""
  }

  /** How many of the next ones, which are this partition's, it may take. */
  share(partition: number, count: number): number {
    if (this.#taker?.views[partition]?.joined !== true) return 0
    const share = Math.min(this.#room - this.#shared, count)
    this.#shared += share
    return share
  }

  take({ reserved, owned }: Taken): void {
    const taker = this.#taker
    if (taker === undefined) return
    this.#room--
    taker.owned.set(owned.id, owned)
    taker.started.push(reserved)
  }

  /** All that was taken is known. */
  done(): void {
    const taker = this.#taker
    if (taker === undefined) return
    taker.spare += this.#room
    this.#settle()
    if (taker.started.length > 0) call(taker)
  }

  /** It may have taken what nobody knows of: then it is given up. */
  failed(error: unknown): void {
    const taker = this.#taker
    if (taker === undefined) return
    const nothing = this.#shared === 0 || (AdapterError.is(error) && error.code === "BACKEND_FULL")
    if (!nothing) taker.fault ??= error
    this.done()
    if (!nothing) call(taker)
  }
}
