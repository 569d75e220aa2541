import type { Backlog } from "@stepwright/engine"

import { timeOf } from "./serving.ts"
import type { Client } from "./server.ts"
import type { Store } from "./store.ts"

/** How often it looks, in milliseconds. */
const everyMs = 10_000

/** Who stands at the head of a line, and since when at least: by Redis's clock, in milliseconds. */
interface Head {
  readonly route: string
  readonly since: number
}

/**
 * How much is ready for the sessions of this process and waits, looked up now and then from the first time that somebody
 * asks. Redis does not know since when each of it waits, but a head that stands where it stood waits since then at least:
 * a line that does not move is told of with its age, one that moves as young.
 */
export class BacklogWatch {
  readonly #store: Store
  /** By line. */
  #heads = new Map<string, Head>()
  #timer: NodeJS.Timeout | undefined = undefined
  #looked: Backlog | undefined = undefined

  constructor(store: Store) {
    this.#store = store
  }

  /** As of the last look; undefined before the first. */
  latest(): Backlog | undefined {
    if (this.#timer === undefined && !this.#store.server.closed) {
      const look = (): void => void this.look().catch(() => {}) // a store that fails is told of elsewhere
      this.#timer = setInterval(look, everyMs).unref()
      look()
    }
    return this.#looked
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  async look(): Promise<void> {
    const { server, keys, sessions } = this.#store
    const plans = new Set(Array.from(sessions.values(), ({ planKeys }) => planKeys).flat())
    const heads = new Map<string, Head>()
    this.#looked = await server.ask(async (client) => {
      const now = await timeOf(client)
      const lines = await Promise.all(
        keys.roots.flatMap((root) =>
          Array.from(plans, async (plan) => [
            await this.#standing(client, `${root}o:${plan}`, now, heads),
            await this.#standing(client, `${root}r:${plan}`, now, heads),
            await this.#due(client, `${root}z:${plan}`, now),
          ]),
        ),
      )
      return lines.flat().reduce(joined)
    })
    this.#heads = heads
  }

  async #standing(client: Client, line: string, now: number, heads: Map<string, Head>): Promise<Backlog> {
    const [ready, route] = await Promise.all([client.llen(line), client.lindex(line, 0)])
    if (route === null) return { ready: 0 }
    const known = this.#heads.get(line)
    const head = known?.route === route ? known : { route, since: now }
    heads.set(line, head)
    return { ready, oldest: head.since }
  }

  /** What sleeps until a time that has passed. */
  async #due(client: Client, asleep: string, now: number): Promise<Backlog> {
    // Where callers tell the time, only they know what is due.
    if (this.#store.callersClock) return { ready: 0 }
    const [ready, [, due]] = await Promise.all([
      client.zcount(asleep, "-inf", now),
      client.zrange(asleep, "0", "0", "WITHSCORES"),
    ])
    return ready === 0 ? { ready } : { ready, oldest: Number(due) }
  }
}

function joined(a: Backlog, b: Backlog): Backlog {
  const oldest = Math.min(a.oldest ?? Infinity, b.oldest ?? Infinity)
  return { ready: a.ready + b.ready, ...(oldest === Infinity ? {} : { oldest }) }
}
