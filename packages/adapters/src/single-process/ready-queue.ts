import type { Backlog } from "@stepwright/engine"

interface Waiting<T> {
  items: T[]
  /** The first that was not taken. */
  head: number
}

interface PlanQueue<T> {
  readonly orphans: Waiting<T>
  readonly others: Waiting<T>
}

/**
 * Executions that wait to be reserved, by plan: orphans (whose owner let go of them out of turn) first, the others as
 * they came. The plans of a session take turns at being served first, so that none starves.
 */
export class ReadyQueue<T> {
  /** Since when each waits, in milliseconds since 1970; in that order. */
  readonly #waiting = new Map<T, number>()
  readonly #byPlan = new Map<string, PlanQueue<T>>()
  #turn = 0

  /** Nothing happens where it is waiting already. */
  add(item: T, plan: string, orphan: boolean): void {
    if (this.#waiting.has(item)) return
    this.#waiting.set(item, Date.now())
    let queue = this.#byPlan.get(plan)
    if (queue === undefined) {
      queue = { orphans: { items: [], head: 0 }, others: { items: [], head: 0 } }
      this.#byPlan.set(plan, queue)
    }
    ;(orphan ? queue.orphans : queue.others).items.push(item)
  }

  /** Takes up to `want` executions of these plans. */
  take(plans: readonly string[], want: number): T[] {
    const taken: T[] = []
    if (want <= 0) return taken
    const first = this.#turn++
    for (const side of ["orphans", "others"] as const) {
      for (let index = 0; index < plans.length && taken.length < want; index++) {
        const queue = this.#byPlan.get(plans[(first + index) % plans.length] as string) // within bounds
        if (queue !== undefined) this.#drain(queue[side], taken, want)
      }
    }
    return taken
  }

  /** How many wait, and since when the first of them does. */
  backlog(): Backlog {
    const [oldest] = this.#waiting.values()
    return { ready: this.#waiting.size, ...(oldest === undefined ? {} : { oldest }) }
  }

  /** How many of each plan wait; plans of which none does are left out. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const [plan, { orphans, others }] of this.#byPlan) {
      const count = orphans.items.length - orphans.head + others.items.length - others.head
      if (count > 0) counts.set(plan, count)
    }
    return counts
  }

  has(plans: readonly string[]): boolean {
    return plans.some((plan) => {
      const queue = this.#byPlan.get(plan)
      return queue !== undefined && (hasMore(queue.orphans) || hasMore(queue.others))
    })
  }

  #drain(from: Waiting<T>, into: T[], want: number): void {
    while (into.length < want && hasMore(from)) {
      const item = from.items[from.head++] as T // there is one more
      this.#waiting.delete(item)
      into.push(item)
    }
    // Cut off in blocks: moving the rest for each one taken would make draining a long queue quadratic.
    if (from.head < 4096 && hasMore(from)) return
    from.items = from.items.slice(from.head)
    from.head = 0
  }
}

function hasMore<T>(queue: Waiting<T>): boolean {
  return queue.head < queue.items.length
}
