/** What can stand in a {@link Lineup}: in one at a time. */
export interface Placed {
  /** Where it stands; undefined: it does not. */
  place: number | undefined
}

/** Holes that are left in a short line. */
const least = 64

/**
 * Things in the order in which they came, each of which can be taken out again: for what comes and goes by the thousand. A
 * list that is written in place, for the reason that a `Register` is.
 */
export class Lineup<T extends Placed> {
  readonly #line: (T | undefined)[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Nothing happens where it stands already. */
  add(one: T): void {
    if (one.place !== undefined) return
    one.place = this.#line.push(one) - 1
    this.#size++
  }

  delete(one: T): void {
    const { place } = one
    if (place === undefined) return
    one.place = undefined
    this.#line[place] = undefined
    this.#size--
    if (this.#line.length > least + 2 * this.#size) this.#close()
  }

  /** A list of them, in their order: it does not change with the lineup. */
  values(): readonly T[] {
    return this.#line.filter((one) => one !== undefined)
  }

  /** Takes out those that stand before the first of which this does not hold. */
  takeWhile(holds: (one: T) => boolean): readonly T[] {
    const taken: T[] = []
    for (let place = 0; place < this.#line.length; place++) {
      const one = this.#line[place]
      if (one === undefined) continue
      if (!holds(one)) break
      taken.push(one)
    }
    for (const one of taken) this.delete(one)
    return taken
  }

  /** Closes up, so that there are no holes. */
  #close(): void {
    const line = this.#line
    let to = 0
    for (const one of line) {
      if (one === undefined) continue
      one.place = to
      line[to++] = one
    }
    line.fill(undefined, to)
    while (line.length > to) line.pop()
  }
}
