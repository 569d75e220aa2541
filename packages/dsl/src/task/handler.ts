/** Writes structured lines that carry the execution and the step. */
export interface TaskLogger {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void
  info(message: string, facts?: Readonly<Record<string, unknown>>): void
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void
  error(message: string, facts?: Readonly<Record<string, unknown>>): void
}

/** What a handler is told beside its input. */
export interface TaskContext {
  /** The same over all attempts, crashes and redrives: give it to whatever must act once only. */
  readonly key: string
  /** From 1. */
  readonly attempt: number
  /** Aborts when the answer no longer counts: timeout, stop, lost session. */
  readonly signal: AbortSignal
  /** Says that the work goes on; for tasks with a `heartbeat`. */
  readonly heartbeat: () => void
  readonly log: TaskLogger
  readonly execution: { readonly id: string; readonly name?: string }
  /** The step's name in the workflow. */
  readonly step: string
  /** Milliseconds since 1970 after which the answer no longer counts. */
  readonly deadline?: number
  /** The task token, where the answer is awaited by token. */
  readonly token?: string
  /**
   * W3C trace context to hand on with what the code calls, where no instrumentation does; absent where nobody traces the
   * execution.
   */
  readonly trace?: { readonly traceparent: string; readonly tracestate?: string } | undefined
}

/** A task's code. Runs at least once for each step; may run again with the same key. */
export type TaskHandler<I, O> = (input: I, context: TaskContext) => O | Promise<O>
