import { AdapterError, type Backend } from "@stepwright/engine"

/** What goes wrong at a process's nth call that changes what is stored, before or after the store carried it out. */
export interface Crash {
  readonly call: number
  readonly carriedOut: boolean
  /** `dies`: the process. `fails`: the call is rejected. `loses`: the store has ended the session. */
  readonly how: "dies" | "fails" | "loses"
}

export interface Mortal {
  readonly backend: Backend
  /** Settles when the process has died. */
  readonly died: Promise<"died">
  /** Calls so far that change what is stored. */
  readonly calls: () => number
  /** Kills the process at once. */
  die(): void
  /** What a store does when a process is gone: its session ends. Whatever the dead one still asks is refused. */
  bury(): Promise<void>
}

/** A process's view of a store, up to its death: from then on it hears nothing more. */
export function mortal(real: Backend, crash?: Crash): Mortal {
  const death = Promise.withResolvers<"died">()
  const grave = Promise.withResolvers<never>()
  grave.promise.catch(() => undefined)
  let calls = 0
  let dead = false
  let session = ""

  /** A call that changes nothing. */
  const look = async <T>(call: () => Promise<T>): Promise<T> => (dead ? await grave.promise : await call())
  const change = async <T>(call: () => Promise<T>): Promise<T> => {
    if (dead) return await grave.promise
    if (calls++ !== crash?.call) return await call()
    dead = crash.how === "dies"
    if (crash.carriedOut) await call()
    if (crash.how === "fails")
      throw new AdapterError({ code: "BACKEND_FAILED", message: "The disk is full.", retryable: true })
    if (crash.how === "loses") {
      await real.sessions.close({ session })
      return await call()
    }
    death.resolve("died")
    return await grave.promise
  }

  const { executions, sessions, inbox } = real
  const backend: Backend = {
    ...real,
    capabilities: { ...real.capabilities, volatile: false },
    executions: { ...executions, start: (params) => change(() => executions.start(params)) },
    sessions: {
      ...sessions,
      open: (params) =>
        look(async () => {
          const opened = await sessions.open(params)
          session = opened.session
          return opened
        }),
      tick: (params) => (params.commits.length > 0 ? change : look)(() => sessions.tick(params)),
    },
    inbox: {
      // A session is not taken from a worker that sleeps: nobody would tell it of the message.
      send: (params) => (crash?.how === "loses" ? look : change)(() => inbox.send(params)),
      answer: (params) => look(() => inbox.answer(params)),
    },
    close: async () => undefined,
  }
  return {
    backend,
    died: death.promise,
    calls: () => calls,
    die() {
      dead = true
      death.resolve("died")
    },
    async bury() {
      await real.sessions.close({ session })
      grave.reject(new AdapterError({ code: "BACKEND_CLOSED", message: "The process is gone.", retryable: false }))
    },
  }
}
