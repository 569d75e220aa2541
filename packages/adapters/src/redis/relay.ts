import { readOutbox } from "./commit-arguments.ts"
import type { Store } from "./store.ts"
import { hint } from "./store.ts"

/** Entries that are read at once. */
const page = 64

/**
 * Carries word from one partition to another, where no script may reach both: in the order in which it was sent, so that
 * what is carried twice is noticed by its number.
 */
export class Relay {
  readonly #store: Store
  readonly #busy = new Set<number>()

  constructor(store: Store) {
    this.#store = store
  }

  /** Empties an outbox. What fails is left for the next time; somebody's heartbeat comes by. */
  readonly carry = (partition: number): void => {
    if (this.#busy.has(partition)) return
    this.#busy.add(partition)
    void this.#empty(partition)
      .catch(() => {})
      .finally(() => this.#busy.delete(partition))
  }

  async #empty(source: number): Promise<void> {
    const { server, keys } = this.#store
    const root = keys.root(source)
    for (;;) {
      const entries = await server.ask((client) => client.lrange(`${root}out`, 0, page - 1))
      let last: string | undefined
      for (const entry of entries) {
        const { number, partition, letter, route, token, body } = readOutbox(entry)
        const word = letter === "m" ? ["send", route, body, "05"] : ["answer", route, token, body]
        await server.run("relay", [keys.root(partition)], [String(source), number, ...word])
        hint(this.#store, partition)
        last = number
      }
      if (last === undefined || (await server.run<number>("struck", [root], [last])) === 0) return
    }
  }
}
