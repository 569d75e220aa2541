import type { Clock } from "../ports/clock.ts"
import { type Due, DueHeap } from "./due-heap.ts"
import type { TimerEntry, Work } from "./work.ts"

/** Everything that is due at some time, over all executions, behind one timer of the platform. */
export class Timers {
  readonly #clock: Clock
  readonly #ring: () => void
  #heap = new DueHeap<TimerEntry>()
  #armedFor = Infinity
  #disarm: (() => void) | undefined = undefined

  /** @param ring - Called when something may be due. */
  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock
    this.#ring = ring
  }

  push(at: number, entry: TimerEntry): Due<TimerEntry> {
    return this.#heap.push(at, entry)
  }

  /** Takes back whatever a piece of work has running. */
  cancel(work: Work): void {
    if (work.due !== undefined) this.#heap.cancel(work.due)
    if (work.beatDue !== undefined) this.#heap.cancel(work.beatDue)
    work.due = undefined
    work.beatDue = undefined
  }

  popDue(now: number): TimerEntry | undefined {
    return this.#heap.popDue(now)
  }

  /** Rings when the first entry is due, or at `other` if that is earlier. */
  arm(other: number): void {
    const at = Math.min(this.#heap.nextAt() ?? Infinity, other)
    if (at === this.#armedFor) return
    this.#disarm?.()
    this.#armedFor = at
    this.#disarm = at === Infinity ? undefined : this.#clock.timer(at, () => this.#rang())
  }

  clear(): void {
    this.#heap = new DueHeap()
    this.arm(Infinity)
  }

  #rang(): void {
    this.#armedFor = Infinity
    this.#disarm = undefined
    this.#ring()
  }
}
