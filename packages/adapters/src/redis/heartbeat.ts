import type { Renewal } from "./renewal.ts"
import { tellServed } from "./serving.ts"
import type { Store } from "./store.ts"

/** Keeps the sessions of this process alive. */
export class Heartbeat {
  readonly #store: Store
  readonly #relay: (partition: number) => void
  readonly #renewal: Renewal
  #timer: NodeJS.Timeout | undefined = undefined

  /**
   * @param relay - Told of a partition whose outbox has something.
   * @param renewal - Told that the event loop goes on.
   */
  constructor(store: Store, relay: (partition: number) => void, renewal: Renewal) {
    this.#store = store
    this.#relay = relay
    this.#renewal = renewal
  }

  start(): void {
    this.#timer = setInterval(() => void this.#beat().catch(() => {}), this.#store.leaseMs / 4) // the next one may do
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async #beat(): Promise<void> {
    this.#renewal.progress()
    const { server, keys, sessions, leaseMs, whole } = this.#store
    if (sessions.size === 0) return
    await tellServed(this.#store, [...new Set([...sessions.values()].flatMap(({ planKeys }) => planKeys))])
    const args = [String(leaseMs), ...sessions.keys()]
    const groups = whole ? [keys.roots] : keys.roots.map((root) => [root])
    const outboxes = await Promise.all(groups.map((roots) => server.run<readonly number[]>("beat", roots, args)))
    for (const [partition, length] of outboxes.flat().entries()) if (length > 0) this.#relay(partition)
  }
}
