/**
 * Values by name, for names that come and go by the thousand. A `Map` serves the same purpose, but every table that it
 * outgrows points at the next one: once the first is old, all of them, and what they held, outlive each minor collection
 * (a fifth of everything that was allocated, measured). An object without a prototype leaves nothing behind.
 */
export class Register<T> {
  #values: Record<string, T> = empty()
  #size = 0

  get size(): number {
    return this.#size
  }

  get(name: string): T | undefined {
    return this.#values[name]
  }

  set(name: string, value: T): void {
    if (this.#values[name] === undefined) this.#size++
    this.#values[name] = value
  }

  delete(name: string): void {
    if (this.#values[name] === undefined) return
    delete this.#values[name]
    this.#size--
  }

  /** A list of them: it does not change with the register. */
  values(): readonly T[] {
    return Object.values(this.#values)
  }
}

function empty<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T> // without members
}
