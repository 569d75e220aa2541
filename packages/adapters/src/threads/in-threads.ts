import { availableParallelism } from "node:os"

import type { LogLevel, PlainContext } from "./message.ts"
import { Pool, type PooledCall } from "./pool.ts"

/** What of a handler's context reaches a thread, and what is heard from it. */
export interface ThreadContext extends PlainContext {
  readonly signal: AbortSignal
  readonly heartbeat: () => void
  readonly log: Readonly<Record<LogLevel, (message: string, facts?: Readonly<Record<string, unknown>>) => void>>
}

/** A task's handler that runs elsewhere. */
export type ThreadHandler<I, O> = (input: I, context: ThreadContext) => Promise<O>

export interface ThreadsOptions {
  /** The module's export that is the handler. Default: `handler`. */
  readonly name?: string
  /** Calls that run at once, each in a thread of its own. Default: one fewer than there are processors, at least one. */
  readonly threads?: number
}

/**
 * A handler for code that computes: a module's function, called in threads, so that the event loop of the worker stays
 * free. Input, output and context must be what can be handed to a thread; of the context `signal` is not: where a call's
 * answer no longer counts its thread is ended, in the middle of whatever it does. A thread that ends by itself fails the
 * task as `Stepwright.ThreadLost`.
 * @param module - `new URL("./render.ts", import.meta.url)`
 * @throws {RangeError} where `threads` is no whole number above 0.
 */
export function inThreads<I, O>(
  module: URL,
  { name = "handler", threads = Math.max(1, availableParallelism() - 1) }: ThreadsOptions = {},
): ThreadHandler<I, O> {
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`'threads' is ${threads}.`)
  const pool = new Pool({ module: module.href, name }, threads)
  return (input, context) =>
    new Promise<O>((resolve, reject) => {
      const { signal } = context
      const call: PooledCall = {
        input,
        context: plain(context),
        hear: (message) => {
          if (message.type === "heartbeat") context.heartbeat()
          else context.log[message.level](message.message, message.facts as Readonly<Record<string, unknown>>) // as it was given
        },
        resolve: (output) => end(() => resolve(output as O)), // the task's schema checks it
        reject: (error) => end(() => reject(error)),
      }
      const abort = (): void => {
        pool.giveUp(call)
        reject(signal.reason as Error) // the engine gives one
      }
      const end = (settle: () => void): void => {
        signal.removeEventListener("abort", abort)
        settle()
      }
      if (signal.aborted) return abort()
      signal.addEventListener("abort", abort)
      pool.run(call)
    })
}

/** What of a context can be handed over. */
function plain({ key, attempt, execution, step, deadline, token }: PlainContext): PlainContext {
  const { id, name } = execution
  return {
    key,
    attempt,
    execution: { id, ...(name === undefined ? {} : { name }) },
    step,
    ...(deadline === undefined ? {} : { deadline }),
    ...(token === undefined ? {} : { token }),
  }
}
