import type { ExecutionStatus } from "../core/index.ts"
import type { Text } from "./text.ts"

/**
 * Where an execution stands: ASL's statuses, and `PARKED` for one that the engine will not touch until a person has
 * looked at it (it kept killing its worker, or its journal no longer replays).
 */
export type StoredStatus = ExecutionStatus | "PARKED"

/** Who waits for an execution's end. */
export interface EndWatcher {
  /** Its id. */
  readonly execution: string
  /** It may have ended. */
  hint(): void
}

/** A watcher that is told. */
export interface EndWatch {
  stop(): void
}

/** Starting executions and looking at them. Running them is the business of {@link Sessions}. */
export interface Executions {
  /**
   * Stores a new execution, ready to be reserved. Atomic. An id that exists is never overwritten: the answer tells
   * what exists. Deliberately absent: deciding whether that is a conflict.
   */
  start(execution: NewExecution): Promise<StartResult>
  get(params: { readonly id: string }): Promise<ExecutionRecord | undefined>
  /**
   * Tells when an execution may have ended, or been parked, whoever did it, until that is stopped. A hint: it may come
   * twice, or not at all, so whoever waits must also look now and then. Absent where no other process can end anything.
   */
  watchEnd?(watcher: EndWatcher): EndWatch
  /** An execution's facts in order, `limit` of them after the first `from`; undefined for an unknown id. */
  journal(params: {
    readonly id: string
    readonly from?: number
    readonly limit?: number
  }): Promise<readonly string[] | undefined>
  /** Newest start first. Executions that start or end between two pages may be missed; none comes twice. */
  list(params: ListExecutions): Promise<ExecutionPage>
  /**
   * Forgets executions that ended before `closedBefore` (milliseconds since 1970), at most `limit` of them, with all
   * that belongs to them, settled dead letters included. Their ids may be used again. Never touches one that runs or is
   * parked, nor open dead letters. With `ids` only those of these that may be forgotten.
   */
  prune(params: PruneExecutions & { readonly ids?: readonly string[] }): Promise<{ readonly removed: number }>
  /** The ids of executions that {@link prune} may forget, at most `limit` of them, in any order. */
  prunable(params: PruneExecutions): Promise<readonly string[]>
}

/** Which executions may be forgotten. */
export interface PruneExecutions {
  /** Milliseconds since 1970: only those that ended before, by their `stoppedAt`. */
  readonly closedBefore: number
  readonly limit: number
}

export interface NewExecution {
  readonly id: string
  /** The state machine's name. */
  readonly machine: string
  /** Unique per machine by way of `id`. */
  readonly name: string
  /** A stored plan's id. */
  readonly plan: string
  /** What the runtime needs to know again beside the input. Opaque. */
  readonly header: Text
  /** The input as JSON text; compared character by character on a second start. */
  readonly input: Text
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Of a distributed Map's child execution: its map run's ARN. */
  readonly mapRun?: string
}

export type StartResult =
  | { readonly outcome: "started" }
  | { readonly outcome: "exists"; readonly record: ExecutionRecord }
  /** Nothing was stored: the plan is unknown. */
  | { readonly outcome: "no-plan" }

/** What a listing shows. */
export interface ExecutionSummary {
  readonly id: string
  readonly machine: string
  readonly name: string
  readonly plan: string
  readonly status: StoredStatus
  readonly startedAt: number
  /** When it ended or was parked; absent while it runs. */
  readonly stoppedAt?: number
  /** As it was started. */
  readonly mapRun?: string
}

export interface ExecutionRecord extends ExecutionSummary {
  readonly header: string
  readonly input: string
  /** JSON text; only when `SUCCEEDED`. */
  readonly output?: string
  /** How it failed, or why it is parked. */
  readonly error?: string
  readonly cause?: string
}

export interface ListExecutions {
  readonly machine?: string
  readonly status?: StoredStatus
  /** Only executions that were started with this `mapRun`; without it, only those that were started with none. */
  readonly mapRun?: string
  /** 1–1000. */
  readonly limit: number
  /** The `cursor` of the page before, with the same filters. Rejects `CURSOR_INVALID` for anything else. */
  readonly cursor?: string
}

export interface ExecutionPage {
  readonly executions: readonly ExecutionSummary[]
  /** Absent on the last page. Opaque. */
  readonly cursor?: string
}
