import { fieldsOf } from "./fitness.ts"
import { full } from "./redis-error.ts"
import type { Redis } from "ioredis"

/** Milliseconds from one look at the memory to the next. */
const every = 1000

/** Takes nothing new while a server's memory is nearly full; what runs has the rest to end in. */
export class MemoryGuard {
  readonly #limit: number
  readonly #nodes: () => readonly Redis[]
  #full: string | undefined = undefined
  #timer: NodeJS.Timeout | undefined = undefined

  /** @param limit - The part of `maxmemory` that may be used. */
  constructor(nodes: () => readonly Redis[], limit: number) {
    this.#nodes = nodes
    this.#limit = limit
  }

  async start(): Promise<void> {
    await this.#look()
    this.#timer = setInterval(() => void this.#look(), every)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  /** @throws {AdapterError} `BACKEND_FULL` */
  readonly admit = (): void => {
    if (this.#full !== undefined) throw full(this.#full)
  }

  async #look(): Promise<void> {
    let message: string | undefined
    for (const node of this.#nodes()) {
      const info = await node.info("memory").then(fieldsOf, () => undefined)
      if (info === undefined) return // what cannot be reached says so where it is called
      const [used, most] = [Number(info.get("used_memory")), Number(info.get("maxmemory"))]
      if (most > 0 && used > most * this.#limit)
        message = `Redis uses ${Math.round((100 * used) / most)} % of its maxmemory: nothing new is started.`
    }
    this.#full = message
  }
}
