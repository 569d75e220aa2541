/** Writes down a workflow as its author would, while it is being defined. */
export class Pen {
  readonly #lines: string[] = []
  #indent = 1
  #values = 0

  /** A new name for a value. */
  name(): string {
    return `v${++this.#values}`
  }

  line(text: string): void {
    this.#lines.push(`${"  ".repeat(this.#indent)}${text}`)
  }

  /** Lines of an inner body. */
  inner<T>(write: () => T): T {
    this.#indent++
    try {
      return write()
    } finally {
      this.#indent--
    }
  }

  get text(): string {
    return this.#lines.join("\n")
  }
}
