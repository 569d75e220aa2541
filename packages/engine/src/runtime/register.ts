/** Slots of a register that has never held more; a power of two, as every greater number of them. */
const least = 64

/**
 * Values by name, for names that come and go by the thousand: a table with open addressing. A `Map` serves the same
 * purpose, but every table that it outgrows points at the next one: once the first is old, all of them, and what they held,
 * outlive each minor collection (a fifth of everything that was allocated, measured). This one is written in place, and
 * what is taken out leaves nothing behind.
 */
export class Register<T> {
  #names = slots<string>(least)
  #values = slots<T>(least)
  #size = 0

  get size(): number {
    return this.#size
  }

  get(name: string): T | undefined {
    return this.#values[this.#slotOf(name)]
  }

  set(name: string, value: T): void {
    let slot = this.#slotOf(name)
    if (this.#names[slot] === undefined) {
      this.#size++
      if (this.#size * 2 > this.#names.length) {
        this.#grow()
        slot = this.#slotOf(name)
      }
      this.#names[slot] = name
    }
    this.#values[slot] = value
  }

  delete(name: string): void {
    const names = this.#names
    const values = this.#values
    const mask = names.length - 1
    let hole = this.#slotOf(name)
    if (names[hole] === undefined) return
    this.#size--
    // Those behind the hole which it kept from their own slot, or from one nearer to it, move up.
    for (let slot = (hole + 1) & mask; ; slot = (slot + 1) & mask) {
      const next = names[slot]
      if (next === undefined) break
      if (((slot - hashOf(next)) & mask) < ((slot - hole) & mask)) continue
      names[hole] = next
      values[hole] = values[slot]
      hole = slot
    }
    names[hole] = undefined
    values[hole] = undefined
  }

  /** A list of them: it does not change with the register. */
  values(): readonly T[] {
    const values = this.#values
    return this.#names.flatMap((name, slot) => (name === undefined ? [] : [values[slot] as T])) // it has a name
  }

  /** Where a name stands, or would stand. */
  #slotOf(name: string): number {
    const names = this.#names
    const mask = names.length - 1
    let slot = hashOf(name) & mask
    for (let found = names[slot]; found !== undefined && found !== name; found = names[slot]) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const names = this.#names
    const values = this.#values
    this.#names = slots(names.length * 2)
    this.#values = slots(names.length * 2)
    for (let from = 0; from < names.length; from++) {
      const name = names[from]
      if (name === undefined) continue
      const slot = this.#slotOf(name)
      this.#names[slot] = name
      this.#values[slot] = values[from]
    }
  }
}

function slots<T>(count: number): (T | undefined)[] {
  return Array.from({ length: count }, () => undefined)
}

const colon = 58

/** Of an ARN's last part, which is what distinguishes it. */
function hashOf(name: string): number {
  let hash = 0
  for (let index = name.length - 1; index >= 0; index--) {
    const code = name.charCodeAt(index)
    if (code === colon) break
    hash = Math.imul(hash ^ code, 0x01000193)
  }
  return hash ^ (hash >>> 15)
}
