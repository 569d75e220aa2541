import { isBackendClosed } from "./backend-closed.ts"
import { planBellOf } from "./store-bells.ts"
import type { WorkerParts } from "./worker-parts.ts"

/** How often a store that others share is asked for plans, in milliseconds. */
const pollEvery = 500

/** Keeps a session up with the plans that are stored while it is open, where a worker runs whatever is stored. */
export class NewPlans {
  readonly #parts: WorkerParts
  readonly #session: () => string | undefined
  #unlisten: (() => void) | undefined = undefined
  #poll: NodeJS.Timeout | undefined = undefined
  #looking: Promise<void> | undefined = undefined
  #again = false

  constructor(parts: WorkerParts, session: () => string | undefined) {
    this.#parts = parts
    this.#session = session
  }

  start(): void {
    const { backend, newPlanIds } = this.#parts
    if (newPlanIds === undefined) return
    const look = (): void => this.#look(newPlanIds)
    this.#unlisten = planBellOf(backend).listen(look)
    if (backend.capabilities.shared) this.#poll = setInterval(look, pollEvery).unref()
    // What was stored between the opening of the session and now.
    look()
  }

  stop(): void {
    this.#unlisten?.()
    clearInterval(this.#poll)
  }

  /** One look at a time: what is stored meanwhile is looked for once more. */
  #look(newPlanIds: () => Promise<readonly string[]>): void {
    if (this.#looking !== undefined) {
      this.#again = true
      return
    }
    this.#looking = this.#learn(newPlanIds).finally(() => {
      this.#looking = undefined
      if (!this.#again) return
      this.#again = false
      this.#look(newPlanIds)
    })
  }

  async #learn(newPlanIds: () => Promise<readonly string[]>): Promise<void> {
    const { backend, logger } = this.#parts
    try {
      const plans = await newPlanIds()
      const session = this.#session()
      // Without a session the next one is opened with all of them.
      if (plans.length > 0 && session !== undefined) await backend.sessions.serve({ session, plans })
    } catch (error) {
      if (!isBackendClosed(error)) logger.warn("new plans could not be looked for yet", { error })
    }
  }
}
