import type { Probe } from "../contestant.ts"

/** Notes the times that a contestant tells of. */
export class Recorder implements Probe {
  readonly #last = new Map<string, number>()
  #stepMs: number[] = []
  #lateMs: number[] = []

  stepRan(execution: string): void {
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
