import type { Server } from "./server.ts"

interface Waiting {
  readonly resolve: (stored: string | null) => void
  readonly reject: (error: unknown) => void
}

/**
 * Reads fields of one hash: all that one turn of the event loop asks for in one command, and each of them once. It is
 * sent after all of them asked, so that none is answered by what stood there before it did.
 */
export class DocumentReader {
  readonly #server: Server
  readonly #hash: string
  #waiting = new Map<string, Waiting[]>()

  constructor(server: Server, hash: string) {
    this.#server = server
    this.#hash = hash
  }

  /** What a field holds; null for nothing. */
  read(field: string): Promise<string | null> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.size === 0) setImmediate(() => void this.#flush())
      const others = this.#waiting.get(field)
      if (others === undefined) this.#waiting.set(field, [{ resolve, reject }])
      else others.push({ resolve, reject })
    })
  }

  async #flush(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = new Map()
    try {
      const found = await this.#server.ask((client) => client.hmget(this.#hash, ...waiting.keys()))
      for (const [at, readers] of [...waiting.values()].entries())
        for (const { resolve } of readers) resolve(found[at] ?? null)
    } catch (error) {
      for (const readers of waiting.values()) for (const { reject } of readers) reject(error)
    }
  }
}
