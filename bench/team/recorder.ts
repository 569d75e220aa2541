import type { Probe } from "../contestant.ts"

/** Of so many executions one has its steps timed: keeping the times of all would be a good part of what is measured. */
const oneIn = 8

/** Notes the times that a contestant tells of. */
export class Recorder implements Probe {
  readonly #last = new Map<string, number>()
  #stepMs: number[] = []
  #lateMs: number[] = []

  stepRan(execution: string): void {
    if (!isTimed(execution)) return
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

/** Goes by the last characters of an id: those differ, whatever the contestant. */
function isTimed(execution: string): boolean {
  let sum = 0
  for (let index = Math.max(0, execution.length - 4); index < execution.length; index++)
    sum += execution.charCodeAt(index)
  return sum % oneIn === 0
}
