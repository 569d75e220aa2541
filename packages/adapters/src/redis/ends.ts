import { type EndWatch, type EndWatcher, executionRoute, Lineup, type Placed, type Register } from "@stepwright/engine"

import type { Keys } from "./keys.ts"
import type { Client } from "./server.ts"
import type { Session } from "./session.ts"

/** Milliseconds, up to twice of which an execution is given to be ended here before others are listened to. */
const patience = 20
const routeLength = 14

type Sessions = ReadonlyMap<string, Pick<Session, "owned">>

/** Somebody who waits for an execution's end. */
class Waiting implements EndWatch, Placed {
  readonly #ends: Ends
  readonly watcher: EndWatcher
  place: number | undefined = undefined
  /** Which sweep comes next. */
  since: number
  /** Of those that are listened for. */
  route: string | undefined = undefined

  constructor(ends: Ends, watcher: EndWatcher, since: number) {
    this.#ends = ends
    this.watcher = watcher
    this.since = since
  }

  stop(): void {
    this.#ends.forget(this)
  }
}

/**
 * Hears of ends that other processes bring about: every tick publishes the routes of what it ended. This process listens
 * once somebody here waits for what no session of its own ends soon.
 */
export class Ends {
  readonly #client: Client
  readonly #channels: readonly string[]
  readonly #sessions: Sessions
  readonly #starting: Register<true>
  /** Those that are not listened for yet. */
  readonly #patient = new Lineup<Waiting>()
  readonly #listened = new Map<string, Set<Waiting>>()
  #subscribed: Promise<unknown> | undefined = undefined
  #hears = false
  #sweep = 0
  #timer: NodeJS.Timeout | undefined = undefined

  /**
   * @param client - A connection for subscriptions.
   * @param sessions - Those of this process.
   * @param starting - Ids of executions that this process starts just now.
   */
  constructor(client: Client, keys: Keys, sessions: Sessions, starting: Register<true>) {
    this.#client = client
    this.#starting = starting
    this.#channels = keys.roots.map((root) => `${root}ends`)
    this.#sessions = sessions
    const channels = new Set(this.#channels)
    client.on("message", (channel: string, routes: string) => {
      if (channels.has(channel)) this.#heard(routes)
    })
    // What was said while the connection was lost nobody heard.
    client.on("ready", () => {
      if (this.#subscribed === undefined) return
      this.#subscribed = undefined
      this.#hears = false
      this.#lookAt([...this.#listened.values()].flatMap((all) => [...all]))
    })
  }

  /** Tells when an execution may have ended: a hint, which may come twice, or not at all. */
  watch(watcher: EndWatcher): EndWatch {
    const waiting = new Waiting(this, watcher, this.#sweep)
    if (this.#sessions.size === 0) {
      this.#listenFor(waiting)
      // Whoever waits looks after this call, so what he does not see is heard of.
      if (!this.#hears) this.#lookAt([waiting])
    } else {
      this.#patient.add(waiting)
      this.#timer ??= setInterval(() => this.#sweepPatient(), patience).unref()
    }
    return waiting
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  forget(waiting: Waiting): void {
    if (waiting.route === undefined) return this.#patient.delete(waiting)
    const others = this.#listened.get(waiting.route)
    others?.delete(waiting)
    if (others?.size === 0) this.#listened.delete(waiting.route)
  }

  #sweepPatient(): void {
    if (this.#patient.size === 0) {
      clearInterval(this.#timer)
      this.#timer = undefined
      return
    }
    this.#sweep++
    // They stand in the order in which they came.
    const late = this.#patient.takeWhile(({ since }) => since < this.#sweep - 1)
    const elsewhere: Waiting[] = []
    for (const waiting of late) {
      if (this.#starting.get(waiting.watcher.execution) === true || this.#owns(waiting)) {
        waiting.since = this.#sweep
        this.#patient.add(waiting)
      } else {
        this.#listenFor(waiting)
        elsewhere.push(waiting)
      }
    }
    if (elsewhere.length > 0) this.#lookAt(elsewhere)
  }

  /** What a session of this process owns ends here, and whoever waits for it is told without this. */
  #owns({ watcher: { execution } }: Waiting): boolean {
    for (const { owned } of this.#sessions.values()) if (owned.get(execution) !== undefined) return true
    return false
  }

  #listenFor(waiting: Waiting): void {
    const route = executionRoute(waiting.watcher.execution)
    waiting.route = route
    const others = this.#listened.get(route)
    if (others === undefined) this.#listened.set(route, new Set([waiting]))
    else others.add(waiting)
  }

  /** They may have ended before this process heard of ends. */
  #lookAt(all: readonly Waiting[]): void {
    const subscribed = (this.#subscribed ??= this.#client.subscribe(...this.#channels))
    subscribed.then(
      () => {
        this.#hears = this.#subscribed === subscribed
        for (const { watcher } of all) watcher.hint()
      },
      () => {
        this.#subscribed = undefined // the next one tries again; until then, whoever waits looks by himself
      },
    )
  }

  #heard(routes: string): void {
    if (this.#listened.size === 0) return
    for (let at = 0; at < routes.length; at += routeLength) {
      const all = this.#listened.get(routes.slice(at, at + routeLength))
      if (all === undefined) continue
      for (const waiting of all) if (!this.#owns(waiting)) waiting.watcher.hint()
    }
  }
}
