/** What a member is asked for. */
export type Request =
  /** Runs so many executions, `concurrency` at a time. */
  | { readonly ask: "run"; readonly count: number; readonly concurrency: number }
  /** Starts so many, `concurrency` at a time; the n-th of all sleeps until `due` and `spreadMs` spread over all. */
  | {
      readonly ask: "start"
      readonly count: number
      readonly concurrency: number
      readonly due: number
      readonly spreadMs: number
    }
  /** How many have not ended. */
  | { readonly ask: "left" }
  /** Closes the contestant; the process ends. */
  | { readonly ask: "close" }

/** What comes of it. Times are milliseconds. */
export interface Answer {
  /** From the first start to the last end. */
  readonly tookMs: number
  /** Of the process, in microseconds. */
  readonly cpuMicros: number
  /** Likewise of the server that it asks, 0 where it asks none. */
  readonly servedMicros: number
  /** How long each execution took. */
  readonly executionMs: readonly number[]
  /** From one step's handler to the next one's, of all executions. */
  readonly stepMs: readonly number[]
  /** How late each sleeper woke since it was last asked. */
  readonly lateMs: readonly number[]
  readonly left: number
}

/** A member's first message, and then one for each request, in order. */
export type Reply = { readonly ready: true } | { readonly answer: Answer } | { readonly error: string }
