import type { JsonObject } from "../asl/json.ts"
import type { AnswerResult } from "./inbox.ts"

/**
 * Queues that hand tasks to whoever serves them, in this process or another. A job is a hint: it may come twice or never.
 * What is owed stands in the journal, and of two answers to one job the first counts. Deliberately absent: any way to ask
 * for a job's answer. Whatever a queue hears goes to {@link JobAnswers}, for executions that no process may hold just now.
 */
export interface TaskQueues {
  /** `bullmq`: for messages. */
  readonly name: string
  /**
   * Begins to carry answers and, where it is to, to serve jobs by the host.
   * @throws {AdapterError} where the queues cannot be reached
   */
  open(params: OpenTaskQueuesParams): Promise<OpenTaskQueues>
}

export interface OpenTaskQueuesParams {
  /** Names of the queues whose answers must be heard from now on; {@link OpenTaskQueues.send} may name others later. */
  readonly queues: readonly string[]
  readonly answers: JobAnswers
  readonly host: TaskHost
  readonly log: QueueLog
}

export interface OpenTaskQueues {
  /**
   * Puts jobs on their queues. Idempotent by id while a job stands there, finished or not. Rejected: some may stand there
   * and some not, and all are sent again.
   */
  send(jobs: readonly QueueJob[]): Promise<void>
  /**
   * Nobody awaits these jobs any more: what has not begun is removed, whoever works on one is told. A hint: the answer
   * may come all the same, and is refused.
   */
  release(jobs: readonly Pick<QueueJob, "id" | "queue">[]): Promise<void>
  /** Serves no job from now on that is not served yet; all else goes on. Idempotent. */
  stopTaking(): void
  /**
   * Stops taking jobs, lets those end that are being served here for up to `patienceMs` milliseconds, and lets go of every
   * connection. What did not end comes again elsewhere, with the same key. Idempotent.
   */
  close(params: { readonly patienceMs: number }): Promise<void>
}

/** One attempt of a task. */
export interface QueueJob {
  readonly queue: string
  /** Opaque, at most 250 characters, none of them `:`; never used for another attempt. */
  readonly id: string
  /** The task's name. */
  readonly task: string
  /** The task envelope (`TaskRequest`): what every transport hands a handler. */
  readonly request: JsonObject
}

/** A task's failure: an ASL error name, and why. */
export interface JobFailure {
  readonly error: string
  readonly cause?: string
  /** It was handed out before, to a worker that was lost: it may have done then what it now says it did not. */
  readonly again?: boolean
}

/**
 * Takes what came of jobs, by their ids; any process may say it, and say it again. `unknown`: no execution in this store
 * ever awaited it, or it was pruned; also for an id that is none of ours. Rejects where the store cannot be reached.
 */
export interface JobAnswers {
  /** @param answer - What the job returned: a `TaskAnswer`; anything else fails the task as `Stepwright.AnswerInvalid`. */
  succeeded(job: Pick<QueueJob, "id">, answer: unknown): Promise<AnswerResult>
  failed(job: Pick<QueueJob, "id">, failure: JobFailure): Promise<AnswerResult>
  /** Starts the state's `HeartbeatSeconds` anew. */
  heartbeat(job: Pick<QueueJob, "id">): Promise<AnswerResult>
}

/** Runs the handlers of this process. */
export interface TaskHost {
  /** Never rejects. Whatever does not fit a task's schemas fails it, as everywhere. */
  run(call: HostedCall): Promise<HostedOutcome>
}

export interface HostedCall {
  readonly task: string
  /** The queue that it came from, and what carries that (`bullmq`): for telemetry. */
  readonly queue?: { readonly name: string; readonly system: string }
  /** A job's data. */
  readonly request: unknown
  /** Aborts when the answer no longer counts. The envelope's deadline is the host's concern. */
  readonly signal: AbortSignal
  readonly heartbeat: () => void
}

/** `expired`: the deadline passed before the handler was called, or before it failed: nothing is to be answered. */
export type HostedOutcome =
  | { readonly outcome: "succeeded"; readonly answer: JsonObject }
  | ({ readonly outcome: "failed" } & JobFailure)
  | { readonly outcome: "expired" }

/** Takes what people should know. */
export interface QueueLog {
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void
}
