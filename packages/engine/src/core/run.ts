import type { Json, JsonObject } from "../asl/json.ts"
import type { ExecutionHeader } from "./header.ts"
import { PersistentVector } from "./vector.ts"

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED"

/**
 * The derived state of one execution: what its facts, folded, come to. A value: a transition answers a new one and
 * leaves this one as it was.
 */
export interface Run {
  readonly header: ExecutionHeader
  readonly status: ExecutionStatus
  readonly output?: Json
  readonly error?: string
  readonly cause?: string
  /** Lines of control by frame id; 0 is the root. A frame that ended leaves its slot empty. */
  readonly frames: PersistentVector<Frame>
  /** History events so far; the id of the last one. */
  readonly eventCount: number
  /** A rolling 32-bit digest of the states entered and the answers taken. */
  readonly digest: number
  readonly redriveCount: number
  /** Milliseconds since 1970; 0 before the first redrive. */
  readonly redrivenAt: number
}

/** One line of control: the root, a Parallel branch, or a Map iteration. */
export interface Frame {
  readonly id: number
  /** The frame whose Parallel or Map state started this one; -1 for the root. */
  readonly parent: number
  /** The branch's or iteration's index in its parent. */
  readonly index: number
  /** The index, in the machine, of the state it stands in. */
  readonly state: number
  /** The raw input of that state. */
  readonly input: Json
  readonly variables: JsonObject
  /** How many things this frame has waited for: names the one it waits for now. */
  readonly seq: number
  /** Id of the event that entered the state, and its time. */
  readonly enteredEvent: number
  readonly enteredAt: number
  /** The last event on this line of control. */
  readonly lastEvent: number
  /** Attempts of this state that failed and were retried: in all, and by retrier. */
  readonly retryCount: number
  readonly retries: readonly number[]
  readonly waiting: Waiting
  /** In a Map iteration: the item, for `Context.Map.Item`. */
  readonly item?: MapItem
}

export interface MapItem {
  readonly value: Json
  readonly key?: string
}

/** What a frame waits for. */
export type Waiting =
  | { readonly for: "nothing" }
  | WaitingForTask
  /** A Wait state. */
  | { readonly for: "time"; readonly dueMs: number }
  /** A retrier's backoff; then the state is tried again. */
  | { readonly for: "retry"; readonly dueMs: number }
  | WaitingForBranches
  | WaitingForItems

export interface WaitingForTask {
  readonly for: "task"
  /** The effective input that the task was given. */
  readonly input: Json
  /** When the attempt was ordered: its timeouts count from here. */
  readonly sinceMs: number
  readonly timeoutSeconds?: number
  readonly heartbeatSeconds?: number
  readonly token?: string
  readonly credentials?: JsonObject
  /** A `.sync` or callback call has returned. */
  readonly submitted: boolean
}

export interface WaitingForBranches {
  readonly for: "branches"
  readonly open: number
  readonly results: PersistentVector<Json>
}

export interface WaitingForItems {
  readonly for: "items"
  readonly items: readonly Json[]
  /** Of a Map over an object: the items' keys. */
  readonly keys?: readonly string[]
  readonly next: number
  readonly open: number
  readonly failed: number
  readonly concurrency: number
  readonly toleratedCount: number
  readonly toleratedPercentage: number
  readonly results: PersistentVector<Json>
}

/** The run of an execution before its first fact. */
export function startRun(header: ExecutionHeader): Run {
  return {
    header,
    status: "RUNNING",
    frames: PersistentVector.empty(),
    eventCount: 0,
    digest: 0,
    redriveCount: 0,
    redrivenAt: 0,
  }
}
