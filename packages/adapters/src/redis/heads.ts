const firstDigit = 48

/** Numbers in digits of six bits, each a printable character: a script reads them without making texts of them. */
export class Heads {
  #bytes = Buffer.allocUnsafe(64)
  #at = 0

  /** @throws {RangeError} where it has more digits than that. */
  add(value: number, digits: number): void {
    if (value >= 64 ** digits) throw new RangeError(`${value} does not fit into ${digits} digits of six bits`)
    if (this.#at + digits > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(this.#bytes.length * 4)
      this.#bytes.copy(larger)
      this.#bytes = larger
    }
    let rest = value
    for (let digit = digits - 1; digit >= 0; digit--) {
      this.#bytes[this.#at + digit] = firstDigit + (rest % 64)
      rest = Math.floor(rest / 64)
    }
    this.#at += digits
  }

  get text(): string {
    return this.#bytes.toString("latin1", 0, this.#at)
  }
}
