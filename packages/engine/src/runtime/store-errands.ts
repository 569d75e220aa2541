import { AdapterError } from "../errors.ts"
import type { Clock } from "../ports/clock.ts"
import type { Answers } from "./answers.ts"
import { isBackendClosed } from "./backend-closed.ts"
import type { Logger } from "./logger.ts"
import type { Owned } from "./owned.ts"
import type { Work } from "./work.ts"

/** The longest pause between two tries at a store that fails, in milliseconds. */
const longestPause = 5000

/** What errands work with. */
export interface ErrandParts {
  readonly clock: Clock
  readonly logger: Logger
}

/** On whose behalf a store is asked about an execution. */
export interface Errand {
  readonly owned: Owned
  readonly work: Work
  readonly answers: Answers
  /** The execution's: a child's, or its own. */
  readonly id: string
}

/** Asks a store until it answers: its troubles are not the workflow's. */
export class StoreErrands {
  /** Calls that are on their way. */
  pending = 0
  readonly #parts: ErrandParts

  constructor(parts: ErrandParts) {
    this.#parts = parts
  }

  /**
   * Asks until there is an answer; `"later"` asks for another try. Undefined where it is another worker's concern by now,
   * or nobody's in this process.
   * @throws what is not the store's trouble
   */
  async ask<T>({ owned, work, answers, id }: Errand, call: () => Promise<T | "later">): Promise<T | undefined> {
    const { logger } = this.#parts
    // Again at once the first time: it may be the answer only that was lost.
    for (let pauseMs = 0; work.abandoned || !owned.dropped; pauseMs = Math.min(longestPause, pauseMs * 2 + 50)) {
      if (pauseMs > 50) await this.#pause(pauseMs)
      this.pending++
      try {
        const answer = await call()
        if (answer !== "later") return answer
      } catch (error) {
        if (!AdapterError.is(error)) throw error
        if (isBackendClosed(error)) return undefined
        logger.warn("the store could not be asked yet", { execution: owned.id, about: id, error })
      } finally {
        this.pending--
      }
      answers.rested(owned)
    }
    return undefined
  }

  async #pause(ms: number): Promise<void> {
    const { clock } = this.#parts
    await new Promise<void>((resolve) => clock.timer(clock.now() + ms, resolve))
  }
}
