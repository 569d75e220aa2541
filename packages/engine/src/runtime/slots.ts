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

  /** Begins at once or when a slot is free. Whoever began must {@link leave}. */
  enter(begin: () => void): void {
    if (this.#running >= this.#limit) {
      this.#line.push(begin)
      return
    }
    this.#running++
    begin()
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
