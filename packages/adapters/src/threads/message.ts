/** What of a handler's context is plain data. */
export interface PlainContext {
  readonly key: string
  readonly attempt: number
  readonly execution: { readonly id: string; readonly name?: string }
  readonly step: string
  readonly deadline?: number
  readonly token?: string
}

/** To a thread: one call. A thread has one at a time. */
export interface ThreadCall {
  readonly input: unknown
  readonly context: PlainContext
}

export type LogLevel = "debug" | "info" | "warn" | "error"

/** From a thread, in order; the last two end the call. */
export type ThreadMessage =
  | { readonly type: "heartbeat" }
  | { readonly type: "log"; readonly level: LogLevel; readonly message: string; readonly facts: unknown }
  | { readonly type: "returned"; readonly output: unknown }
  | { readonly type: "threw"; readonly name: string; readonly message: string; readonly cause: string | undefined }

/** What a thread is started with. */
export interface ThreadData {
  /** The URL of the module, and the name of the export that is the handler. */
  readonly module: string
  readonly name: string
}
