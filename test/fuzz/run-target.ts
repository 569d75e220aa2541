import { Worker } from "node:worker_threads"

/** What a worker is given. */
export interface Given {
  readonly name: string
  readonly seed: number
  /** Numbers of the first case, and of the one after the last. */
  readonly from: number
  readonly last: number
  readonly milliseconds: number
  /** Holds the number of the case that runs. */
  readonly counter: SharedArrayBuffer
}

/** How the cases of a target went. */
export interface Tally {
  readonly cases: number
  /** By code of refusal, and `taken`. */
  readonly codes: ReadonlyMap<string, number>
  /** One text for each case that failed. */
  readonly failures: readonly string[]
  readonly slowest: { readonly milliseconds: number; readonly number: number }
}

/**
 * Runs cases of a target for a time, from a number on, in a thread. A case that hangs, or takes the thread down, is a
 * failure of its own.
 * @param patience - A case that takes longer hangs, in milliseconds.
 */
export async function runTarget(
  given: Omit<Given, "counter" | "last"> & { readonly last?: number },
  worker: URL = new URL("worker.ts", import.meta.url),
  patience = 10_000,
): Promise<Tally> {
  const counter = new SharedArrayBuffer(4)
  const at = new Int32Array(counter)
  Atomics.store(at, 0, given.from)
  const thread = new Worker(worker, {
    workerData: { last: Infinity, ...given, counter } satisfies Given,
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
  })
  const failed = (why: string): Tally => {
    const number = Atomics.load(at, 0)
    const failure = `case ${number}: ${why}\n  again: npm run fuzz -- --target ${given.name} --seed ${given.seed} --case ${number}`
    return {
      cases: number - given.from,
      codes: new Map(),
      failures: [failure],
      slowest: { milliseconds: patience, number },
    }
  }
  return await new Promise<Tally>((resolve) => {
    let seen = -1
    let since = performance.now()
    const watch = setInterval(() => {
      const now = Atomics.load(at, 0)
      if (now !== seen) since = performance.now()
      seen = now
      if (performance.now() - since < patience) return
      finish(failed(`hangs: it took more than ${patience / 1000} s`))
      void thread.terminate()
    }, 200)
    const finish = (tally: Tally): void => {
      clearInterval(watch)
      resolve(tally)
    }
    thread.once("message", finish)
    thread.once("error", (error) => finish(failed(`takes its thread down: ${error.stack ?? error.message}`)))
    thread.once("exit", (code) => finish(failed(`ends its thread with ${code}`)))
  })
}
