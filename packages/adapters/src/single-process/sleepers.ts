import { type Due, DueHeap } from "@stepwright/engine"

/** Executions that sleep until a time, by plan. */
export class Sleepers<T> {
  readonly #byPlan = new Map<string, DueHeap<T>>()
  readonly #sleeping = new Map<T, { readonly heap: DueHeap<T>; readonly due: Due<T> }>()

  /** @param at - Milliseconds since 1970. */
  add(item: T, plan: string, at: number): void {
    let heap = this.#byPlan.get(plan)
    if (heap === undefined) this.#byPlan.set(plan, (heap = new DueHeap()))
    this.#sleeping.set(item, { heap, due: heap.push(at, item) })
  }

  /** Takes one out before its time. Idempotent. */
  remove(item: T): void {
    const found = this.#sleeping.size === 0 ? undefined : this.#sleeping.get(item)
    if (found === undefined) return
    found.heap.cancel(found.due)
    this.#sleeping.delete(item)
  }

  /** Takes out all of these plans that are due at `now`, the earliest of a plan first. */
  wakeDue(plans: readonly string[], now: number, awake: (item: T, plan: string) => void): void {
    for (const plan of plans) {
      const heap = this.#byPlan.get(plan)
      for (let item = heap?.popDue(now); item !== undefined; item = heap?.popDue(now)) {
        this.#sleeping.delete(item)
        awake(item, plan)
      }
    }
  }

  /** Plans of which at least one is due at `now`. */
  duePlans(now: number): readonly string[] {
    return [...this.#byPlan].filter(([, heap]) => (heap.nextAt() ?? Infinity) <= now).map(([plan]) => plan)
  }

  /** When the first of these plans is due; undefined where none sleeps. */
  nextDue(plans: readonly string[]): number | undefined {
    let first: number | undefined
    for (const plan of plans) {
      const at = this.#byPlan.get(plan)?.nextAt()
      if (at !== undefined && (first === undefined || at < first)) first = at
    }
    return first
  }
}
