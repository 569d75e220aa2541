import type { HistoryEvent, RunChild, RunTask } from "../core/index.ts"
import type { StoredStatus } from "./executions.ts"

/** Who called, in the form of W3C Trace Context: stored with what is started, and sent with what is called. */
export interface TraceContext {
  /** `00-<trace id>-<span id>-<flags>`. */
  readonly traceparent: string
  readonly tracestate?: string
}

/**
 * Whoever watches what the engine does, and tells it to the world: OpenTelemetry in `@stepwright/adapters/otel`. Its
 * calls are plain and synchronous, decide nothing, and must not throw. Where there is none, nothing is done for it.
 */
export interface Telemetry {
  /** The trace context of the code that is running now; undefined where nobody traces it. */
  caller(): TraceContext | undefined
  /** An execution was stored by a client or a worker of this process, and did not exist before. */
  started(workflow: string): void
  /** A worker was made. */
  worker(worker: ObservedWorker): WorkerObserver
  /** A queue handed a job to this process, whose handler is about to be called. */
  serving(job: ObservedJob): JobObserver
}

/** A job as it was taken from a task queue. */
export interface ObservedJob {
  readonly task: string
  /** Undefined where what carries the envelopes has no queues. `system`: `bullmq`. */
  readonly queue: { readonly name: string; readonly system: string } | undefined
  readonly execution: string
  readonly step: string
  readonly attempt: number
  /** The attempt's context, as the job brought it; undefined where nobody traces the execution. */
  readonly trace: TraceContext | undefined
}

/** Told of one job's doings. */
export interface JobObserver {
  /** What goes with whatever the handler calls. */
  readonly trace: TraceContext | undefined
  /** Facts for log lines: `trace_id` and `span_id`. */
  readonly logFacts: Readonly<Record<string, string>>
  /** Calls the handler; what it does is part of the job. Answers what it answers. */
  call<T>(handler: () => T): T
  /** @param error - The ASL error's name; undefined where the handler succeeded. */
  ended(error: string | undefined): void
}

/** What a worker shows of itself while it lives. */
export interface ObservedWorker {
  /** Names it, for people. */
  readonly name: string
  /** The backend's name. */
  readonly backend: string
  /** Names of the workflows whose executions it runs. */
  readonly workflows: readonly string[]
  /** Executions that it holds in memory. */
  executions(): number
  /** Handlers that run for its executions, and those that stand in line for a slot; and for jobs, where it has queues. */
  handlers(): { readonly running: number; readonly waiting: number; readonly jobs?: number | undefined }
  /** What is ready in the store and waits for a worker; undefined where the store cannot tell. */
  backlog(): Backlog | undefined
  /** Executions in the store that no worker can run, as of some seconds ago. */
  unserved(): number
}

/** Executions that are ready and were not reserved yet. */
export interface Backlog {
  readonly ready: number
  /** Since when the one that has waited longest is ready, in milliseconds since 1970; absent where none waits. */
  readonly oldest?: number
}

/** Told of one worker's doings. */
export interface WorkerObserver {
  /** Runs the worker's loop, apart from whatever its caller is part of. Answers what it answers. */
  apart<T>(loop: () => T): T
  /** An execution was taken up: started, woken, or taken over from another worker. */
  took(execution: ObservedExecution): ExecutionObserver
  /** A tick with commits was answered. */
  committed(tick: ObservedTick): void
  /** An execution's end, or that it was parked, is durable. */
  ended(workflow: string, status: StoredStatus): void
  /** The session ended against the worker's will, with this many executions in its hands. */
  lost(executions: number): void
  /** The worker has let go of everything. */
  closed(): void
}

/** A commit of one turn of the event loop. Times are milliseconds since 1970, by the system's clock. */
export interface ObservedTick {
  readonly beganAt: number
  readonly endedAt: number
  /** Executions that it committed, and how many of those were refused. */
  readonly commits: number
  readonly refused: number
  readonly deadLetters: number
  /** Of the executions among them whose events are watched. */
  readonly observers: readonly ExecutionObserver[]
}

/** An execution as it was taken up. */
export interface ObservedExecution {
  readonly id: string
  readonly name: string
  readonly workflow: string
  /** By state name, what each state is for, and the step of the workflow that it belongs to. */
  readonly notes: Readonly<Record<string, { readonly role: string; readonly step?: string } | undefined>>
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** Of the caller that started it; absent where none was stored. */
  readonly caller: TraceContext | undefined
  readonly redriveCount: number
  /** Milliseconds since 1970 of the last redrive; 0 before the first. */
  readonly redrivenAt: number
  /** The states that it stands in, those that hold others before what they hold. */
  standing(): readonly StandingState[]
}

/** A state that was entered and not left. */
export interface StandingState {
  readonly frame: number
  /** The frame whose state started this one; -1 for the root. */
  readonly parent: number
  readonly name: string
  /** ASL's `Type`. */
  readonly type: string
  /** The event that entered it, and its time in milliseconds since 1970. */
  readonly entered: number
  readonly enteredAt: number
  /** Of a Task: attempts that were ordered. */
  readonly attempts: number
  /** The attempt under way. */
  readonly attempt?: { readonly seq: number; readonly sinceMs: number }
  /** The attempt that failed, and when, while its successor waits for its time. */
  readonly failed?: { readonly seq: number; readonly at: number }
}

/** An event of an execution's history, and the line of control that it is of. */
export interface ObservedEvent {
  readonly event: HistoryEvent
  /** -1 for an event of the execution itself, or of a branch's or iteration's begin or end. */
  readonly frame: number
  /** The frame whose state started this one; -1 for the root. */
  readonly parent: number
  /** The attempt that an event of an attempt is of. */
  readonly seq: number
}

/** Told of one execution's doings, for as long as a worker holds it. Nothing tells that the worker has let go of it. */
export interface ExecutionObserver {
  /** Whether it is to be told of events, and is to call handlers. It is asked once. */
  readonly watches: boolean
  /** What goes with an order that is carried out: the attempt's own context; for a child of a distributed Map, the Map's. */
  contextOf(order: RunTask | RunChild): TraceContext | undefined
  /** Facts for log lines: `trace_id` and `span_id`, the attempt's or the execution's. */
  logFacts(order?: RunTask): Readonly<Record<string, string>>
  /** Calls the handler of an attempt; what it does is part of the attempt. Answers what it answers. */
  call<T>(order: RunTask, handler: () => T): T
  /** An attempt begins without {@link call}: it goes to a task queue, or nobody {@link watches}, so its handler is called as it is. */
  began(order: RunTask): void
  /** These events are durable. */
  happened(events: readonly ObservedEvent[]): void
}
