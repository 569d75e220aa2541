/** Lets so many pieces of user code run at once; the others stand in line. */
export class Slots {
  readonly #limit: number
  #running = 0
  #line: (() => void)[] = []
  #head = 0
  #draining = false

  constructor(limit: number) {
    this.#limit = limit
  }

  get running(): number {
    return this.#running
  }

  /** How many stand in line. */
  get waiting(): number {
    return this.#line.length - this.#head
  }

  /** Takes a slot where one is free; answers whether it did. Whoever took one must {@link leave}. */
  take(): boolean {
    if (this.#running >= this.#limit) return false
    this.#running++
    return true
  }

  /** Stands in line for a slot: it is taken when `begin` is called. */
  wait(begin: () => void): void {
    this.#line.push(begin)
  }

  leave(): void {
    this.#running--
    // What begins may leave before it returns: one loop takes the line, however deep it came from.
    if (this.#draining) return
    this.#draining = true
    while (this.#running < this.#limit) {
      const next = this.#line[this.#head]
      if (next === undefined) break
      this.#head++
      this.#running++
      next()
    }
    if (this.#head > 1024 || this.#head === this.#line.length) {
      this.#line = this.#line.slice(this.#head)
      this.#head = 0
    }
    this.#draining = false
  }
}
