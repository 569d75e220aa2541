import type { Json } from "../asl/json.ts"
import type { Frame } from "./frame.ts"
import type { ExecutionHeader } from "./header.ts"
import type { Machine } from "./machine.ts"
import type { MapRun } from "./map/tally.ts"
import { Trie } from "./trie.ts"

/** That an execution was cancelled. */
export interface Cancellation {
  /** Why, for people. */
  readonly cause: string
  /** Who asked, as they said; of a child, the execution that awaits it. */
  readonly by?: string
  /** When it was taken in, in milliseconds since 1970; absent in checkpoints of before this was kept. */
  readonly at?: number
  /** It has led a line of control elsewhere, or stopped one: the execution will end `ABORTED`. */
  readonly reached: boolean
}

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED"

/**
 * The derived state of one execution: what its facts, folded, come to. A value: a transition answers a new one and
 * leaves this one as it was. Make one with {@link startRun}; store one with `runToCheckpoint`.
 */
export interface Run {
  readonly header: ExecutionHeader
  readonly status: ExecutionStatus
  /** Defined when `status` is `SUCCEEDED`. */
  readonly output: Json | undefined
  /** How an execution that did not succeed ended; undefined also where it named none. */
  readonly error: string | undefined
  readonly cause: string | undefined
  /** History events so far; the id of the last one. */
  readonly eventCount: number
  /** A rolling digest, 0 to 2^32 - 1, of the states entered and the things waited for: a replay arrives at the same. */
  readonly digest: number
  readonly redriveCount: number
  /** Milliseconds since 1970 of the last redrive; 0 before the first. */
  readonly redrivenAt: number
  /** How many transitions made this run. */
  readonly rev: number
  /** Lines of control by frame id; 0 is the root. Empty before the first fact and after success. */
  readonly frames: Trie<Frame>
  /** Runs of distributed Maps, in the order in which they began. They stay when the execution has ended. */
  readonly mapRuns: Trie<MapRun>
  /** The token that awaits this execution's end since its last redrive; undefined where that named none. */
  readonly awaitedBy: string | undefined
  /** Undefined where it was not cancelled since its start or its last redrive. */
  readonly cancelled: Cancellation | undefined
}

/** Every transition that adds to it makes one of its own. */
const empty: Trie<never> = Trie.empty(0)

/** The run of an execution before its first fact, which is `ExecutionStarted`. */
export function startRun(_machine: Machine, header: ExecutionHeader): Run {
  return {
    header,
    status: "RUNNING",
    output: undefined,
    error: undefined,
    cause: undefined,
    eventCount: 0,
    digest: 0,
    redriveCount: 0,
    redrivenAt: 0,
    rev: 0,
    frames: empty,
    mapRuns: empty,
    awaitedBy: undefined,
    cancelled: undefined,
  }
}
