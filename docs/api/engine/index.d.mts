import { $ as Clock, $t as NewDeadLetter, A as StartPlanOptions, At as Inbox, B as BulkDeadLetterClient, Bt as PruneExecutions, C as ListOptions, Ct as StandingState, D as MapRunLimits, Dt as Plans, E as MapRunDescription, Et as WorkerObserver, F as UnservedWork, Ft as ExecutionRecord, G as ExecutionFilter, Gt as ListDocuments, H as BulkOutcome, Ht as StoredStatus, I as StateMachine, It as ExecutionSummary, J as PlannedCompensation, Jt as DeadLetterChange, K as AttemptedStep, Kt as StoredDocument, L as StateMachineOptions, Lt as Executions, M as Started, Mt as EndWatch, N as StartedPlan, Nt as EndWatcher, O as RedriveDescription, Ot as StoredPlan, P as SubscribeOptions, Pt as ExecutionPage, Q as StoredObject, Qt as ListDeadLetters, R as stateMachine, Rt as ListExecutions, S as ListDeadLettersOptions, St as ObservedWorker, T as MapRunCounts, Tt as TraceContext, U as BulkResult, Ut as Text, V as BulkOptions, Vt as StartResult, W as DeadLetterFilter, Wt as Documents, X as ObjectStore, Xt as DeadLetterStatus, Y as BlobStore, Yt as DeadLetterPage, Z as ObjectStoreError, Zt as DeadLetters, _ as ExecutionDescription, _t as JobObserver, a as Logger, an as Command, at as OpenSession, b as HistoryOptions, bt as ObservedJob, c as ActivityTask, cn as ResultTransformation, ct as Sessions, d as CancelOutcome, dn as WriteOptions, dt as TickResult, en as ExecutionStatus, et as Backend, f as CancellationDescription, fn as ExecutionHeader, ft as TokenAnswer, g as DeadLetterList, gt as ExecutionObserver, h as DeadLetterDescription, ht as Backlog, i as ResourceQueue, in as TaskTokens, it as Message, j as Startable, jt as SendResult, k as StartOptions, kt as AnswerResult, l as ActivityTaskOptions, ln as RunChild, lt as StatusChange, m as DeadLetterClient, mn as Fact, mt as Unreadable, n as HandlerContext, nn as startRun, nt as Commit, o as silentLogger, on as MapRunResult, ot as Reserved, p as Client, pn as Frame, pt as UnservedPlan, q as CompensationPlan, qt as DeadLetter, r as ResourceHandler, rn as Machine, rt as Delivery, s as stderrLogger, sn as ReadOptions, st as SentMessage, t as ProgramOptions, tn as Run, tt as BackendCapabilities, u as AwaitedWork, un as RunTask, ut as Tick, v as ExecutionId, vt as ObservedEvent, w as ListedExecution, wt as Telemetry, x as HistoryPage, xt as ObservedTick, y as ExecutionList, yt as ObservedExecution, z as BulkClient, zt as NewExecution } from "./program.mjs";
import { f as StateMachineDefinition } from "./document.mjs";
import { n as JsonObject, t as Json$1 } from "./json.mjs";
import { t as HistoryEvent } from "./history-event.mjs";
import { n as Note, r as Plan, t as Binding } from "./plan.mjs";
import { n as TaskRequest, t as TaskAnswer } from "./envelope.mjs";
import { t as Home } from "./execution-name.mjs";
import { Duration, Handled, Task } from "@stepwright/dsl";
/**
 * Takes the events of a projection, in order.
 * @param frame - The line of control that the event is of; undefined for those beside them: of the execution, of a
 * branch's or iteration's begin and end. Only to be looked at, and only during the call.
 */
type HistorySink = (event: HistoryEvent, frame: Frame | undefined) => void;
/** Writes a run as JSON, so that a long journal need not be replayed from its start. A stored format. */
export declare function runToCheckpoint(run: Run): Json$1;
/**
 * Reads what {@link runToCheckpoint} wrote.
 * @throws {Error} for a format that this release does not know.
 */
export declare function runFromCheckpoint(checkpoint: Json$1): Run;
/** What a distributed Map's child execution is: the machine is its parent's, begun with the Map's processor. */
export declare function childHeader(parent: ExecutionHeader, order: RunChild, own: {
  readonly seed: string;
  readonly startedAt: number;
}): ExecutionHeader;
/**
 * What a child execution that has ended answers to the order that it was started by, at the time of the answer.
 * @throws {Error} while it runs.
 */
export declare function childAnswer({ frame, seq }: Pick<RunChild, "frame" | "seq">, { header, status, output, error, cause }: Run, stoppedAt: number, at?: number): Extract<Fact, {
  readonly type: "TaskSucceeded" | "TaskFailed";
}>;
/** What a plan says about a cancelled line of control before a state: see `CommonState.cancel`. */
type CancelRule = "runs" | "forward" | "halts" | {
  readonly Assign?: JsonObject;
  readonly Output?: Json$1;
  readonly Next?: string;
  /** The line of control ends with `Output`. */
  readonly End?: true;
  /** Once it was begun, its retries go on. */
  readonly steadfast?: true;
};
/** How a machine is to be run. */
interface MachineOptions {
  /** Enforce AWS's quotas, so that what passes here passes there. Default false. */
  readonly strict?: boolean;
  /** The machine is of the type EXPRESS. Default false. */
  readonly express?: boolean;
  /** Names waits for an answer by token. The default derives 128 bits from the execution's seed. */
  readonly taskToken?: TaskTokens;
  /** By state name; a state that is not named raises `Stepwright.Cancelled`. */
  readonly cancel?: Readonly<Record<string, CancelRule>>;
}
/**
 * Compiles a checked definition. Run `parseDefinition` first: a definition with errors may throw here.
 * @throws {Error} where an expression or path cannot be parsed.
 */
export declare function compileMachine(definition: StateMachineDefinition, options?: MachineOptions): Machine;
/**
 * What is outstanding in a run, as the orders that asked for it, for a worker that takes an execution over. A task whose
 * call has returned (`.sync`, token) is marked `submitted`: only its answer is awaited; any other `again`: it may have been
 * made. A child workflow that is cancelled has no timeout any more. Empty for a run that has ended.
 * @param childrenFrom - Orders of child executions are left out whose frames stand below this one: they are known to run.
 */
export declare function pendingCommands(machine: Machine, run: Run, childrenFrom?: number): readonly Command[];
/**
 * An execution's history: the facts replayed with somebody listening. The same journal gives the same events.
 * @throws {ReplayDiverged} where a fact was applied to another state than it was recorded for.
 */
export declare function projectHistory(machine: Machine, header: ExecutionHeader, facts: readonly Fact[]): readonly HistoryEvent[];
/**
 * Folds facts into a run, checking each one's digest where it has one.
 * @throws {ReplayDiverged}
 */
export declare function replay(machine: Machine, from: Run, facts: readonly Fact[], history?: HistorySink): Run;
/** A journal whose replay arrived at another state than was recorded: the execution must be parked, never guessed over. */
export declare class ReplayDiverged extends Error {
  readonly name = "ReplayDiverged";
  readonly code = "Replay.Diverged";
  readonly fact: Fact;
  constructor(fact: Fact);
}
/**
 * Advances one run by one fact. Decides; performs nothing.
 * @param history - Takes the history events of this transition; leave it out where nobody reads them.
 * @param consumes - The caller gives the run up: its lines of control are changed where they stand instead of copied.
 * What the run was before cannot be asked any more, nor can it be used where this throws.
 * @returns the next run (the same reference when the fact was stale or a duplicate) and what must now be done, in order
 * @throws {Error} only for a corrupt run or a machine that is not this run's; workflow failures are states of the run
 */
export declare function transition(machine: Machine, run: Run, fact: Fact, history?: HistorySink, consumes?: boolean): readonly [run: Run, commands: readonly Command[]];
/** What a stable error code means, and what to do about it. `docs/errors.md` is written from this. */
interface ErrorText {
  readonly summary: string;
  readonly hint: string;
}
/** Every code of the engine and its backends. A code is stable; its wording is not. */
export declare const engineCodes: {
  readonly UNBOUND: {
    readonly summary: "Something that a plan calls has nobody to serve it.";
    readonly hint: "Give the task a handler, list the workflow in `workflows`, or bind the service in `resources`.";
  };
  readonly DUPLICATE_NAME: {
    readonly summary: "Two different workflows, tasks or handlers carry one name.";
    readonly hint: "Rename one of them; names are how a stored execution finds its code again.";
  };
  readonly PLAN_INVALID: {
    readonly summary: "A state machine's definition cannot be run.";
    readonly hint: "Correct what the message names; `parseDefinition` lists every problem.";
  };
  readonly PLAN_MISSING: {
    readonly summary: "The backend does not know the plan that an execution was started with.";
    readonly hint: "Start workflows through a client that was created with them: it stores their plans first.";
  };
  readonly WORKFLOW_UNKNOWN: {
    readonly summary: "No workflow of this name was given to the client.";
    readonly hint: "List it in `workflows`.";
  };
  readonly INPUT_INVALID: {
    readonly summary: "The input does not fit the workflow's schema. Nothing was started.";
    readonly hint: "Correct every problem that `issues` lists.";
  };
  readonly NAME_INVALID: {
    readonly summary: "An execution's name is not 1 to 80 characters of the ones AWS allows.";
    readonly hint: "Use letters, digits, `-` and `_`.";
  };
  readonly EXECUTION_EXISTS: {
    readonly summary: "An execution of this name exists with another input.";
    readonly hint: "Choose another name, or look at the one that exists.";
  };
  readonly EXECUTION_NOT_FOUND: {
    readonly summary: "There is no execution of this id.";
    readonly hint: "It may have been pruned; `list` shows what exists.";
  };
  readonly MAP_RUN_NOT_FOUND: {
    readonly summary: "There is no map run of this ARN.";
    readonly hint: "Its execution may have been pruned; `listMapRuns` shows those of an execution.";
  };
  readonly WORK_UNSERVED: {
    readonly summary: "Executions wait that no worker can run. Workers say so in their logs; nothing is lost, and nothing goes on.";
    readonly hint: "Run a worker of the version that started them, or one whose tasks still take and give what their plan asks.";
  };
  readonly HISTORY_INVALID: {
    readonly summary: "A history is not one of this definition, or lacks data.";
    readonly hint: "Give the whole history, with its data, of an execution of this very definition.";
  };
  readonly NOT_COMPENSABLE: {
    readonly summary: "Nothing is left to undo: the execution runs, succeeded, came to the end of its saga, or has none.";
    readonly hint: "`cancel` undoes one that runs; its dead letters tell what could not be undone.";
  };
  readonly NOT_REDRIVABLE: {
    readonly summary: "Only an execution that failed, timed out, was aborted or is parked can be redriven, and not for ever.";
    readonly hint: "The message says why; `describeRedrive` tells beforehand.";
  };
  readonly TYPE_NOT_SUPPORTED: {
    readonly summary: "AWS does not offer this for an execution of the type EXPRESS.";
    readonly hint: "Use a state machine of the type STANDARD, or leave out `target`.";
  };
  readonly RESULT_TIMEOUT: {
    readonly summary: "The execution did not end within the time that the caller was willing to wait. It runs on.";
    readonly hint: "Ask again with a longer `timeoutMs`, or describe it.";
  };
  readonly TOKEN_UNKNOWN: {
    readonly summary: "No task waits, or ever waited, for this token.";
    readonly hint: "Hand tokens on unchanged; they are case sensitive.";
  };
  readonly TOKEN_CLOSED: {
    readonly summary: "The task no longer waits for this token: it was answered, timed out or was cancelled.";
    readonly hint: "Nothing is left to do; the first answer counts.";
  };
  readonly DEAD_LETTER_NOT_FOUND: {
    readonly summary: "There is no dead letter of this id.";
    readonly hint: "It may have been pruned with its execution, once it was settled; list them.";
  };
  readonly DEAD_LETTER_SETTLED: {
    readonly summary: "The dead letter was settled before: its compensation was called again and went well, or it was dropped.";
    readonly hint: "Nothing is left to do; look at it to see what became of it.";
  };
  readonly DEAD_LETTER_UNKNOWN: {
    readonly summary: "Nobody knows what a dead letter's compensation would be sent: its expressions failed, or it is no saga's.";
    readonly hint: "Undo the step by hand, by the key and the input that the letter tells, and drop the letter.";
  };
  readonly CURSOR_INVALID: {
    readonly summary: "A page cursor is not one that this backend handed out.";
    readonly hint: "Pass `cursor` on unchanged, with the same filters.";
  };
  readonly ENGINE_CLOSED: {
    readonly summary: "The engine or worker was closed.";
    readonly hint: "Create a new one.";
  };
  readonly TOO_LONG: {
    readonly summary: "An answer to a token, an error's name or a cause is longer than allowed.";
    readonly hint: "docs/quotas.md lists the bounds; keep what is large elsewhere, and pass on where it is.";
  };
  readonly LIMIT_INVALID: {
    readonly summary: "A limit is not a whole number within its bounds.";
    readonly hint: "Concurrency is at least 1; a page holds 1 to 1000, and its cursor leads to the next one.";
  };
  readonly BACKEND_CLOSED: {
    readonly summary: "The backend was closed.";
    readonly hint: "Create a new one; what it acknowledged is still stored where it is durable.";
  };
  readonly BACKEND_FAILED: {
    readonly summary: "The backend's storage answered with an error.";
    readonly hint: "Look at `cause`. Nothing that was not acknowledged can be relied on.";
  };
  readonly QUEUES_FAILED: {
    readonly summary: "The task queues could not be reached, or answered with an error.";
    readonly hint: "Look at `cause`. A worker that runs tries again by itself; one that starts needs its queues.";
  };
  readonly SCHEDULE_INVALID: {
    readonly summary: "A schedule's cron expression, timezone or name cannot be used.";
    readonly hint: "Five fields (or six that begin with seconds), an IANA timezone, and a name of letters, digits, `-` and `_`.";
  };
  readonly BACKEND_FULL: {
    readonly summary: "The backend's memory is nearly full: nothing new is started. What runs goes on.";
    readonly hint: "Start it again later; prune what has ended, or give the server more memory.";
  };
  readonly PEER_MISSING: {
    readonly summary: "A package that this adapter works with is not installed.";
    readonly hint: "Install the package that the message names beside Stepwright.";
  };
  readonly SERVER_TOO_OLD: {
    readonly summary: "The server is of a release that lacks what the backend needs.";
    readonly hint: "Use Redis 7.0 or newer.";
  };
  readonly SERVER_EVICTS: {
    readonly summary: "The server may remove keys by itself when its memory is full: executions would be lost.";
    readonly hint: "Set `maxmemory-policy noeviction`, or use a Redis of its own for executions.";
  };
  readonly SERVER_NOT_DURABLE: {
    readonly summary: "The server does not keep what it acknowledged as surely as the backend was asked to.";
    readonly hint: "Set `appendonly yes`; for `fsync` also `appendfsync always`, or use Redis 7.2; or choose another `durability`.";
  };
  readonly STORE_VERSION: {
    readonly summary: "The store was written in a format that this release does not know. It was not touched.";
    readonly hint: "Use the release that wrote it, or another prefix.";
  };
  readonly STORE_PARTITIONS: {
    readonly summary: "The store is divided into another number of partitions, which is chosen once. It was not touched.";
    readonly hint: "Leave `partitions` out, or give the number that the message names; another number needs another prefix.";
  };
  readonly STORE_FOR_TESTS: {
    readonly summary: "A store whose time is a test's was opened without that option, or the other way round.";
    readonly hint: "Use another prefix.";
  };
  readonly ROUTE_TAKEN: {
    readonly summary: "Another execution is stored under the same digest of its id: a coincidence of one in billions of billions.";
    readonly hint: "Start it under another name.";
  };
  readonly STORE_WENT_BACK: {
    readonly summary: "A failover, or a file that was cut short, has taken the store back in time behind what it had acknowledged.";
    readonly hint: 'Read again what you rely on, and start again what is not there. `durability: "replicated"` waits for replicas.';
  };
  readonly FILE_BUSY: {
    readonly summary: "Another process has this database open. One process at a time may use a file.";
    readonly hint: "Stop the other process, or give this one a file of its own. A killed process frees its file at once.";
  };
  readonly FILE_FOREIGN: {
    readonly summary: "The file is not a Stepwright database. It was not touched.";
    readonly hint: "Name another file.";
  };
  readonly FILE_VERSION: {
    readonly summary: "The file was written in a format that this release does not know. It was not touched.";
    readonly hint: "Use the release that wrote it, or a newer one.";
  };
  readonly FILE_CORRUPT: {
    readonly summary: "The file is damaged. It was not touched.";
    readonly hint: "Restore it from a copy, or recover it with sqlite3's `.recover`.";
  };
  readonly KEY_INVALID: {
    readonly summary: "A key for encryption is not 32 bytes long, has no proper id, or the one to write with is not among them.";
    readonly hint: "Give each key 32 random bytes under an id of letters, digits, `-` and `_`, and name one in `writeWith`.";
  };
  readonly KEY_UNKNOWN: {
    readonly summary: "A stored text was encrypted with a key that this process was not given.";
    readonly hint: "Give every process every key that texts may still be encrypted with, and redrive what was parked over it.";
  };
  readonly TEXT_TAMPERED: {
    readonly summary: "A stored text is not what was stored there: it was changed, moved, or written without encryption.";
    readonly hint: "Find out who wrote to the store, or whether two keys were given one id. Nothing of the text was used.";
  };
  readonly BLOB_MISSING: {
    readonly summary: "A payload that was offloaded is not in its object store any more.";
    readonly hint: "Restore the object that the message names, and redrive what was parked over it.";
  };
  readonly BLOB_FAILED: {
    readonly summary: "The object store of offloaded payloads answered with an error.";
    readonly hint: "Look at `cause`. Executions that need it are tried again in a moment.";
  };
  readonly KEYS_INVALID: {
    readonly summary: "Access keys or tokens for the HTTP API cannot be used.";
    readonly hint: "Correct every problem that the message names; docs/http-api.md shows the form.";
  };
  readonly BINDINGS_INVALID: {
    readonly summary: "Bindings of resources cannot be used: of a module, an endpoint, a queue or a service of AWS.";
    readonly hint: "Correct every problem that the message names; docs/http-api.md shows the form.";
  };
  readonly POLICY_INVALID: {
    readonly summary: "A policy for the HTTP API cannot be used.";
    readonly hint: "A statement has Effect, Action and Resource; what else IAM knows is not looked at, and therefore refused.";
  };
  readonly TEST_STUCK: {
    readonly summary: "A test's execution waits for something that nobody will give it.";
    readonly hint: "Let a mock answer the callback (`context.succeed(…)`), or give the step a timeout.";
  };
  readonly INVARIANT: {
    readonly summary: "Something that cannot happen did: a fault in Stepwright.";
    readonly hint: "Please report it with the message.";
  };
};
/** A stable code of the engine. */
type EngineCode = keyof typeof engineCodes;
/** What an error is made from. */
interface ErrorDetails {
  readonly code: EngineCode;
  /** What happened, with the names and values of this case. */
  readonly message: string;
  /** Replaces the registry's hint. */
  readonly hint?: string;
  readonly cause?: unknown;
}
/** The base of every error that the library throws. A workflow's own failures are data and never thrown. */
export declare class StepwrightError extends Error {
  readonly name: string;
  readonly code: EngineCode;
  /** What to do about it. */
  readonly hint: string;
  constructor(details: ErrorDetails, kinds?: readonly string[]);
  /** Recognises its own even when two copies of the package are loaded. */
  static is(value: unknown): value is StepwrightError;
}
/** One thing that does not fit a schema. */
interface SchemaIssue {
  /** `items[0].sku`; empty for the value itself. */
  readonly path: string;
  readonly expected: string;
  readonly received: string;
  readonly message: string;
}
/** The caller asked for something that cannot be done. */
export declare class EngineError extends StepwrightError {
  readonly name: string;
  /** Every problem, where there may be several. */
  readonly issues: readonly SchemaIssue[];
  constructor(details: ErrorDetails & {
    readonly issues?: readonly SchemaIssue[];
  });
  static is(value: unknown): value is EngineError;
}
/** A backend could not do its part. */
export declare class AdapterError extends StepwrightError {
  readonly name: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  constructor(details: ErrorDetails & {
    readonly retryable: boolean;
  });
  static is(value: unknown): value is AdapterError;
}
/** A fault in Stepwright itself. */
export declare class InvariantError extends StepwrightError {
  readonly name: string;
  constructor(message: string, cause?: unknown);
  static is(value: unknown): value is InvariantError;
}
/**
 * Queues that hand tasks to whoever serves them, in this process or another. A job is a hint: it may come twice or never.
 * What is owed stands in the journal, and of two answers to one job the first counts. Deliberately absent: any way to ask
 * for a job's answer. Whatever a queue hears goes to {@link JobAnswers}, for executions that no process may hold just now.
 */
interface TaskQueues {
  /** `bullmq`: for messages. */
  readonly name: string;
  /**
   * Begins to carry answers and, where it is to, to serve jobs by the host.
   * @throws {AdapterError} where the queues cannot be reached
   */
  open(params: OpenTaskQueuesParams): Promise<OpenTaskQueues>;
}
interface OpenTaskQueuesParams {
  /** Names of the queues whose answers must be heard from now on; {@link OpenTaskQueues.send} may name others later. */
  readonly queues: readonly string[];
  readonly answers: JobAnswers;
  readonly host: TaskHost;
  readonly log: QueueLog;
}
interface OpenTaskQueues {
  /**
   * Puts jobs on their queues. Idempotent by id while a job stands there, finished or not. Rejected: some may stand there
   * and some not, and all are sent again.
   */
  send(jobs: readonly QueueJob[]): Promise<void>;
  /**
   * Nobody awaits these jobs any more: what has not begun is removed, whoever works on one is told. A hint: the answer
   * may come all the same, and is refused.
   */
  release(jobs: readonly Pick<QueueJob, "id" | "queue">[]): Promise<void>;
  /** Serves no job from now on that is not served yet; all else goes on. Idempotent. */
  stopTaking(): void;
  /**
   * Stops taking jobs, lets those end that are being served here for up to `patienceMs` milliseconds, and lets go of every
   * connection. What did not end comes again elsewhere, with the same key. Idempotent.
   */
  close(params: {
    readonly patienceMs: number;
  }): Promise<void>;
}
/** One attempt of a task. */
interface QueueJob {
  readonly queue: string;
  /** Opaque, at most 250 characters, none of them `:`; never used for another attempt. */
  readonly id: string;
  /** The task's name. */
  readonly task: string;
  /** The task envelope (`TaskRequest`): what every transport hands a handler. */
  readonly request: JsonObject;
}
/** A task's failure: an ASL error name, and why. */
interface JobFailure {
  readonly error: string;
  readonly cause?: string;
  /** It was handed out before, to a worker that was lost: it may have done then what it now says it did not. */
  readonly again?: boolean;
}
/**
 * Takes what came of jobs, by their ids; any process may say it, and say it again. `unknown`: no execution in this store
 * ever awaited it, or it was pruned; also for an id that is none of ours. Rejects where the store cannot be reached.
 */
interface JobAnswers {
  /** @param answer - What the job returned: a `TaskAnswer`; anything else fails the task as `Stepwright.AnswerInvalid`. */
  succeeded(job: Pick<QueueJob, "id">, answer: unknown): Promise<AnswerResult>;
  failed(job: Pick<QueueJob, "id">, failure: JobFailure): Promise<AnswerResult>;
  /** Starts the state's `HeartbeatSeconds` anew. */
  heartbeat(job: Pick<QueueJob, "id">): Promise<AnswerResult>;
}
/** Runs the handlers of this process. */
interface TaskHost {
  /** Never rejects. Whatever does not fit a task's schemas fails it, as everywhere. */
  run(call: HostedCall): Promise<HostedOutcome>;
}
interface HostedCall {
  readonly task: string;
  /** The queue that it came from, and what carries that (`bullmq`): for telemetry. */
  readonly queue?: {
    readonly name: string;
    readonly system: string;
  };
  /** A job's data. */
  readonly request: unknown;
  /** Aborts when the answer no longer counts. The envelope's deadline is the host's concern. */
  readonly signal: AbortSignal;
  readonly heartbeat: () => void;
}
/** `expired`: the deadline passed before the handler was called, or before it failed: nothing is to be answered. */
type HostedOutcome = {
  readonly outcome: "succeeded";
  readonly answer: JsonObject;
} | ({
  readonly outcome: "failed";
} & JobFailure) | {
  readonly outcome: "expired";
};
/** Takes what people should know. */
interface QueueLog {
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
}
/**
 * Events as GetExecutionHistory answers them, in our form: `{ events }`, or the events alone. Times are seconds since 1970,
 * or ISO 8601 as the AWS command line writes them.
 * @throws {EngineError} `HISTORY_INVALID` for anything else.
 */
export declare function readApiHistory(document: Json$1): readonly HistoryEvent[];
/** One entry of a {@link DueHeap}. */
interface Due<T> {
  readonly at: number;
  readonly value: T;
  /** Taken back: it will not be popped. */
  cancelled: boolean;
}
/**
 * Things by the time they are due: a binary heap. Taking one back only marks it; marked ones leave when they come to
 * the top, or all at once when they are most of the heap, so that many long timeouts which never fire stay cheap.
 */
export declare class DueHeap<T> {
  #private;
  push(at: number, value: T): Due<T>;
  /** Idempotent. */
  cancel(entry: Due<T>): void;
  /** When the earliest is due; undefined where there is none. */
  nextAt(): number | undefined;
  /** Takes the earliest out if it is due at `now`. */
  popDue(now: number): T | undefined;
}
/** Something that a plan calls and nobody serves. */
interface Unbound {
  readonly what: "task" | "function" | "workflow" | "resource" | "queue";
  readonly name: string;
  readonly workflow: string;
  readonly state: string;
}
/** `handlers` and `resources` are what `deadLetters.retry` calls, beside the handlers of the workflows' own tasks. */
interface ClientOptions extends Pick<ProgramOptions, "handlers" | "resources"> {
  /** Stays the caller's: close it when nobody uses it any more. */
  readonly backend: Backend;
  /** What may be started by value. */
  readonly workflows: ProgramOptions["workflows"];
  /** Default: the system's. */
  readonly clock?: Clock;
  /**
   * Who is told what it starts, and says in which trace: `openTelemetry()` of `@stepwright/adapters/otel`. Default:
   * nobody.
   */
  readonly telemetry?: Telemetry;
  /** As the workers' that run what it starts. */
  readonly target?: NonNullable<ProgramOptions["target"]>;
}
/**
 * Makes a client.
 * @throws {EngineError} `DUPLICATE_NAME`, `PLAN_INVALID`; {CompileError} with every problem of a workflow.
 */
export declare function createClient({ backend, clock, telemetry, ...program }: ClientOptions): Client;
/** Whether a worker gets on. */
interface WorkerHealth {
  /** It gets on, or has nothing to get on with: there is no reason to replace it. */
  readonly live: boolean;
  /** It has a session, takes up executions, and its store answers. */
  readonly ready: boolean;
  /** Why it is not live. `NO_SESSION`: it has none, and gets none. `STORE_SILENT`: a tick is not answered. `NO_PROGRESS`: work waits, and nothing is taken up or committed. */
  readonly problem?: "NO_SESSION" | "STORE_SILENT" | "NO_PROGRESS";
  /** How long the problem has lasted, in milliseconds. */
  readonly forMs?: number;
  /** Executions that it holds, and handlers that run. */
  readonly executions: number;
  readonly handlers: number;
  /** Jobs of task queues that it works on; absent where it has no queues. */
  readonly jobs?: number;
}
/** One event of an execution's history, as soon as it is durable. */
interface TransitionEvent {
  readonly execution: string;
  readonly workflow: string;
  readonly event: HistoryEvent;
}
/** How long executions are kept that have ended. */
interface Retention {
  /** How long after its end an execution is removed, with all that belongs to it but open dead letters: `"30d"`. */
  readonly after: Duration;
  /**
   * Puts an execution away before it is removed; it is removed once this resolves, and tried again at the next round
   * where it rejects. An execution may be put away more than once: by several workers, or where one died in between.
   */
  readonly archive?: (execution: ArchivedExecution) => Promise<void>;
}
/** All that is known of an execution that has ended, as JSON. */
interface ArchivedExecution {
  /** The version of this form. */
  readonly v: 1;
  readonly execution: ExecutionDescription;
  /** Its whole history, as AWS has it. */
  readonly history: readonly HistoryEvent[];
}
interface WorkerOptions extends ProgramOptions {
  /** Stays the caller's: close it when nobody uses it any more. */
  readonly backend: Backend;
  /**
   * What takes tasks that were defined with a `queue`; opened and closed by the worker. Default: their handlers are called
   * here, as all others.
   */
  readonly queues?: TaskQueues;
  /** Names it, for people. Default: host and process id. */
  readonly name?: string;
  /** Executions that are held in memory at once; default 1000. */
  readonly concurrency?: number;
  /**
   * How late this process's event loop may be, in milliseconds. Then `concurrency` is only the most: fewer executions are
   * held the later the loop is, and more again when it is prompt. Default: `concurrency` alone.
   */
  readonly maxLagMs?: number;
  /** Handlers that run at once; default 100. */
  readonly taskConcurrency?: number;
  /** How often an execution may be handed out without getting on before it is parked; default 10. */
  readonly maxDeliveries?: number;
  /** Default: JSON lines on the standard error output. */
  readonly logger?: Logger;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Who is told what it does: `openTelemetry()` of `@stepwright/adapters/otel`. Default: nobody, at no cost. */
  readonly telemetry?: Telemetry;
  /**
   * Told of the events of its executions' histories once they are durable: each at most once, and none that came about
   * while a worker died or an execution was parked; the history has them all. What it throws is logged. Costs time.
   */
  readonly onTransition?: (event: TransitionEvent) => void;
  /**
   * Removes executions some time after their end, about once an hour, while the worker runs. It is enough that one
   * worker of a store does; several do no harm. Default: they are kept until `client.prune` removes them.
   */
  readonly retention?: Retention;
}
interface CloseOptions {
  /**
   * `true` (the default): handlers that run may end, for up to 30 seconds; a number: for that many milliseconds;
   * `false`: they are aborted. Whatever did not end goes on with the next worker, with the same key.
   */
  readonly drain?: boolean | number;
}
/** Runs executions until it is closed. */
interface Worker {
  /**
   * Idempotent; one that failed may be tried again.
   * @throws {EngineError} `UNBOUND`, naming everything that nobody serves; `ENGINE_CLOSED`.
   */
  start(): Promise<void>;
  /**
   * Whether it gets on: judged by what it takes up and commits, and by what its store answers. It is not live when it
   * has no session, its store owes it an answer, or work waits for it and nothing moves, for longer than `stallAfterMs`
   * (default 30,000).
   * @throws {EngineError} `LIMIT_INVALID`
   */
  health(options?: {
    readonly stallAfterMs?: number;
  }): WorkerHealth;
  /**
   * Gives its session up, whatever its store still owes it, and opens another: as if it had been lost. Handlers are
   * aborted; their steps run again, with the same keys.
   */
  reconnect(reason: string): void;
  /** Takes up nothing new, lets what runs end, and lets go of every execution. Idempotent; a second call may hurry it. */
  close(options?: CloseOptions): Promise<void>;
}
/**
 * Makes a worker.
 * @throws {EngineError} `DUPLICATE_NAME`, `PLAN_INVALID`, `LIMIT_INVALID`; {CompileError} with every problem of a workflow.
 */
export declare function createWorker(options: WorkerOptions): Worker;
interface ImportOptions {
  /** Must not have a worker yet. */
  readonly backend: Backend;
  /** What the execution ran: the same definition as on AWS. */
  readonly workflow: ProgramOptions["workflows"][number];
  /** The execution's ARN: keys begin with it. */
  readonly execution: string;
  /** What GetExecutionHistory answers: every event, with its data. */
  readonly history: Json$1;
}
/** An execution that was taken over. */
interface Imported {
  readonly id: string;
  /** Values that the history tells otherwise: the execution's variables are those that are worked out here. */
  readonly differences: readonly string[];
}
/**
 * Takes an execution over from AWS by its history, as one that has ended: to be looked at, and compensated.
 * @throws {EngineError} `HISTORY_INVALID` where the history is not of this workflow, or without its data.
 */
export declare function importExecution({ backend, workflow, execution, history }: ImportOptions): Promise<Imported>;
interface EngineOptions extends WorkerOptions {}
/** A client and a worker on one backend in this process. */
interface Engine extends Client, AsyncDisposable {
  readonly worker: Worker;
  /** Closes the worker, and then the backend. Idempotent. */
  close(options?: CloseOptions): Promise<void>;
}
/**
 * Starts an engine: executions that were under way in the backend go on.
 * @throws {EngineError} `UNBOUND`, naming everything that nobody serves; `DUPLICATE_NAME`, `PLAN_INVALID`,
 * `LIMIT_INVALID`; {CompileError} with every problem of a workflow. The backend is then still open.
 */
export declare function startEngine(options: EngineOptions): Promise<Engine>;
/** What was said at an execution's start beside its input. */
interface StartRecord {
  readonly roleArn?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly trace?: TraceContext;
  /** The execution whose step or Map started it. */
  readonly parent?: string;
}
/**
 * Reads it from what is stored.
 * @throws {Error} for a format that this release does not know.
 */
export declare function startOf(record: Pick<ExecutionRecord, "header">): StartRecord;
/** The key of the document that says which plan a state machine of this name starts by now. */
export declare function deploymentKey(machine: string): string;
/** What the engine reads of that document; whoever deploys may keep more in it. */
interface Deployment {
  /** A stored plan's id. */
  readonly plan: string;
}
/** A handler among a module's exports. */
interface FoundHandler {
  readonly handled: Handled;
  /** The export's name, then the key or index of a member of it. */
  readonly path: readonly string[];
  /** By `handle(task, …)`; else it is a task's own. */
  readonly attached: boolean;
}
/** Every `handle(task, …)` value and task with a handler among a module's exports, alone or in arrays and records. */
export declare function handlersIn(exports: Readonly<Record<string, unknown>>): readonly FoundHandler[];
interface TaskHostOptions {
  /** Tasks with a handler of their own. */
  readonly tasks?: readonly Task[];
  /** Code for tasks that were defined without one; wins over a task's own. */
  readonly handlers?: readonly Handled[];
  /** Default: JSON lines on the standard error output. */
  readonly logger?: Logger;
  /** Is told what the handlers do: OpenTelemetry, by `@stepwright/adapters/otel`. Default: nobody is. */
  readonly telemetry?: Telemetry;
}
/**
 * Makes a host for tasks outside of an engine, for whatever carries their envelopes to it: input and output are checked as
 * an engine does, and failures are worded alike.
 * @throws {EngineError} `UNBOUND`: a task without a handler; `DUPLICATE_NAME`
 */
export declare function taskHost({ tasks, handlers, logger, telemetry }: TaskHostOptions): TaskHost;
/**
 * Everything that a state machine calls by name and that is not among what is served: keys as those of `resources`, patterns
 * included. Child workflows and activities are not looked at: they may come later.
 * @throws {EngineError} `PLAN_INVALID`
 */
export declare function unservedCalls({ plan }: StateMachine, keys: Iterable<string>): readonly Unbound[];
/** The key of what is known of an activity of this name. */
export declare function activityKey(name: string): string;
/**
 * An execution's route: the first 84 bits of its id's SHA-256, as 14 characters of base64url. Its tokens begin with
 * it, and its dead letters' ids with the same bits in hexadecimal, so that a partitioned store finds by each of them
 * the partition that holds the execution. It never begins with `-`, which the AWS CLI takes for an option where a token
 * stands apart from its `--task-token`.
 */
export declare function executionRoute(id: string): string;
/** What the ids of an execution's dead letters begin with: the first 32 bits of its route, as 8 hexadecimal digits. */
export declare function deadLetterRoute(id: string): string;
/**
 * Puts what came of jobs into the inboxes of the executions that await it. For a worker of a task queue in a process of its
 * own, over the backend that the engine runs on.
 */
export declare function jobAnswers(backend: Backend, clock?: Clock): JobAnswers;
/** What can stand in a {@link Lineup}: in one at a time. */
interface Placed {
  /** Where it stands; undefined: it does not. */
  place: number | undefined;
}
/**
 * Things in the order in which they came, each of which can be taken out again: for what comes and goes by the thousand. A
 * list that is written in place, for the reason that a `Register` is.
 */
export declare class Lineup<T extends Placed> {
  #private;
  get size(): number;
  /** Nothing happens where it stands already. */
  add(one: T): void;
  delete(one: T): void;
  /** A list of them, in their order: it does not change with the lineup. */
  values(): readonly T[];
  /** Takes out those that stand before the first of which this does not hold. */
  takeWhile(holds: (one: T) => boolean): readonly T[];
}
/**
 * Values by name, for names that come and go by the thousand: a table with open addressing. A `Map` serves the same
 * purpose, but every table that it outgrows points at the next one: once the first is old, all of them, and what they held,
 * outlive each minor collection (a fifth of everything that was allocated, measured). This one is written in place, and
 * what is taken out leaves nothing behind.
 */
export declare class Register<T> {
  #private;
  get size(): number;
  get(name: string): T | undefined;
  set(name: string, value: T): void;
  delete(name: string): void;
  /** A list of them: it does not change with the register. */
  values(): readonly T[];
}
/** How a state's work came out. */
type Outcome = {
  readonly result: Json$1;
  readonly error?: never;
  readonly cause?: never;
} | {
  readonly result?: never;
  readonly error: string | undefined;
  readonly cause: string | undefined;
};
/** What AWS's TestState is asked. Data stands as JSON text, as it does there. */
interface TestStateRequest {
  /** One state, or with `stateName` a whole state machine: text, or the object. */
  readonly definition: string | JsonObject;
  /** The state of the machine that is meant, at any level. */
  readonly stateName?: string;
  /** The raw state input. Default `{}`. */
  readonly input?: string;
  /** Default `INFO`: the outcome. `DEBUG` and `TRACE` add how the data flowed. */
  readonly inspectionLevel?: string;
  /** Needed for a Task that is really called. */
  readonly roleArn?: string;
  readonly revealSecrets?: boolean;
  /** What the work of a Task, Map or Parallel state comes to. */
  readonly mock?: TestStateMock;
  /** The context object; only with a mock. Default: one of an execution of its own. */
  readonly context?: string;
  /** Variables by name without `$`. */
  readonly variables?: string;
  readonly stateConfiguration?: TestStateConfiguration;
}
/** A mocked outcome: `result` or `errorOutput`. */
interface TestStateMock {
  readonly result?: string;
  readonly errorOutput?: {
    readonly error?: string;
    readonly cause?: string;
  };
  /**
   * `STRICT`, the default: the result has all required members and conforms to the service's response. `PRESENT`: what
   * is there conforms. `NONE`: anything goes.
   */
  readonly fieldValidationMode?: string;
}
/** What happened in and before the state. */
interface TestStateConfiguration {
  /** Attempts that the retrier of the mocked error has made. Default 0. */
  readonly retrierRetryCount?: number;
  /** The state inside the Map or Parallel that raised the mocked error. */
  readonly errorCausedByState?: string;
  /** Iterations of the Map that failed. Default 0. */
  readonly mapIterationFailureCount?: number;
  /** What the ItemReader read, as it stands in its source. */
  readonly mapItemReaderData?: string;
}
/** AWS's names for a TestState call that is refused. */
type RefusalCode = "InvalidArn" | "InvalidDefinition" | "InvalidExecutionInput" | "ValidationException";
/** What AWS's TestState answers. */
type TestStateResponse = TestStateResult | {
  readonly exception: TestStateException;
};
/** Why a call was refused. */
interface TestStateException {
  readonly code: RefusalCode;
  readonly message: string;
}
/** How the state went. Data stands as JSON text. */
interface TestStateResult {
  readonly exception?: never;
  /** `RETRIABLE`: a retrier would try again. `CAUGHT_ERROR`: a catcher took the error. */
  readonly status: "SUCCEEDED" | "FAILED" | "RETRIABLE" | "CAUGHT_ERROR";
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** Absent where the state ends its line of control or failed. */
  readonly nextState?: string;
  /** From level `DEBUG` on. */
  readonly inspectionData?: TestStateInspection;
}
/** How the data flowed: those stages that the state has and reached. */
interface TestStateInspection extends InspectedData, InspectedNumbers {
  readonly errorDetails?: TestStateErrorDetails;
}
/** JSON texts. */
interface InspectedData {
  readonly input?: string;
  readonly afterInputPath?: string;
  readonly afterParameters?: string;
  readonly afterArguments?: string;
  readonly result?: string;
  readonly afterResultSelector?: string;
  readonly afterResultPath?: string;
  readonly afterItemsPath?: string;
  readonly afterItemsPointer?: string;
  /** Each iteration's input. */
  readonly afterItemSelector?: string;
  readonly afterItemBatcher?: string;
  /** Those given and those assigned. */
  readonly variables?: string;
}
interface InspectedNumbers {
  /** 0: no bound. */
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  readonly toleratedFailurePercentage?: number;
}
/** Which handler took the error. */
interface TestStateErrorDetails {
  readonly catchIndex?: number;
  readonly retryIndex?: number;
  readonly retryBackoffIntervalSeconds?: number;
}
/** What a test takes from the world: the same request and options always come to the same answer. */
interface TestStateOptions {
  /** Milliseconds since 1970 at which the state is entered. */
  readonly nowMs: number;
  /** Names the chance that the state draws. */
  readonly seed: string;
  /** For the ARNs in the context object. Default `us-east-1`. */
  readonly region?: string;
  /** Default `000000000000`. */
  readonly account?: string;
  /** Answers a Task that is not mocked. Without it such a Task fails with `States.TaskFailed`. */
  readonly call?: (order: RunTask) => Outcome;
}
/**
 * Runs one state, as AWS's TestState does: nothing waits, and what the state's work comes to is mocked or answered by
 * {@link TestStateOptions.call}. Performs nothing; whatever AWS refuses is answered as an exception.
 * (AWS: Step Functions, TestState)
 */
export declare function testState(request: TestStateRequest, options: TestStateOptions): TestStateResponse;
export { type ActivityTask, type ActivityTaskOptions, type AnswerResult, type ArchivedExecution, type AttemptedStep, type AwaitedWork, type Backend, type BackendCapabilities, type Backlog, type Binding, type BlobStore, type BulkClient, type BulkDeadLetterClient, type BulkOptions, type BulkOutcome, type BulkResult, type CancelOutcome, type CancellationDescription, type Client, type ClientOptions, type Clock, type CloseOptions, type Command, type Commit, type CompensationPlan, type DeadLetter, type DeadLetterChange, type DeadLetterClient, type DeadLetterDescription, type DeadLetterFilter, type DeadLetterList, type DeadLetterPage, type DeadLetterStatus, type DeadLetters, type Delivery, type Deployment, type Documents, type Due, type EndWatch, type EndWatcher, type Engine, type EngineCode, type EngineOptions, type ErrorDetails, type ErrorText, type ExecutionDescription, type ExecutionFilter, type ExecutionHeader, type ExecutionId, type ExecutionList, type ExecutionObserver, type ExecutionPage, type ExecutionRecord, type ExecutionStatus, type ExecutionSummary, type Executions, type Fact, type FoundHandler, type HandlerContext, type HistoryEvent, type HistoryOptions, type HistoryPage, type HistorySink, type Home, type HostedCall, type HostedOutcome, type ImportOptions, type Imported, type Inbox, type JobAnswers, type JobFailure, type JobObserver, type ListDeadLetters, type ListDeadLettersOptions, type ListDocuments, type ListExecutions, type ListOptions, type ListedExecution, type Logger, type Machine, type MachineOptions, type MapRunCounts, type MapRunDescription, type MapRunLimits, type MapRunResult, type Message, type NewDeadLetter, type NewExecution, type Note, type ObjectStore, ObjectStoreError, type ObservedEvent, type ObservedExecution, type ObservedJob, type ObservedTick, type ObservedWorker, type OpenSession, type OpenTaskQueues, type OpenTaskQueuesParams, type Placed, type Plan, type PlannedCompensation, type Plans, type ProgramOptions, type PruneExecutions, type QueueJob, type QueueLog, type ReadOptions, type RedriveDescription, type Reserved, type ResourceHandler, type ResourceQueue, type ResultTransformation, type Retention, type Run, type RunChild, type RunTask, type SchemaIssue, type SendResult, type SentMessage, type Sessions, type StandingState, type StartOptions, type StartPlanOptions, type StartRecord, type StartResult, type Startable, type Started, type StartedPlan, type StateMachine, type StateMachineOptions, type StatusChange, type StoredDocument, type StoredObject, type StoredPlan, type StoredStatus, type SubscribeOptions, type TaskAnswer, type TaskHost, type TaskHostOptions, type TaskQueues, type TaskRequest, type TaskTokens, type Telemetry, type TestStateConfiguration, type TestStateErrorDetails, type TestStateException, type TestStateInspection, type TestStateMock, type TestStateOptions, type Outcome as TestStateOutcome, type TestStateRequest, type TestStateResponse, type TestStateResult, type Text, type Tick, type TickResult, type TokenAnswer, type TraceContext, type TransitionEvent, type Unbound, type Unreadable, type UnservedPlan, type UnservedWork, type Worker, type WorkerHealth, type WorkerObserver, type WorkerOptions, type WriteOptions, silentLogger, startRun, stateMachine, stderrLogger };