import type { Logger, Worker } from "@stepwright/engine"

import type { Host } from "../host.ts"
import { Watchdog } from "./watchdog.ts"

/** What runs until it is told to stop. */
export interface Endless {
  /** For its logs: `worker`. */
  readonly name: string
  /** Watched; absent where there is none. */
  readonly worker?: Worker
  /** Called once signals are heeded: whoever reads that it runs may stop it. */
  begun(): void
  /** Takes up nothing new, lets what runs end for so many milliseconds, and leaves. */
  close(graceMs: number): Promise<void>
}

export interface EndLimits {
  readonly graceMs: number
  readonly stallAfterMs: number
}

/** What a shell calls a process that Ctrl-C ended. */
const interrupted = 130
/** A worker that was given up: whoever supervises it starts another. (EX_TEMPFAIL) */
const stalled = 75

/** Runs it until a signal, or until its worker is given up. Answers the exit code. */
export async function untilEnd(
  { name, worker, begun, close }: Endless,
  { graceMs, stallAfterMs }: EndLimits,
  log: Logger,
  host: Host,
): Promise<number> {
  const dog = new Watchdog(stallAfterMs)
  let watch: NodeJS.Timeout | undefined
  let signals = 0
  let release = (): void => undefined
  const ended = new Promise<number>((resolve, reject) => {
    release = host.onInterrupt(() => {
      if (++signals > 1) return host.exit(interrupted)
      clearInterval(watch)
      const { executions = 0, handlers = 0, jobs } = worker?.health() ?? {}
      const left = { executions, handlers, ...(jobs === undefined ? {} : { jobs }) }
      log.info(`the ${name} drains`, { ...left, graceMs, hint: "a second signal leaves at once" })
      close(graceMs).then(() => resolve(0), reject)
    })
    watch = setInterval(() => {
      if (worker === undefined) return
      const { live, problem, forMs } = worker.health({ stallAfterMs })
      const verdict = dog.look(live, performance.now())
      if (verdict === "leave it") return
      const facts = { code: "WORKER_STALLED", problem, forMs }
      if (verdict === "reconnect") {
        log.warn("the worker does not get on: it takes another session", facts)
        return worker.reconnect("It did not get on.")
      }
      log.error("the worker does not get on with another session either: it gives up", facts)
      // What is left to a store that does not answer cannot be waited for.
      host.exit(stalled)
    }, 1000)
  })
  try {
    begun()
    const code = await ended
    log.info(`the ${name} has left`)
    return code
  } finally {
    clearInterval(watch)
    release()
  }
}
