/** What of a handler's context is plain data. */
interface PlainContext {
  readonly key: string;
  readonly attempt: number;
  readonly execution: {
    readonly id: string;
    readonly name?: string;
  };
  readonly step: string;
  readonly deadline?: number;
  readonly token?: string;
}
type LogLevel = "debug" | "info" | "warn" | "error";
/** What of a handler's context reaches a thread, and what is heard from it. */
interface ThreadContext extends PlainContext {
  readonly signal: AbortSignal;
  readonly heartbeat: () => void;
  readonly log: Readonly<Record<LogLevel, (message: string, facts?: Readonly<Record<string, unknown>>) => void>>;
}
/** A task's handler that runs elsewhere. */
type ThreadHandler<I, O> = (input: I, context: ThreadContext) => Promise<O>;
interface ThreadsOptions {
  /** The module's export that is the handler. Default: `default`. */
  readonly name?: string;
  /** Calls that run at once, each in a thread of its own. Default: one fewer than there are processors, at least one. */
  readonly threads?: number;
}
/**
 * A handler for code that computes: a module's function, called in threads, so that the event loop of the worker stays
 * free. Input, output and context must be what can be handed to a thread; of the context `signal` is not: where a call's
 * answer no longer counts its thread is ended, in the middle of whatever it does. A thread that ends by itself fails the
 * task as `Stepwright.ThreadLost`.
 * @param module - `new URL("./render.ts", import.meta.url)`
 * @throws {RangeError} where `threads` is no whole number above 0.
 */
export declare function inThreads<I, O>(module: URL, { name, threads }?: ThreadsOptions): ThreadHandler<I, O>;
export type { ThreadContext, ThreadHandler, ThreadsOptions };