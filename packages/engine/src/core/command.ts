import type { Json, JsonObject } from "../asl/json.ts"

/**
 * An order to the world outside the pure core. Commands are data; the runtime carries them out after the facts that
 * caused them are durable. Answers come back as facts that repeat `(frame, seq)`.
 */
export type Command = RunTask | RunChild | StartTimer | CancelWork | CancelChild | FinishExecution

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
 * Run one attempt of a Task state, read the items of a Map's ItemReader, or write what its ResultWriter is to. Answered by `TaskSubmitted`,
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
  /** The event that entered the state. */
  readonly entered: number
  /** From `pendingCommands`: the call has returned; only its answer is awaited. */
  readonly submitted?: boolean
  /** It may have gone out before, by a worker that was lost. */
  readonly again?: true
  /** How what an ItemReader's resource answers is read. The order's answer is an array: the items. */
  readonly reader?: ReadOptions
  /** What a ResultWriter's resource is given beside its input. The order's answer is the state's result. */
  readonly writer?: WriteOptions
}

/** A distributed Map's ReaderConfig. */
export interface ReadOptions {
  readonly inputType: string
  readonly manifestType?: string
  readonly csvDelimiter?: string
  readonly csvHeaderLocation?: string
  readonly csvHeaders?: readonly string[]
  readonly itemsPointer?: string
  readonly transformation?: string
  /** At most so many items; absent for all. */
  readonly maxItems?: number
}

/** A distributed Map's WriterConfig, and what is to be written. */
export interface WriteOptions {
  readonly transformation: ResultTransformation
  readonly outputType: "JSON" | "JSONL"
  readonly mapRunArn: string
  /** In the order of the items. */
  readonly results: readonly MapRunResult[]
  /** Children that never began, of a Map that fails. */
  readonly pending: readonly PendingResult[]
}

/** `NONE`: with what is known of each execution. `COMPACT`: outputs. `FLATTEN`: the members of outputs that are arrays. */
export type ResultTransformation = "NONE" | "COMPACT" | "FLATTEN"

/** A child execution, as a ResultWriter is told of it. (AWS: input-output-resultwriter) */
export interface PendingResult {
  readonly ExecutionArn: string
  readonly Name: string
  readonly Input: Json
  readonly StateMachineArn: string
}

/** One that has ended. */
export interface MapRunResult extends PendingResult {
  readonly Output?: Json
  readonly Error?: string
  readonly Cause?: string
  readonly Status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED"
  /** Milliseconds since 1970. */
  readonly StartDate: number
  readonly StopDate: number
}

/**
 * Run one child execution of a distributed Map to its end. Answered by `TaskSucceeded` or `TaskFailed`; `CancelWork`
 * stops the child. Ordered again it finds the child that was started: the same order always names the same one.
 */
export interface RunChild extends Addressed {
  readonly type: "RunChild"
  /** The Map's name: the child runs its processor. */
  readonly state: string
  /** The line of control of the Map, and the index or key in it: `Parallel[0]/Map[3]`. Keys of the child begin with it. */
  readonly path: string
  /** The child's ARN, `…:execution:<machine>/<label>:<name>`. */
  readonly id: string
  readonly name: string
  readonly mapRunArn: string
  readonly executionType: "STANDARD" | "EXPRESS"
  readonly input: Json
  /**
   * The child may have run before and not succeeded: it goes on from where it stood, or, where its type is `EXPRESS`,
   * from its first state. One that was never started is started.
   */
  readonly redrive: boolean
  /** When the child was first ordered, in milliseconds since 1970. */
  readonly sinceMs: number
  /** The event that entered the Map. */
  readonly entered: number
}

/** Deliver `TimerFired` (frame ≥ 0) or `ExecutionTimedOut` (frame −1) at this time. */
export interface StartTimer extends Addressed {
  readonly type: "StartTimer"
  /** Milliseconds since 1970. */
  readonly dueMs: number
}

/** Forget a timer, or abort a task attempt or a child execution whose answer no longer counts. */
export interface CancelWork extends Addressed {
  readonly type: "CancelWork"
  /** The child execution that is to be stopped. */
  readonly child?: string
}

/**
 * Cancel a child execution or child workflow whose end is awaited. That it is ordered again does no harm, and one that
 * is not there, or has ended, needs nothing. It is given the time that it takes: the timeouts of its order end here.
 */
export interface CancelChild extends Addressed {
  readonly type: "CancelChild"
  /** A distributed Map's child execution. */
  readonly child?: string
  /** The order that started a child workflow. */
  readonly order?: RunTask
}

/**
 * The execution came to its end. Every timer and every task attempt of it is void from now on: abort what still runs;
 * no `CancelWork` follows for each.
 */
export interface FinishExecution {
  readonly type: "FinishExecution"
  /** Child executions of distributed Maps that were under way: they are to be stopped. */
  readonly children?: readonly string[]
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED"
  readonly output?: Json | undefined
  readonly error?: string | undefined
  readonly cause?: string | undefined
}
