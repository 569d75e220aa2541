/** One entry of a {@link DueHeap}. */
export interface Due<T> {
  readonly at: number
  readonly value: T
  /** Taken back: it will not be popped. */
  cancelled: boolean
}

/**
 * Things by the time they are due: a binary heap. Taking one back only marks it; marked ones leave when they come to
 * the top, or all at once when they are most of the heap, so that many long timeouts which never fire stay cheap.
 */
export class DueHeap<T> {
  #entries: Due<T>[] = []
  #cancelled = 0

  push(at: number, value: T): Due<T> {
    const entry: Due<T> = { at, value, cancelled: false }
    const entries = this.#entries
    let index = entries.length
    entries.push(entry)
    while (index > 0) {
      const parent = (index - 1) >> 1
      const above = entries[parent] as Due<T> // within bounds by arithmetic
      if (above.at <= at) break
      entries[index] = above
      index = parent
    }
    entries[index] = entry
    return entry
  }

  /** Idempotent. */
  cancel(entry: Due<T>): void {
    if (entry.cancelled) return
    entry.cancelled = true
    this.#cancelled++
    if (this.#cancelled > 64 && this.#cancelled * 2 > this.#entries.length) this.#compact()
  }

  /** When the earliest is due; undefined where there is none. */
  nextAt(): number | undefined {
    this.#dropCancelled()
    return this.#entries[0]?.at
  }

  /** Takes the earliest out if it is due at `now`. */
  popDue(now: number): T | undefined {
    this.#dropCancelled()
    const first = this.#entries[0]
    if (first === undefined || first.at > now) return undefined
    this.#removeFirst()
    first.cancelled = true // a later cancel of it must not count
    return first.value
  }

  #dropCancelled(): void {
    while (this.#entries[0]?.cancelled === true) {
      this.#removeFirst()
      this.#cancelled--
    }
  }

  #removeFirst(): void {
    const last = this.#entries.pop()
    if (last !== undefined && this.#entries.length > 0) this.#sink(last, 0)
  }

  #sink(entry: Due<T>, from: number): void {
    const entries = this.#entries
    let index = from
    for (;;) {
      let child = 2 * index + 1
      const left = entries[child]
      if (left === undefined) break
      const right = entries[child + 1]
      const smaller = right !== undefined && right.at < left.at ? right : left
      if (smaller === right) child++
      if (smaller.at >= entry.at) break
      entries[index] = smaller
      index = child
    }
    entries[index] = entry
  }

  #compact(): void {
    const kept = this.#entries.filter((entry) => !entry.cancelled)
    this.#entries = kept
    this.#cancelled = 0
    for (let index = (kept.length >> 1) - 1; index >= 0; index--) this.#sink(kept[index] as Due<T>, index)
  }
}
