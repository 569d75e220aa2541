import type { StoredStatus } from "../ports/executions.ts"
import type { DeadLetterDescription } from "./client.ts"

/** Which executions are meant: those that fit all that is given. Times are milliseconds since 1970. */
export interface ExecutionFilter {
  readonly workflow?: string
  readonly status?: StoredStatus | readonly StoredStatus[]
  /** The error's name, as the execution has it. */
  readonly error?: string
  readonly startedAfter?: number
  readonly startedBefore?: number
}

/** Which open dead letters are meant: those that fit all that is given. Times are milliseconds since 1970. */
export interface DeadLetterFilter {
  readonly workflow?: string
  readonly execution?: string
  readonly step?: string
  /** Why the compensation failed the last time. */
  readonly error?: string
  readonly writtenAfter?: number
  readonly writtenBefore?: number
}

export interface BulkOptions {
  /** Tells what would be done, and does nothing. */
  readonly dryRun?: boolean
  /** How many are done at once, 1 to 100; default 8. */
  readonly concurrency?: number
  /** Begins no more of them once it is aborted; those that are left have no outcome. */
  readonly signal?: AbortSignal
  /** Told of each as soon as it is done. */
  readonly onOutcome?: (outcome: BulkOutcome, progress: { readonly done: number; readonly total: number }) => void
}

/** What became of one execution, or of one dead letter. */
export interface BulkOutcome {
  readonly id: string
  /** It was done; with `dryRun`, it could be. */
  readonly ok: boolean
  /** Why not: a code of `docs/errors.md`, or the error's name. */
  readonly code?: string
  readonly message?: string
}

/** What became of all of them. */
export interface BulkResult {
  /** How many fitted the filter. */
  readonly matched: number
  readonly succeeded: number
  readonly failed: number
  /** In the order in which they were done. */
  readonly outcomes: readonly BulkOutcome[]
}

/** What a client does to many executions at once. Fails as a whole only where nothing was done. */
export interface BulkClient {
  /**
   * Redrives all that fit. Default status: `FAILED`, `TIMED_OUT`, `PARKED`; those that were stopped go on only where
   * `ABORTED` is asked for. One that cannot be redriven is an outcome.
   * @throws {EngineError} `LIMIT_INVALID`
   */
  redriveAll(filter: ExecutionFilter, options?: BulkOptions): Promise<BulkResult>
  /**
   * Cancels all that fit. Default status: `RUNNING`. One that ended meanwhile is an outcome with its status as the code.
   * @throws {EngineError} `LIMIT_INVALID`, `TOO_LONG`
   */
  cancelAll(
    filter: ExecutionFilter,
    options?: BulkOptions & { readonly reason?: string; readonly by?: string },
  ): Promise<BulkResult>
}

/** Likewise for dead letters. */
export interface BulkDeadLetterClient {
  /**
   * Retries all open letters that fit, oldest first. One whose compensation failed again is an outcome with its error's
   * name as the code.
   * @throws {EngineError} `LIMIT_INVALID`
   */
  retryAll(filter: DeadLetterFilter, options?: BulkOptions): Promise<BulkResult>
}

/** The outcome of a letter that was retried. */
export function outcomeOf({ id, status, error, cause }: DeadLetterDescription): BulkOutcome {
  if (status === "RETRIED") return { id, ok: true }
  return { id, ok: false, code: error ?? status, ...(cause === undefined ? {} : { message: cause }) }
}
