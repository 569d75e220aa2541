/** Characters up to which writing them here is faster than calling for it. */
const short = 48
/** Bytes of a new buffer. */
const least = 65_536
/** Buffers that are kept for the next calls; larger ones are let go of. */
const mostSpare = 8
const mostKept = 1_048_576
const [cr, lf, dollar, zero] = [13, 10, 36, 48]

/**
 * Writes the arguments of commands as Redis reads them, into buffers that are used again: a call with thousands of
 * arguments costs a fraction of what it costs to put together one text of them and have that encoded.
 */
export class Encoder {
  readonly #spare: Buffer[] = []
  #buffer: Buffer = Buffer.alloc(0)
  #at = 0

  /**
   * A command of these parts, each in turn. Give it back by {@link release} once it was answered: until then the connection
   * may still read it.
   */
  encode(...parts: readonly (readonly string[])[]): Buffer {
    this.#buffer = this.#spare.pop() ?? Buffer.allocUnsafeSlow(least)
    this.#at = 0
    let count = 0
    for (const part of parts) count += part.length
    this.#room(24)
    this.#buffer[this.#at++] = 42 // *
    this.#number(count)
    for (const part of parts) for (const text of part) this.#text(text)
    return this.#buffer.subarray(0, this.#at)
  }

  release(command: Buffer): void {
    const { buffer } = command
    if (this.#spare.length < mostSpare && buffer.byteLength <= mostKept) this.#spare.push(Buffer.from(buffer))
  }

  #text(text: string): void {
    const { length } = text
    // Three bytes for each character at most, and the length before them.
    this.#room(length * 3 + 24)
    if (length <= short && this.#ascii(text)) return
    const buffer = this.#buffer
    const start = this.#at
    const guessed = this.#head(length)
    const bytes = buffer.write(text, guessed)
    if (bytes !== length) {
      const body = guessed + digitsOf(bytes) - digitsOf(length)
      buffer.copyWithin(body, guessed, guessed + bytes)
      this.#at = start
      this.#head(bytes)
    }
    this.#at += bytes
    this.#line()
  }

  /** Whether it could be written as characters of one byte each. */
  #ascii(text: string): boolean {
    const buffer = this.#buffer
    const start = this.#at
    const body = this.#head(text.length)
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (code > 127) {
        this.#at = start
        return false
      }
      buffer[body + index] = code
    }
    this.#at = body + text.length
    this.#line()
    return true
  }

  /** Answers where the text begins. */
  #head(bytes: number): number {
    this.#buffer[this.#at++] = dollar
    this.#number(bytes)
    return this.#at
  }

  #number(value: number): void {
    const digits = digitsOf(value)
    let rest = value
    for (let index = digits - 1; index >= 0; index--) {
      this.#buffer[this.#at + index] = zero + (rest % 10)
      rest = Math.floor(rest / 10)
    }
    this.#at += digits
    this.#line()
  }

  #line(): void {
    this.#buffer[this.#at++] = cr
    this.#buffer[this.#at++] = lf
  }

  #room(bytes: number): void {
    const { length } = this.#buffer
    if (length - this.#at >= bytes) return
    const larger = Buffer.allocUnsafeSlow(Math.max(length * 2, this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
  }
}

function digitsOf(value: number): number {
  let digits = 1
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++
  return digits
}
