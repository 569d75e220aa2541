import type { Json } from "../asl/json.ts"
import type { ObjectStore } from "../ports/object-store.ts"
import type { TraceContext } from "../ports/telemetry.ts"
import type { Logger } from "./logger.ts"
import type { Script } from "./script.ts"

/** What every piece of user code is told beside its input. */
export interface HandlerContext {
  /** The same over all attempts, crashes and redrives: give it to whatever must act once only. */
  readonly key: string
  /** From 1. */
  readonly attempt: number
  /** Aborts when the answer no longer counts: timeout, stop, lost session. */
  readonly signal: AbortSignal
  /** Says that the work goes on: starts the step's `HeartbeatSeconds` anew. */
  readonly heartbeat: () => void
  readonly log: Logger
  readonly execution: { readonly id: string; readonly name: string }
  /** The step's name in the workflow; in hand-written ASL the state's. */
  readonly step: string
  /** Milliseconds since 1970 after which the answer no longer counts. */
  readonly deadline?: number
  /** The task token, where the answer is awaited by token. */
  readonly token?: string
  /** What a `ResourceHandler` is called for, as the definition names it: `sqs:sendMessage`, an ARN. Absent for tasks. */
  readonly resource?: string
  /** W3C trace context to hand on with what the code calls; absent where nobody traces the execution. */
  readonly trace?: TraceContext | undefined
}

/**
 * Serves a task: checks the input, runs the handler, checks its output. Throws what the handler throws.
 * @param input - The run's own: the handler is given what may be changed.
 */
export type TaskServer = (input: Json, context: HandlerContext) => unknown

/**
 * Serves what is no task of ours: a service integration (`dynamodb:putItem`), a Lambda function by name or ARN, an
 * activity by ARN. What it returns is the answer; in the callback pattern (`.waitForTaskToken`) it hands `token` on, and
 * what it returns is only the call's own response. What it throws fails the task with the error's `name` and `message`.
 */
export type ResourceHandler = (input: Json, context: HandlerContext) => unknown

/**
 * Gives a resource to a task queue, where the worker has queues: as a job of this task's name (default: the function's or
 * activity's name, or the service's action) whose data is the task envelope, with what the resource would be handed as
 * `input`. `output` of its answer is what the resource answers.
 */
export interface ResourceQueue {
  readonly queue: string
  readonly task?: string
}

/** What serves a worker's executions. */
export interface Services {
  /** For tests: answers every order in the place of all that follows. */
  readonly script?: Script | undefined
  /** What distributed Maps read from and write to. */
  readonly objects?: ObjectStore | undefined
  /** Tasks that have a task queue are served there: by whom, nobody knows here. */
  readonly hasQueues?: boolean
  /** A server for a task's name. */
  task(name: string): TaskServer | undefined
  /** A handler for `service:action`, a function's name or ARN, or an activity's ARN: by any name that it goes by. */
  resource(name: string): ResourceHandler | undefined
}
