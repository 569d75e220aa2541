import type { Workflow } from "@stepwright/dsl"

import type { Json } from "../asl/json.ts"
import type { CompensationPlan } from "../compensation/compensations.ts"
import type { HistoryEvent, MapRunTally } from "../core/index.ts"
import type { DeadLetterStatus } from "../ports/dead-letters.ts"
import type { ExecutionSummary, StoredStatus } from "../ports/executions.ts"
import type { Home } from "../runtime/execution-name.ts"
import type { BulkClient, BulkDeadLetterClient } from "./bulk-client.ts"
import type { StateMachine } from "./state-machine.ts"

declare const outputType: unique symbol

/** An execution's id: an ARN as text. It carries the type of the execution's output. */
export type ExecutionId<O = unknown> = string & { readonly [outputType]?: O }

/** A workflow, or a state machine written by hand. */
export type Startable<I = never, O = unknown> = Workflow<I, O> | StateMachine<I, O>

export interface StartOptions {
  /**
   * 1 to 80 characters, unique per workflow: a second start with the same name and input finds the first one's
   * execution. Of an `EXPRESS` state machine it names another execution each time. Default: a name of 22 random
   * characters.
   */
  readonly name?: string
}

/** How an execution is started whose plan is known by its id alone. */
export interface StartPlanOptions extends StartOptions {
  /** Where it says that it is: its id begins with this. Default `arn:aws:states:local:000000000000`. */
  readonly home?: Home
  /** The role that it shows in its context and history. */
  readonly roleArn?: string
  /** What is to be known of the start later: see {@link startOf}. */
  readonly labels?: Readonly<Record<string, string>>
}

/** An execution that was started, or found. */
export interface Started<O = unknown> {
  readonly id: ExecutionId<O>
  readonly name: string
  readonly workflow: string
  /** It existed already: the same name and input were given before. */
  readonly existed: boolean
}

/** An execution that was started by its plan, or found. */
export interface StartedPlan extends Started {
  readonly status: StoredStatus
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

/** What an activity's worker is handed. */
export interface ActivityTask {
  /** Answers the task: see {@link Client.succeed}. */
  readonly token: string
  readonly input: Json
}

export interface ActivityTaskOptions {
  /** How long to wait for one, in milliseconds. Default 0. */
  readonly waitMs?: number
  /** Names the worker, in the history. */
  readonly worker?: string
  /** Ends the waiting. */
  readonly signal?: AbortSignal
}

/** What is known of an execution. Times are milliseconds since 1970. */
export interface ExecutionDescription<O = unknown> {
  readonly id: ExecutionId<O>
  readonly name: string
  readonly workflow: string
  /** sha256 of the plan that it runs by. */
  readonly plan: string
  /** `PARKED`: the engine will not touch it until it is redriven; `error` and `cause` say why. */
  readonly status: StoredStatus
  readonly input: Json
  /** Only of a `SUCCEEDED` one. */
  readonly output?: O
  readonly error?: string
  readonly cause?: string
  readonly startedAt: number
  /** When it ended or was parked. */
  readonly stoppedAt?: number
  /** Of a distributed Map's child execution: its map run's ARN. */
  readonly mapRun?: string
  /** What it gave up on, newest first, and what became of that; only from `describe`, and only where there is any. */
  readonly deadLetters?: readonly DeadLetterDescription[]
}

/** Whether and how an execution was, and can be, redriven. Times are milliseconds since 1970. (AWS: DescribeExecution) */
export interface RedriveDescription {
  readonly redriveCount: number
  /** The last one. */
  readonly redrivenAt?: number
  /** `REDRIVABLE_BY_MAP_RUN`: with the execution whose distributed Map it is a child of. */
  readonly redriveStatus: "REDRIVABLE" | "NOT_REDRIVABLE" | "REDRIVABLE_BY_MAP_RUN"
  /** Of one that is `NOT_REDRIVABLE`. */
  readonly redriveStatusReason?: string
}

/** Whether a request to cancel was taken: not by an execution that had ended. */
export type CancelOutcome = { readonly accepted: true } | { readonly accepted: false; readonly status: StoredStatus }

/** What becomes of a request to cancel an execution. Times are milliseconds since 1970. */
export interface CancellationDescription {
  /** When a worker took the request in; 0 where a release from before this was kept did. */
  readonly requestedAt: number
  readonly reason: string
  /** Who asked, as they said; of a child, the id of the execution that awaits it. */
  readonly by?: string
  /**
   * `RESTING`: what is in flight comes to its end. `COMPENSATING`: what was done is being undone. `ENDED`: the execution
   * has ended as a cancelled one. `TOO_LATE`: it goes on, or went on, to its end as if nobody had asked: it was past its
   * pivot, or only its last step was in flight.
   */
  readonly status: "RESTING" | "COMPENSATING" | "ENDED" | "TOO_LATE"
  /** What the execution waits for now; empty once it has ended. */
  readonly awaits: readonly AwaitedWork[]
}

/** Work in flight: a step, a compensation, a child. */
export interface AwaitedWork {
  /** The state's name, and the line of control that stands in it: `Parallel[0]/Charge`. */
  readonly state: string
  readonly path: string
  /** The step in the workflow that it does or undoes; absent where the plan does not say. */
  readonly step?: string
  /** When it began, in milliseconds since 1970. */
  readonly since: number
  /** The id of the child workflow or child execution whose end it is. */
  readonly child?: string
}

export interface HistoryOptions {
  /** 1 to 1000 events; default 1000. */
  readonly limit?: number
  /** Newest first. */
  readonly reverseOrder?: boolean
  /** The `cursor` of the page before. */
  readonly cursor?: string
}

export interface SubscribeOptions {
  /** Only events after the one of this id: the last that came before. Default 0: all of them. */
  readonly after?: number
  /** Ends the subscription without an error. */
  readonly signal?: AbortSignal
}

/** Executions of one plan that wait, and that no worker can run. */
export interface UnservedWork {
  readonly workflow: string
  readonly plan: string
  readonly executions: number
}

export interface HistoryPage {
  readonly events: readonly HistoryEvent[]
  /** Absent on the last page. */
  readonly cursor?: string
}

export interface ListOptions {
  /** A workflow's name. */
  readonly workflow?: string
  readonly status?: StoredStatus
  /** A map run's ARN: only its child executions, which are listed nowhere else. */
  readonly mapRun?: string
  /** 1 to 1000; default 100. */
  readonly limit?: number
  /** The `cursor` of the page before, with the same filters. */
  readonly cursor?: string
}

export interface ExecutionList {
  /** Newest start first. */
  readonly executions: readonly ListedExecution[]
  /** Absent on the last page. */
  readonly cursor?: string
}

export interface ListedExecution extends Omit<ExecutionSummary, "machine"> {
  readonly workflow: string
}

/** A compensation that was given up on, and what became of it. Times are milliseconds since 1970. */
export interface DeadLetterDescription {
  readonly id: string
  readonly execution: string
  /** When it was written. */
  readonly at: number
  /** `OPEN`: somebody has to see to it. `RETRIED`: it was done after all. `DROPPED`: it need not be done. */
  readonly status: DeadLetterStatus
  /** The step that was to be undone, as the saga's report calls it. */
  readonly step?: string
  /** The key that the step did its work under; that of its compensation is `request`'s. */
  readonly key?: string
  /** What should have undone it: a task, a workflow, an event, a service. */
  readonly compensation?: string
  /** What the step was given, and what it answered; absent where nobody knows. */
  readonly input?: Json
  readonly result?: Json
  /** What the compensation was last sent; absent where it never got so far. */
  readonly request?: Json
  /** How often the execution tried. */
  readonly attempts?: number
  /** Why it failed the last time, be it in the execution or in a retry. */
  readonly error?: string
  readonly cause?: string
  /** Retries by {@link DeadLetterClient.retry}. */
  readonly retries: number
  /** When it was last retried, or was settled. */
  readonly changedAt?: number
  /** Why it was dropped. */
  readonly reason?: string
  /** The message as it was sent to the queue. */
  readonly body: string
}

export interface ListDeadLettersOptions {
  /** Default `OPEN`; `ALL` for those that were settled, too. */
  readonly status?: DeadLetterStatus | "ALL"
  /** Only those of this execution. */
  readonly execution?: string
  /** 1 to 1000; default 100. */
  readonly limit?: number
  /** The `cursor` of the page before, with the same filters. */
  readonly cursor?: string
}

export interface DeadLetterList {
  /** Newest first. */
  readonly letters: readonly DeadLetterDescription[]
  /** Absent on the last page. */
  readonly cursor?: string
}

export interface DeadLetterClient extends BulkDeadLetterClient {
  /** @throws {EngineError} `LIMIT_INVALID`; {AdapterError} `CURSOR_INVALID` */
  list(options?: ListDeadLettersOptions): Promise<DeadLetterList>
  /** @throws {EngineError} `DEAD_LETTER_NOT_FOUND` */
  get(id: string): Promise<DeadLetterDescription>
  /**
   * Calls the compensation again, with the same key and envelope, in this process. Where it goes well the letter is
   * settled; where it fails, which is a value and no exception, the letter stays open, with the new error and one more
   * retry. A process that dies in between has changed nothing of the letter: retry it again, the key is the same.
   * @throws {EngineError} `DEAD_LETTER_NOT_FOUND`; `DEAD_LETTER_SETTLED`; `DEAD_LETTER_UNKNOWN` where nobody knows what
   * to call; `UNBOUND` where nobody here serves it; `PLAN_MISSING`.
   */
  retry(id: string): Promise<DeadLetterDescription>
  /**
   * Settles a letter that need not be done any more: it was seen to by hand, say. The reason is kept.
   * @throws {EngineError} `DEAD_LETTER_NOT_FOUND`, `DEAD_LETTER_SETTLED`
   */
  drop(id: string, options: { readonly reason: string }): Promise<DeadLetterDescription>
}

/** A run of a distributed Map. Times are milliseconds since 1970. (AWS: DescribeMapRun) */
export interface MapRunDescription {
  readonly mapRun: string
  /** The execution whose Map it is. */
  readonly execution: string
  /** The Map's name. */
  readonly state: string
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED"
  readonly startedAt: number
  readonly stoppedAt?: number
  /** 0 where the Map sets none: then 10,000. */
  readonly maxConcurrency: number
  /** 0 where the Map sets none. */
  readonly toleratedFailureCount: number
  readonly toleratedFailurePercentage: number
  readonly executionCounts: MapRunCounts
  /** As `executionCounts`, but where an ItemBatcher gives an execution several items. */
  readonly itemCounts: MapRunCounts
  /** Whether an ItemBatcher gives each execution a batch: its input then holds the `Items`. */
  readonly batched: boolean
  readonly redriveCount: number
  readonly redrivenAt?: number
}

/** What a map run goes by. */
export interface MapRunLimits {
  /** 0: as many as there are, up to 10,000. */
  readonly maxConcurrency?: number
  readonly toleratedFailureCount?: number
  /** 0 to 100. */
  readonly toleratedFailurePercentage?: number
}

/** How many child executions, or items, of a map run stand where. */
export interface MapRunCounts extends MapRunTally {
  /** They have not begun. */
  readonly pending: number
}

/** Starts executions, answers what they wait for, and looks at them. Runs nothing: that is a worker's business. */
export interface Client extends BulkClient {
  /**
   * Starts an execution. Nothing is stored where the input does not fit.
   * @throws {EngineError} `INPUT_INVALID` with every problem, `NAME_INVALID`, `WORKFLOW_UNKNOWN`, `EXECUTION_EXISTS` for
   * a name that was given with another input.
   */
  start<I, O>(workflow: Startable<I, O>, input: NoInfer<I>, options?: StartOptions): Promise<Started<O>>
  /**
   * Starts an execution and waits until it ends, or is parked: {@link start} and {@link result} in one, at less
   * cost. Its failure is a value, not an exception. Where a name is given whose execution exists, waits for that one.
   * @throws {EngineError} what `start` and `result` throw. After `RESULT_TIMEOUT` and `ENGINE_CLOSED` the execution goes
   * on: give a `name` to find it again.
   */
  execute<I, O>(
    workflow: Startable<I, O>,
    input: NoInfer<I>,
    options?: StartOptions & { readonly timeoutMs?: number },
  ): Promise<ExecutionDescription<O>>
  /** @throws {EngineError} `EXECUTION_NOT_FOUND` */
  describe<O>(id: ExecutionId<O>): Promise<ExecutionDescription<O>>
  /**
   * Waits until an execution ends, or is parked. Its failure is a value, not an exception.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`; `RESULT_TIMEOUT` when `timeoutMs` have passed (default: never);
   * `ENGINE_CLOSED` where the engine is closed meanwhile.
   */
  result<O>(id: ExecutionId<O>, options?: { readonly timeoutMs?: number }): Promise<ExecutionDescription<O>>
  /**
   * AWS's history of an execution: replayed from its journal, the same events each time.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`, `CURSOR_INVALID`, `LIMIT_INVALID`
   * @throws {Error} where the journal does not replay: such an execution is parked, and says so.
   */
  history(id: string, options?: HistoryOptions): Promise<HistoryPage>
  /**
   * The events of an execution's history as they come about, from the first or after one that is known, until it ends or
   * is parked. Looks at the store at least once a second; the end is heard at once where it comes about in this process.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`; `ENGINE_CLOSED` where the engine is closed meanwhile.
   * @throws {Error} where the journal does not replay.
   */
  subscribe(id: string, options?: SubscribeOptions): AsyncIterable<HistoryEvent>
  /** Stores the plan of a workflow or state machine, known here or not, and answers its id. Idempotent. */
  storePlan(machine: Workflow | StateMachine): Promise<string>
  /**
   * Starts an execution by a stored plan, as {@link start} does. The input is JSON text, which is kept as it is; no schema
   * is asked.
   * @throws {EngineError} `INPUT_INVALID` for text that is not JSON or too long, `NAME_INVALID`, `PLAN_MISSING`,
   * `EXECUTION_EXISTS` for one with another input.
   */
  startPlan(plan: string, input: string, options?: StartPlanOptions): Promise<StartedPlan>
  /** {@link startPlan}, and waits for the end, as {@link execute} does. */
  executePlan(
    plan: string,
    input: string,
    options?: StartPlanOptions & { readonly timeoutMs?: number },
  ): Promise<ExecutionDescription>
  /**
   * Ends an execution as `ABORTED`, compensating nothing. One that has ended stays as it is.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`; `TYPE_NOT_SUPPORTED` for one of an `EXPRESS` state machine where AWS's
   * quotas hold.
   */
  stop(id: string, reason?: { readonly error?: string; readonly cause?: string }): Promise<void>
  /**
   * Cancels a running execution: nothing that leads forward begins any more, code that runs comes to its end, and what
   * was done is undone. Ends `ABORTED`; `error` is `Stepwright.Cancelled`, or `Saga.PartiallyCompensated`, and `cause` says
   * what was undone. Child workflows and child executions that it awaits are cancelled with it. Past a pivot it goes on
   * to its end, as if nobody had asked. `by`: who asks, for people; at most as long as an error's name. Answers at once, when the request is stored, and may be repeated. One that has ended stays as it is:
   * `accepted` is false, and `status` says how it ended. Of a parked one, it takes effect when that is redriven.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`, `TOO_LONG`
   */
  cancel(id: string, options?: { readonly reason?: string; readonly by?: string }): Promise<CancelOutcome>
  /**
   * How far a cancellation has come since the execution's start or its last redrive, by its journal, which is replayed
   * for it; undefined where no worker has heard of one.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`
   * @throws {Error} where the journal does not replay.
   */
  describeCancellation(id: string): Promise<CancellationDescription | undefined>
  /**
   * Undoes what an execution had done that failed, timed out, was stopped or was killed: its end is taken back, and it is
   * compensated from where it stood, by a worker, with the keys that its saga would have used. A step that was in flight
   * counts as attempted. It ends `ABORTED`, as a cancelled one does. May be repeated.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`; `NOT_COMPENSABLE` where nothing is left to undo.
   */
  compensate(id: string): Promise<void>
  /**
   * What {@link compensate} would call, in order, without calling it.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`
   */
  compensations(id: string): Promise<CompensationPlan>
  /**
   * Goes on with an execution that failed, timed out, was aborted or is parked, from where it stood. The children of its
   * distributed Maps that did not succeed go on as well; by themselves they cannot be redriven, but where they are parked.
   * Nor can those of an `EXPRESS` state machine.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`; `NOT_REDRIVABLE` with the reason that `describeRedrive` tells.
   */
  redrive(id: string): Promise<void>
  /**
   * Whether an execution can be redriven, and how often it was: by its journal, which is replayed for it.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`
   * @throws {Error} where the journal does not replay: such an execution is parked, and can be redriven.
   */
  describeRedrive(id: string): Promise<RedriveDescription>
  /**
   * Answers whoever waits for a token. Of several answers the first counts.
   * @throws {EngineError} `TOKEN_UNKNOWN`, `TOKEN_CLOSED`
   * @throws {TypeError} for an output that JSON cannot hold.
   */
  succeed(token: string, output: unknown): Promise<void>
  /** @throws {EngineError} `TOKEN_UNKNOWN`, `TOKEN_CLOSED` */
  fail(token: string, error?: string, cause?: string): Promise<void>
  /**
   * Takes a task of an activity that no handler serves: the oldest one that waits. Undefined where none came in time. Whoever
   * dies between taking it and being answered leaves it to the next, a minute later.
   */
  activityTask(activity: string, options?: ActivityTaskOptions): Promise<ActivityTask | undefined>
  /** Says that the work goes on. @throws {EngineError} `TOKEN_UNKNOWN`, `TOKEN_CLOSED` */
  heartbeat(token: string): Promise<void>
  /** @throws {EngineError} `LIMIT_INVALID`; {AdapterError} `CURSOR_INVALID` */
  list(options?: ListOptions): Promise<ExecutionList>
  /** Work that no worker can run, whatever process it is in; undefined where the store cannot tell. */
  unserved(): Promise<readonly UnservedWork[] | undefined>
  /**
   * A run of a distributed Map, by the ARN that `MapRunStarted` names in the execution's history.
   * @throws {EngineError} `MAP_RUN_NOT_FOUND`
   */
  describeMapRun(mapRun: string): Promise<MapRunDescription>
  /**
   * Sets other limits for a map run that runs; what is left out stays as it is. Answers at once, when the request is
   * stored.
   * @throws {EngineError} `MAP_RUN_NOT_FOUND`, also for one that has ended; `LIMIT_INVALID`
   */
  updateMapRun(mapRun: string, limits: MapRunLimits): Promise<void>
  /**
   * The map runs of an execution, newest first.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`
   */
  listMapRuns(execution: string): Promise<readonly MapRunDescription[]>
  readonly deadLetters: DeadLetterClient
  /**
   * Forgets executions that ended more than `olderThanMs` ago. Answers how many.
   * @throws {EngineError} `LIMIT_INVALID`
   */
  prune(options: { readonly olderThanMs: number }): Promise<{ readonly removed: number }>
}
