import type { Json } from "../asl/json.ts"

/**
 * A fact: something that happened outside the pure core, with its time. The journal of an execution is its header
 * followed by facts; everything else (state, history, outcome) is derived from them by {@link transition}.
 *
 * A fact that answers something names it by `(frame, seq)`: the line of control that waits, and that line's count of
 * things waited for. A fact whose `seq` is no longer awaited changes nothing.
 *
 * This is a wire format: it is stored. Add optional fields only; change a meaning only under a numbered flag.
 */
export type Fact =
  | ExecutionStarted
  | TaskSubmitted
  | TaskSucceeded
  | TaskFailed
  | TaskTimedOut
  | TimerFired
  | ExecutionTimedOut
  | StopRequested
  | CancelRequested
  | RedriveRequested
  | MapRunUpdated

interface At {
  /** Milliseconds since 1970. Never decreases within one journal. */
  readonly at: number
  /** The run's rolling digest before this fact; a replay that arrives at another one has diverged. */
  readonly digest?: number
}

interface Answers extends At {
  /** The frame that waits. */
  readonly frame: number
  /** The frame's count of things waited for. */
  readonly seq: number
}

/** The first fact of every journal. What the execution is stands in its {@link ExecutionHeader}. */
export interface ExecutionStarted extends At {
  readonly type: "ExecutionStarted"
}

/**
 * A `.sync` or `.waitForTaskToken` call returned; the job or the token's answer is still awaited. Of an activity: the
 * first says that the task stands in the activity's queue, the second that a worker took it (`output` is its name, or null).
 */
export interface TaskSubmitted extends Answers {
  readonly type: "TaskSubmitted"
  readonly output: Json
}

export interface TaskSucceeded extends Answers {
  readonly type: "TaskSucceeded"
  readonly output: Json
  readonly child?: ChildEnd
}

/** Of a distributed Map's child execution: its end, as its own record tells it. */
export interface ChildEnd {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED"
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly stoppedAt: number
}

export interface TaskFailed extends Answers {
  readonly type: "TaskFailed"
  /**
   * ASL error name. Absent where the task named none. `States.Runtime` stands for an error that nothing may catch;
   * before an activity's first `TaskSubmitted` it says that the activity does not exist.
   */
  readonly error?: string
  readonly cause?: string
  /** What failed is the call of a `.sync` or `.waitForTaskToken` itself: nothing was submitted. */
  readonly submit?: true
  readonly child?: ChildEnd
  /** The attempt was ordered before, by a worker that was lost: it may have done then what it now says it did not. */
  readonly again?: true
}

export interface TaskTimedOut extends Answers {
  readonly type: "TaskTimedOut"
  /** `timeout`: `TimeoutSeconds` passed. `heartbeat`: `HeartbeatSeconds` passed without a heartbeat. */
  readonly reason: "timeout" | "heartbeat"
}

/** A Wait or a retry's backoff ended. */
export interface TimerFired extends Answers {
  readonly type: "TimerFired"
}

/** The root's `TimeoutSeconds` passed. */
export interface ExecutionTimedOut extends At {
  readonly type: "ExecutionTimedOut"
}

/** AWS's hard stop: nothing is compensated. */
export interface StopRequested extends At {
  readonly type: "StopRequested"
  readonly error?: string
  readonly cause?: string
}

/** Stop what leads forward, and undo what was done: see {@link cancel}. */
export interface CancelRequested extends At {
  readonly type: "CancelRequested"
  /** Why, for people. */
  readonly cause?: string
  /** Who asked, for people. */
  readonly by?: string
  /** Take back the end of an execution that failed, timed out or was aborted, and undo what it had done by then. */
  readonly revive?: boolean
}

/** Continue a FAILED, ABORTED or TIMED_OUT execution from the state it ended in. */
export interface RedriveRequested extends At {
  readonly type: "RedriveRequested"
  /** Run everything again, from the first state: a distributed Map's child of type EXPRESS. */
  readonly anew?: boolean
  /** The token that awaits the execution's next end, in the place of the one from before. */
  readonly awaitedBy?: string
}

/** A distributed Map's run goes on within other limits. What is absent stays as it was. (AWS: UpdateMapRun) */
export interface MapRunUpdated extends At {
  readonly type: "MapRunUpdated"
  /** Counts the map runs of the execution, from 0. */
  readonly mapRun: number
  /** 0: as many as there are. */
  readonly maxConcurrency?: number
  readonly toleratedFailureCount?: number
  /** 0 to 100. */
  readonly toleratedFailurePercentage?: number
}
