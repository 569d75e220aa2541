import type { Probe } from "../contestant.ts"

/** Notes the times that a contestant tells of. */
export class Recorder implements Probe {
  readonly #oneIn: number
  readonly #last = new Map<string, number>()
  #stepMs: number[] = []
  #lateMs: number[] = []

  /** @param oneIn - Of so many executions one has its steps timed: the times of all would be a good part of what is measured. */
  constructor(oneIn = 8) {
    this.#oneIn = oneIn
  }

  stepRan(execution: string): void {
    if (tailOf(execution) % this.#oneIn !== 0) return
    const now = performance.now()
    const last = this.#last.get(execution)
    if (last !== undefined) this.#stepMs.push(now - last)
    this.#last.set(execution, now)
  }

  woke(due: number): void {
    this.#lateMs.push(Date.now() - due)
  }

  /** What was noted since the last call. */
  take(): { readonly stepMs: readonly number[]; readonly lateMs: readonly number[] } {
    const taken = { stepMs: this.#stepMs, lateMs: this.#lateMs }
    this.#stepMs = []
    this.#lateMs = []
    this.#last.clear()
    return taken
  }
}

/** A number by an id's last characters: those differ, whatever the contestant. */
function tailOf(id: string): number {
  let sum = 0
  for (let index = Math.max(0, id.length - 4); index < id.length; index++) sum += id.charCodeAt(index)
  return sum
}
