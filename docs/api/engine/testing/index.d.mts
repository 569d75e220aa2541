import { $ as Clock, Ht as StoredStatus, I as StateMachine, Q as StoredObject, Vt as StartResult, X as ObjectStore, _ as ExecutionDescription, dt as TickResult, et as Backend, h as DeadLetterDescription, j as Startable, n as HandlerContext, nt as Commit, ot as Reserved, r as ResourceHandler, sn as ReadOptions, un as RunTask, ut as Tick, zt as NewExecution } from "../program.mjs";
import { t as Json$1 } from "../json.mjs";
import { t as HistoryEvent } from "../history-event.mjs";
import { Handled } from "@stepwright/dsl";
/** What the world answers to an order. A failure may lack a name or a cause, as AWS's own may. */
type ScriptedAnswer =
/** The call of a `.sync` or `.waitForTaskToken` returned; an activity was scheduled, or taken up. */
{
  readonly type: "TaskSubmitted";
  readonly output: Json$1;
} | {
  readonly type: "TaskSucceeded";
  readonly output: Json$1;
} |
/** `submit`: the call of a `.sync` or `.waitForTaskToken` failed. */
{
  readonly type: "TaskFailed";
  readonly error?: string;
  readonly cause?: string;
  readonly submit?: true;
};
/**
 * Plays the world outside: what comes of an order, in turn, instead of what would serve it. Without a final answer the
 * order is answered by its own timeout, or never.
 */
type Script = (order: RunTask) => readonly ScriptedAnswer[];
/** The answer to a tick of a session that is alive. */
type Ticked = Extract<TickResult, {
  readonly lost: false;
}>;
/** A backend with two plans, and what clauses do with it again and again. */
declare class Stage {
  #private;
  readonly make: MakeBackend;
  backend: Backend;
  private constructor();
  static set(make: MakeBackend): Promise<Stage>;
  /** Closes the backend and opens what it stored. */
  reopen(): Promise<void>;
  start(id: string, changes?: Partial<NewExecution>): Promise<StartResult>;
  /** Starts executions one after the other. */
  startAll(...ids: readonly string[]): Promise<void>;
  open(plans?: readonly string[]): Promise<Worker>;
  /** Starts an execution and reserves it. */
  running(id: string): Promise<Worker>;
  /** Starts an execution and ends it. */
  ended(id: string, at: number, changes?: Partial<NewExecution>): Promise<void>;
  /** Sends to an execution that runs. */
  send(execution: string, body: string): Promise<void>;
}
/** One session. */
declare class Worker {
  #private;
  session: string;
  wakes: number;
  private constructor();
  static open(backend: Backend, plans: readonly string[]): Promise<Worker>;
  tick(params?: Partial<Tick>): Promise<TickResult>;
  /** A tick of a session that must be alive. */
  ticked(params?: Partial<Tick>): Promise<Ticked>;
  reserve(want?: number, now?: number): Promise<readonly Reserved[]>;
  /** Reserves the one execution that must be ready. */
  reserveOne(now?: number): Promise<Reserved>;
  /** Commits that must be taken. */
  commit(...commits: readonly Commit[]): Promise<Ticked>;
  /** Ticks until messages have come; what another execution sent may take its time. */
  mail(): Promise<readonly {
    readonly execution: string;
    readonly body: string;
  }[]>;
  /** Reserves what becomes ready by what another execution sent, which may take its time. */
  reserveSoon(): Promise<Reserved>;
  close(): Promise<void>;
}
/** A fresh, empty backend, and a way to find again what it stored. */
interface MadeBackend {
  readonly backend: Backend;
  /** Closes the backend and opens what it stored. Required of a durable one. */
  readonly reopen?: () => Promise<Backend>;
}
/** Makes one for a clause, which closes it. */
type MakeBackend = () => MadeBackend | Promise<MadeBackend>;
/** One promise of the ports, as something that can fail. */
interface Clause {
  /** A sentence that would make sense in the ports' comments. */
  readonly name: string;
  /**
   * `durable`: for backends that can be reopened. `unshared`: for those that one process has to itself. `overlapping`: for
   * those that take a tick while another is on its way.
   */
  readonly needs?: "durable" | "unshared" | "overlapping";
  /** Rejects where the promise is broken. */
  readonly check: (stage: Stage) => Promise<void>;
}
/** What {@link backendContract} is given. */
interface ContractOptions {
  /** Makes a fresh, empty backend for each test. */
  readonly make: MakeBackend;
  /** Clauses that this backend does not keep, by name, each with the reason. Printed; the number may only fall. */
  readonly skip?: Readonly<Record<string, string>>;
}
/**
 * Defines one Vitest test for each promise that every backend must keep. Await it at the top of a test file. Needs
 * `vitest` and `fast-check`; `STEPWRIGHT_SEED` repeats a property's run.
 * @throws where `skip` names a clause that does not exist
 */
export declare function backendContract({ make, skip }: ContractOptions): Promise<void>;
/** Every promise of the ports, by what it is about. */
export declare const backendClauses: Readonly<Record<string, readonly Clause[]>>;
/** Checks one clause against a fresh backend, which is closed afterwards. Rejects where the promise is broken. */
export declare function checkClause(clause: Clause, make: MakeBackend): Promise<void>;
/** A store, and an empty bucket of it that nobody else writes to. */
interface MadeObjectStore {
  readonly store: ObjectStore;
  readonly bucket: string;
  /** Lets go of what was made. */
  readonly close?: () => Promise<void>;
}
/** Makes one for a clause. */
type MakeObjectStore = () => MadeObjectStore | Promise<MadeObjectStore>;
/** One promise of the port {@link ObjectStore}, as something that can fail. */
interface ObjectClause {
  /** A sentence that would make sense in the port's comments. */
  readonly name: string;
  /** It takes a second or so. */
  readonly costly?: true;
  /** `delete`: for stores whose objects can be removed. */
  readonly needs?: "delete";
  /** Rejects where the promise is broken. */
  readonly check: (stage: ObjectStage) => Promise<void>;
}
/** A bucket, and what clauses do with it again and again. */
declare class ObjectStage {
  readonly store: ObjectStore;
  readonly bucket: string;
  constructor({ store, bucket }: MadeObjectStore);
  /** Writes objects one after the other, each with a text. */
  put(texts: Readonly<Record<string, string>>): Promise<void>;
  /** Writes objects whose texts do not matter. */
  fill(...keys: readonly string[]): Promise<void>;
  write(key: string, body: Uint8Array): Promise<void>;
  delete(key: string): Promise<void>;
  read(key: string): Promise<Uint8Array>;
  text(key: string): Promise<string>;
  list(prefix?: string): AsyncIterable<StoredObject>;
  /** A listing to its end. */
  listed(prefix?: string): Promise<readonly StoredObject[]>;
  /** The keys of a listing, in its order. */
  keys(prefix?: string): Promise<readonly string[]>;
}
/** Checks one clause against a fresh store. Rejects where the promise is broken. */
export declare function checkObjectClause(clause: ObjectClause, make: MakeObjectStore): Promise<void>;
/** Every promise of the port of object stores, by what it is about. */
export declare const objectStoreClauses: Readonly<Record<string, readonly ObjectClause[]>>;
/** What {@link objectStoreContract} is given. */
interface ObjectStoreContractOptions {
  /** Makes a store with an empty bucket for each test. */
  readonly make: MakeObjectStore;
  /** Clauses that this store does not keep, by name, each with the reason. Printed; the number may only fall. */
  readonly skip?: Readonly<Record<string, string>>;
}
/**
 * Defines one Vitest test for each promise that every object store must keep. Await it at the top of a test file. Needs
 * `vitest`.
 * @throws where `skip` names a clause that does not exist
 */
export declare function objectStoreContract({ make, skip }: ObjectStoreContractOptions): Promise<void>;
/** A fault that an object store could have, put on top of one that has none. */
interface ObjectStoreSaboteur {
  /** What it does wrong. */
  readonly name: string;
  readonly sabotage: (store: ObjectStore) => ObjectStore;
}
/** Every fault that the contract of object stores is known to see. */
export declare const objectStoreSaboteurs: readonly ObjectStoreSaboteur[];
/** A fault that a backend could have, put on top of one that has none. */
interface Saboteur {
  /** What it does wrong. */
  readonly name: string;
  /** For one store: wraps its backend, and again each time that the store is opened again. */
  readonly sabotage: () => (backend: Backend) => Backend;
}
/** Every fault that the contract is known to see. */
export declare const saboteurs: readonly Saboteur[];
declare const silent: unique symbol;
/** What {@link never} is. */
interface Never {
  readonly [silent]: true;
}
/** A mock that never answers: the step's timeout has to end it. */
export declare const never: Never;
/** What a mock is told beside its input. */
interface MockContext extends HandlerContext {
  /** Answers the token that was handed to this call. */
  readonly succeed: (output: unknown) => void;
  /** Fails the token that was handed to this call. */
  readonly fail: (error: string, cause?: string) => void;
}
/** Computes an answer, which may be {@link never}; what it throws fails the step. */
type MockFunction = (input: never, context: MockContext) => unknown;
/** One answer: a value, an error that is thrown, {@link never}, or a function. */
type MockAnswer = MockFunction | Error | Never | MockValue;
/** JSON, but no list: a list stands for the answers by attempt. A function may answer with a list. */
type MockValue = null | boolean | number | string | {
  readonly [key: string]: unknown;
};
/** One answer for every attempt, or an answer for each attempt in turn, the last one for all that follow. */
type Mock = MockAnswer | readonly MockAnswer[];
interface SimulatedClockOptions {
  /** Milliseconds since 1970 at which time begins; default 2025-01-01T00:00:00Z. */
  readonly start?: number;
  /** Called when the worker has nothing to do and no timer is left: nothing will ever happen again by itself. */
  readonly onStuck?: () => void;
}
/** A clock that stands still until its worker is idle, and then jumps to the next timer. */
interface SimulatedClock extends Clock {
  idle(running: number): () => void;
  /** A handler was called that will never answer: time does not wait for it. Answers how to take that back. */
  abandoned(): () => void;
  /** Something is under way that time waits for: a call to a store elsewhere. Answers how to take that back. */
  held(): () => void;
}
/** Makes a simulated clock, for one worker. */
export declare function simulatedClock({ start, onStuck }?: SimulatedClockOptions): SimulatedClock;
/** One call of a task or resource. */
interface RecordedCall {
  /** The task's name, or the resource's: `dynamodb:putItem`. */
  readonly task: string;
  /** The step's name in the workflow. */
  readonly step: string;
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  readonly input: Json$1;
}
interface RunTestOptions<I> {
  readonly input: I;
  /**
   * Instead of handlers: by a task's name, or by a resource's (`dynamodb:putItem`). A mock's answer is checked by the
   * task's output schema. What is not mocked runs its own handler.
   */
  readonly mocks?: Readonly<Record<string, Mock>>;
  readonly handlers?: readonly Handled[];
  readonly resources?: Readonly<Record<string, ResourceHandler>>;
  /** `aws` enforces the quotas of Step Functions. */
  readonly target?: "aws";
  /** The execution's name; default `test`. */
  readonly name?: string;
  /** When simulated time begins, in milliseconds since 1970; default 2025-01-01T00:00:00Z. */
  readonly startAt?: number;
}
/** How a test's execution went. */
interface TestRun<O> {
  readonly status: StoredStatus;
  readonly output?: O;
  readonly error?: string;
  readonly cause?: string;
  /** Every call of a task or resource, in order, retries included. */
  readonly calls: readonly RecordedCall[];
  readonly history: readonly HistoryEvent[];
  /** Simulated milliseconds from start to end. */
  readonly elapsedMs: number;
  /** What was given up on, newest first. */
  readonly deadLetters: readonly DeadLetterDescription[];
}
/** Runs one execution to its end with time skipped. */
type RunTest = <I, O>(workflow: Startable<I, O>, options: RunTestOptions<NoInfer<I>>) => Promise<TestRun<O>>;
/**
 * Makes a `runTest` over a backend: the real engine, with simulated time and mocks in the place of handlers.
 * `stepwright/testing` exports one over memory.
 */
export declare function testKit(kit: {
  readonly backend: () => Backend;
}): RunTest;
/** What could be read, or why nothing could: the cause of `States.ItemReaderFailed`. */
type ReadResult = {
  readonly items: readonly Json$1[];
  readonly cause?: never;
} | {
  readonly cause: string;
  readonly items?: never;
};
/**
 * Decodes what an ItemReader's resource answered: `Body` of `s3:getObject` as CSV, JSON or JSONL, `Contents` of
 * `s3:listObjectsV2` as they are. An array is taken for the items themselves.
 * @param resource - The order's `resource`.
 */
export declare function readItems(resource: string, options: ReadOptions, answer: Json$1): ReadResult;
interface RunScriptedOptions {
  /** Closed at the end. */
  readonly backend: Backend;
  readonly machine: StateMachine;
  readonly input: unknown;
  /** Plays the world: answers every Task. */
  readonly script: Script;
  /** The execution's name. */
  readonly name: string;
  /** When simulated time begins, in milliseconds since 1970. */
  readonly startAt: number;
  /** Stops the execution before anything is answered. */
  readonly stop?: boolean;
}
/** How a scripted execution went. One that can never end is described as it stands. */
interface ScriptedRun {
  readonly description: ExecutionDescription;
  readonly history: readonly HistoryEvent[];
}
/** Runs one execution of a state machine by the real worker and client, in simulated time, in a world of a script. */
export declare function runScripted(options: RunScriptedOptions): Promise<ScriptedRun>;
interface ScriptedWorkerOptions {
  /** Stays the caller's. */
  readonly backend: Backend;
  /** Plays the world: answers every Task. */
  readonly script: Script;
  /** When simulated time begins, in milliseconds since 1970. */
  readonly startAt: number;
}
/** A worker that runs whatever is stored. */
interface ScriptedWorker {
  /** For whoever starts what it runs. */
  readonly clock: Clock;
  start(): Promise<void>;
  /** Resolves when an execution has ended, or when nothing can ever happen any more. */
  rest(id: string): Promise<void>;
  close(): Promise<void>;
}
/** Makes the real worker, in simulated time, in a world of a script: others start its executions. */
export declare function scriptedWorker({ backend, script, startAt }: ScriptedWorkerOptions): ScriptedWorker;
export type { Clause, ContractOptions, MadeBackend, MadeObjectStore, MakeBackend, MakeObjectStore, Mock, MockAnswer, MockContext, MockFunction, MockValue, Never, ObjectClause, ObjectStoreContractOptions, ObjectStoreSaboteur, ReadResult, RecordedCall, RunScriptedOptions, RunTest, RunTestOptions, Saboteur, Script, ScriptedAnswer, ScriptedRun, ScriptedWorker, ScriptedWorkerOptions, SimulatedClock, SimulatedClockOptions, TestRun };