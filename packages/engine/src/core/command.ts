import type { Json, JsonObject } from "../asl/json.ts"

/**
 * An order to the world outside the pure core. Commands are data; the runtime carries them out after the facts that
 * caused them are durable. Answers come back as facts that repeat `(frame, seq)`.
 */
export type Command = RunTask | StartTimer | CancelWork | FinishExecution

interface Addressed {
  readonly frame: number
  readonly seq: number
}

/** How a Task's answer arrives. */
export type IntegrationPattern =
  /** The call's own response. */
  | "request-response"
  /** `.sync`, `.sync:2`: the response is `TaskSubmitted`, the finished job is the answer. */
  | "sync"
  /** `.waitForTaskToken`: the response is `TaskSubmitted`, the token's answer is the answer. */
  | "callback"
  /** An activity's worker takes the task and answers with its token. */
  | "activity"

/**
 * Run one attempt of a Task state, or read the data of a Map's ItemReader. Answered by `TaskSubmitted`,
 * `TaskSucceeded`, `TaskFailed` or `TaskTimedOut`.
 */
export interface RunTask extends Addressed {
  readonly type: "RunTask"
  /** The state's name. */
  readonly state: string
  /** The line of control, for keys and people: `Parallel[0]/Map[3]/Charge`. Unique with the loop count. */
  readonly path: string
  /** The state's `Resource`. */
  readonly resource: string
  readonly pattern: IntegrationPattern
  /** The effective input after InputPath, Parameters or Arguments. */
  readonly input: Json
  /** The raw state input, before Parameters or Arguments. */
  readonly stateInput: Json
  /** Attempts made before this one: `Context.State.RetryCount`. */
  readonly retryCount: number
  /** Seconds until the attempt fails with `States.Timeout`; absent where the state sets none. */
  readonly timeoutSeconds?: number | undefined
  /** Seconds between heartbeats until the attempt fails with `States.HeartbeatTimeout`. */
  readonly heartbeatSeconds?: number | undefined
  /**
   * The token that the answer must name. `callback` and `activity` always have one; another pattern only where its
   * input hands one out (`$states.context.Task.Token`).
   */
  readonly token?: string | undefined
  readonly credentials?: JsonObject | undefined
  /** When the attempt was first ordered, in milliseconds since 1970: its timeouts count from there. */
  readonly sinceMs: number
  /** From `pendingCommands`: the call has returned; only its answer is awaited. */
  readonly submitted?: boolean
}

/** Deliver `TimerFired` (frame ≥ 0) or `ExecutionTimedOut` (frame −1) at this time. */
export interface StartTimer extends Addressed {
  readonly type: "StartTimer"
  /** Milliseconds since 1970. */
  readonly dueMs: number
}

/** Forget a timer, or abort a task attempt whose answer no longer counts. */
export interface CancelWork extends Addressed {
  readonly type: "CancelWork"
}

/**
 * The execution came to its end. Every timer and every task attempt of it is void from now on: abort what still runs;
 * no `CancelWork` follows for each.
 */
export interface FinishExecution {
  readonly type: "FinishExecution"
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED"
  readonly output?: Json | undefined
  readonly error?: string | undefined
  readonly cause?: string | undefined
}
