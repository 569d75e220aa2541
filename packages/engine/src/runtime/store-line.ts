import type { Sessions, Tick, TickResult } from "../ports/sessions.ts"
import type { Window } from "./lag-window.ts"
import type { Logger } from "./logger.ts"
import { type VitalSigns, Vitals } from "./vitals.ts"

/** What a line stands between. */
export interface LineParts {
  readonly backend: { readonly sessions: Pick<Sessions, "tick" | "close"> }
  readonly logger: Pick<Logger, "warn">
  readonly window: Window
}

/** A worker's line to its store: ticks, which can be given up, and what came of them. */
export class StoreLine {
  readonly #parts: LineParts
  readonly #worker: () => Pick<VitalSigns, "state" | "executions" | "handlers">
  readonly #ring: () => void
  readonly #vitals = new Vitals()
  #started = false
  readonly #giveUps: ((error: Error) => void)[] = []
  #abandoned: Error | undefined = undefined

  /** @param ring - Has the worker look for something to do. */
  constructor(parts: LineParts, worker: () => Pick<VitalSigns, "state" | "executions" | "handlers">, ring: () => void) {
    this.#parts = parts
    this.#worker = worker
    this.#ring = ring
  }

  opened(): void {
    if (!this.#started) this.#parts.window.start(() => this.#worker().executions, this.#ring)
    this.#started = true
    this.#vitals.opened()
  }

  stop(): void {
    this.#parts.window.stop()
  }

  lost(): void {
    this.#giveUps.length = 0
    this.#abandoned = undefined
    this.#vitals.lost()
  }

  /** @throws {Error} where the session was abandoned, or the tick is meanwhile. */
  async tick(tick: Tick): Promise<TickResult> {
    if (this.#abandoned !== undefined) throw this.#abandoned
    this.#vitals.asked()
    const result = await this.#unlessGivenUp(this.#parts.backend.sessions.tick(tick))
    if (!result.lost) {
      const taken = tick.commits.length - result.refused.length
      this.#vitals.answered(taken + result.reserved.length, result.more)
    }
    return result
  }

  #unlessGivenUp(ticked: Promise<TickResult>): Promise<TickResult> {
    return new Promise((resolve, reject) => {
      const giveUps = this.#giveUps
      const done = (): void => {
        const own = giveUps.indexOf(reject)
        if (own >= 0) giveUps.splice(own, 1)
      }
      giveUps.push(reject)
      ticked.then(resolve, reject).finally(done)
    })
  }

  /** Closes a session that is given up. Not waited for: a store that answers nothing would hold up the next one. */
  leave(session: string): void {
    void this.#parts.backend.sessions.close({ session }).catch((error: unknown) => {
      this.#parts.logger.warn("a lost session could not be closed", { error })
    })
  }

  /** Gives the session up: its ticks, answered or not, fail. */
  abandon(reason: string): void {
    this.#abandoned = new Error(reason)
    for (const giveUp of this.#giveUps) giveUp(this.#abandoned)
    this.#ring()
  }

  /** What the worker last did, for whoever judges whether it gets on. */
  signs(): VitalSigns {
    const worker = this.#worker()
    return this.#vitals.signs({ ...worker, room: Math.max(0, this.#parts.window.size - worker.executions) })
  }
}
