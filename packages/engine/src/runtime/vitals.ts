/** What a worker last did, in milliseconds of this process; `-Infinity` for never. */
export interface VitalSigns {
  readonly state: "running" | "draining" | "closed"
  /** It has a session. Since when that is so, or is not so. */
  readonly session: boolean
  readonly sessionSince: number
  /** Since when the store owes an answer to a tick; undefined where it owes none. */
  readonly askedAt: number | undefined
  /** When the store last answered a tick. */
  readonly answeredAt: number
  /** When an execution was last taken up, or something of one committed. */
  readonly movedAt: number
  /** Since when, by its ticks, more is ready for it in the store than it takes; undefined where nothing is. */
  readonly moreSince: number | undefined
  /** Executions that it may still take up. */
  readonly room: number
  /** Executions that it holds, and handlers that run. */
  readonly executions: number
  readonly handlers: number
}

/** Notes what a worker does as it does it. */
export class Vitals {
  #session = false
  #sessionSince: number = performance.now()
  /** When each tick that is not answered was asked, the oldest first. */
  readonly #asked: number[] = []
  #answeredAt = -Infinity
  #movedAt = -Infinity
  #moreSince: number | undefined = undefined

  opened(): void {
    this.#session = true
    this.#sessionSince = performance.now()
  }

  lost(): void {
    if (this.#session) this.#sessionSince = performance.now()
    this.#session = false
    this.#asked.length = 0
    this.#moreSince = undefined
  }

  asked(): void {
    this.#asked.push(performance.now())
  }

  /** @param moved - executions that were taken up, and commits that were taken. */
  answered(moved: number, more: boolean): void {
    const now = performance.now()
    this.#asked.shift()
    this.#answeredAt = now
    if (moved > 0) this.#movedAt = now
    this.#moreSince = more ? (this.#moreSince ?? now) : undefined
  }

  signs(now: Pick<VitalSigns, "state" | "room" | "executions" | "handlers">): VitalSigns {
    return {
      ...now,
      session: this.#session,
      sessionSince: this.#sessionSince,
      askedAt: this.#asked[0],
      answeredAt: this.#answeredAt,
      movedAt: this.#movedAt,
      moreSince: this.#moreSince,
    }
  }
}
