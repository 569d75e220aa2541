import { type Backend, jobAnswers, type Logger, stderrLogger, taskHost, type TaskHostOptions } from "@stepwright/engine"

import { defaultPrefix, type QueuePlace } from "./connection.ts"
import { QueueWorker, type ServingOptions } from "./queue-worker.ts"

export interface ServeQueueOptions
  extends QueuePlace, ServingOptions, Pick<TaskHostOptions, "tasks" | "handlers" | "telemetry"> {
  /** As the tasks name it. */
  readonly queue: string
  /**
   * The engine's, where this process can reach it: answers then go straight into the inbox. Stays the caller's. Default:
   * they are left in the jobs, for the engine's relay.
   */
  readonly backend?: Backend
  /** Default: JSON lines on the standard error output. */
  readonly logger?: Logger
}

/** A process's share of a queue. */
export interface ServedQueue extends AsyncDisposable {
  /** Takes no more jobs and lets those in hand end, for up to `patienceMs` milliseconds; default 30,000. Idempotent. */
  close(options?: { readonly patienceMs?: number }): Promise<void>
}

/**
 * Serves a task queue by the handlers of this process, which needs no engine.
 * @throws {EngineError} `UNBOUND`: a task without a handler; `DUPLICATE_NAME`
 */
export async function serveQueue(options: ServeQueueOptions): Promise<ServedQueue> {
  const { backend, logger = stderrLogger, tasks, handlers, telemetry, prefix = defaultPrefix, ...serving } = options
  const host = taskHost({
    ...(tasks && { tasks }),
    ...(handlers && { handlers }),
    ...(telemetry && { telemetry }),
    logger,
  })
  const answers = backend === undefined ? undefined : jobAnswers(backend)
  const worker = new QueueWorker({ ...serving, prefix, host, answers, log: logger })
  await worker.ready()
  let closing: Promise<void> | undefined
  const close = async ({ patienceMs = 30_000 } = {}): Promise<void> => {
    closing ??= worker.close(patienceMs)
    await closing
  }
  return { close, [Symbol.asyncDispose]: close }
}
