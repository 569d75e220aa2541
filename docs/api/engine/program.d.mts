import { n as JsonObject, t as Json$1 } from "./json.mjs";
import { f as StateMachineDefinition, u as Retrier } from "./document.mjs";
import { a as Target, i as Limits, r as Plan, t as Binding } from "./plan.mjs";
import { t as Home } from "./execution-name.mjs";
import { t as HistoryEvent } from "./history-event.mjs";
import { Handled, Task, Workflow } from "@stepwright/dsl";
import { z } from "zod";
/**
 * A fact: something that happened outside the pure core, with its time. The journal of an execution is its header
 * followed by facts; everything else (state, history, outcome) is derived from them by {@link transition}.
 *
 * A fact that answers something names it by `(frame, seq)`: the line of control that waits, and that line's count of
 * things waited for. A fact whose `seq` is no longer awaited changes nothing.
 *
 * This is a wire format: it is stored. Add optional fields only; change a meaning only under a numbered flag.
 */
type Fact = ExecutionStarted | TaskSubmitted | TaskSucceeded | TaskFailed | TaskTimedOut | TimerFired | ExecutionTimedOut | StopRequested | CancelRequested | RedriveRequested | MapRunUpdated;
interface At {
  /** Milliseconds since 1970. Never decreases within one journal. */
  readonly at: number;
  /** The run's rolling digest before this fact; a replay that arrives at another one has diverged. */
  readonly digest?: number;
}
interface Answers extends At {
  /** The frame that waits. */
  readonly frame: number;
  /** The frame's count of things waited for. */
  readonly seq: number;
}
/** The first fact of every journal. What the execution is stands in its {@link ExecutionHeader}. */
interface ExecutionStarted extends At {
  readonly type: "ExecutionStarted";
}
/**
 * A `.sync` or `.waitForTaskToken` call returned; the job or the token's answer is still awaited. Of an activity: the
 * first says that the task stands in the activity's queue, the second that a worker took it (`output` is its name, or null).
 */
interface TaskSubmitted extends Answers {
  readonly type: "TaskSubmitted";
  readonly output: Json$1;
}
interface TaskSucceeded extends Answers {
  readonly type: "TaskSucceeded";
  readonly output: Json$1;
  readonly child?: ChildEnd;
}
/** Of a distributed Map's child execution: its end, as its own record tells it. */
interface ChildEnd {
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly stoppedAt: number;
}
interface TaskFailed extends Answers {
  readonly type: "TaskFailed";
  /**
   * ASL error name. Absent where the task named none. `States.Runtime` stands for an error that nothing may catch;
   * before an activity's first `TaskSubmitted` it says that the activity does not exist.
   */
  readonly error?: string;
  readonly cause?: string;
  /** What failed is the call of a `.sync` or `.waitForTaskToken` itself: nothing was submitted. */
  readonly submit?: true;
  readonly child?: ChildEnd;
  /** The attempt was ordered before, by a worker that was lost: it may have done then what it now says it did not. */
  readonly again?: true;
}
interface TaskTimedOut extends Answers {
  readonly type: "TaskTimedOut";
  /** `timeout`: `TimeoutSeconds` passed. `heartbeat`: `HeartbeatSeconds` passed without a heartbeat. */
  readonly reason: "timeout" | "heartbeat";
}
/** A Wait or a retry's backoff ended. */
interface TimerFired extends Answers {
  readonly type: "TimerFired";
}
/** The root's `TimeoutSeconds` passed. */
interface ExecutionTimedOut extends At {
  readonly type: "ExecutionTimedOut";
}
/** AWS's hard stop: nothing is compensated. */
interface StopRequested extends At {
  readonly type: "StopRequested";
  readonly error?: string;
  readonly cause?: string;
}
/** Stop what leads forward, and undo what was done: see {@link cancel}. */
interface CancelRequested extends At {
  readonly type: "CancelRequested";
  /** Why, for people. */
  readonly cause?: string;
  /** Who asked, for people. */
  readonly by?: string;
  /** Take back the end of an execution that failed, timed out or was aborted, and undo what it had done by then. */
  readonly revive?: boolean;
}
/** Continue a FAILED, ABORTED or TIMED_OUT execution from the state it ended in. */
interface RedriveRequested extends At {
  readonly type: "RedriveRequested";
  /** Run everything again, from the first state: a distributed Map's child of type EXPRESS. */
  readonly anew?: boolean;
  /** The token that awaits the execution's next end, in the place of the one from before. */
  readonly awaitedBy?: string;
}
/** A distributed Map's run goes on within other limits. What is absent stays as it was. (AWS: UpdateMapRun) */
interface MapRunUpdated extends At {
  readonly type: "MapRunUpdated";
  /** Counts the map runs of the execution, from 0. */
  readonly mapRun: number;
  /** 0: as many as there are. */
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  /** 0 to 100. */
  readonly toleratedFailurePercentage?: number;
}
/**
 * A sparse persistent array. A transition edits its own copy, which shares all but the changed paths with the one before:
 * to change one of ten thousand entries copies three short rows. Entries that are removed leave nothing behind.
 */
declare class Trie<T> {
  #private;
  /** The transition that this copy belongs to: only it may call `set` and `remove`. */
  readonly rev: number;
  /** One more than the highest index ever set. */
  length: number;
  /** How many entries there are. */
  size: number;
  private constructor();
  static empty<T>(rev: number): Trie<T>;
  /** This array for a transition to change: itself where it is already that transition's. */
  edit(rev: number): Trie<T>;
  get(index: number): T | undefined;
  set(index: number, entry: T): void;
  remove(index: number): void;
  /** Every entry, by index. */
  forEach(visit: (entry: T, index: number) => void): void;
}
/** A branch or iteration that is under way: the frame it runs in. */
declare class Running {
  readonly frame: number;
  constructor(frame: number);
}
/** How a distributed Map's child execution ended. */
declare class Ended {
  readonly status: ChildEnd["status"];
  readonly output: Json$1 | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** When it was first ordered, and when it started and stopped, in milliseconds since 1970. */
  readonly since: number;
  readonly startedAt: number;
  readonly stoppedAt: number;
  constructor(end: Ended);
}
/**
 * A branch's or iteration's place: under way, its output, or empty (not begun, or failed and tolerated). That of a child
 * execution: under way, how it ended, or empty (not begun).
 */
type Slot = Running | Ended | Json$1;
/** What a Parallel or Map state keeps while its branches or iterations run. Changed only by the transition it belongs to. */
declare class Fan {
  readonly rev: number;
  /** How many branches or iterations there are. */
  readonly total: number;
  /** A Map's items; a Parallel has none. */
  readonly items: readonly Json$1[] | undefined;
  /** The keys of the items, where the Map goes over an object. */
  readonly keys: readonly string[] | undefined;
  /** At most so many at once. */
  concurrency: number;
  /** Failures that are tolerated; a Map fails beyond either. */
  toleratedCount: number | undefined;
  toleratedPercentage: number | undefined;
  /** How many have begun. */
  begun: number;
  open: number;
  /** Iterations, or a distributed Map's items, that failed. */
  failed: number;
  /** Child executions to run again after a redrive, by index, and how many of them have begun. */
  again: readonly number[];
  againBegun: number;
  slots: Trie<Slot>;
  constructor(rev: number, plan: FanPlan, slots?: Trie<Slot>);
  /** This fan for a transition to change: itself where it is already that transition's. */
  edit(rev: number): Fan;
  /** The outputs in order; iterations that failed and were tolerated leave no gap. */
  results(): readonly Json$1[];
}
/** What is fixed about a fan when its state starts it. */
interface FanPlan {
  readonly total: number;
  readonly items: readonly Json$1[] | undefined;
  readonly keys: readonly string[] | undefined;
  readonly concurrency: number;
  readonly toleratedCount: number | undefined;
  readonly toleratedPercentage: number | undefined;
}
/**
 * What a frame waits for. `read` is an ItemReader's data, `write` what a ResultWriter writes, `child` the end of a
 * distributed Map's child execution: such a frame enters no state, and stands for the child in its Map. `nothing` also stands for a frame that failed, `aborted` for one
 * that was stopped, and `halted` for one that stopped at rest when the execution was cancelled; all are kept for a
 * redrive until the execution goes on without them.
 */
type Waiting = "nothing" | "task" | "time" | "retry" | "children" | "read" | "write" | "child" | "aborted" | "halted";
/** One of a Map's items, for `Context.Map.Item`. */
interface MapItem {
  readonly value: Json$1;
  readonly key?: string | undefined;
  /** Where the items come from, in a distributed Map: `STATE_DATA` or `S3://bucket/key`. */
  readonly source?: string | undefined;
}
/**
 * One line of control: the root, a Parallel branch, a Map iteration, or a child execution that is awaited. Only the transition whose number it carries
 * changes it; every other one works on a copy, so that a run, once answered, never changes.
 */
declare class Frame {
  readonly rev: number;
  readonly id: number;
  /** The frame whose Parallel or Map state started this one; -1 for the root. */
  readonly parent: number;
  /** The branch's or iteration's index in its parent. */
  readonly index: number;
  /** In a Map iteration: its item. */
  readonly item: MapItem | undefined;
  /** The index, in the machine, of the state it stands in. */
  state: number;
  /** The raw input of that state. */
  input: Json$1;
  /** Variables assigned on this line of control. */
  variables: JsonObject | undefined;
  /** How many times states that can be entered again were entered, by index; undefined until the first. */
  visits: Readonly<Record<number, number>> | undefined;
  /** How many states this frame has entered. */
  entries: number;
  /** The event that entered the state, its time, and the event it follows. */
  enteredEvent: number;
  enteredAt: number;
  beforeEntered: number;
  /** The last event on this line of control. */
  lastEvent: number;
  /** How many things this frame has waited for: names the one it waits for now. */
  seq: number;
  waiting: Waiting;
  /** When the wait began: a task's timeouts count from here, and its expressions read this time. */
  since: number;
  /** When a timer is due. */
  due: number;
  /** How far a task's answer has come: 1 submitted (an activity: scheduled), 2 an activity's worker took it. */
  submitted: number;
  /** Attempts of this state that failed and were retried: in all, and by retrier. */
  retryCount: number;
  retries: readonly number[] | undefined;
  fan: Fan | undefined;
  /** The number of the map run under way, where the state is a distributed Map; -1 where there is none. */
  mapRun: number;
  /** It caught that the execution was cancelled, and what follows runs to its end. */
  shielded: boolean;
  constructor(rev: number, id: number, parent: number, index: number, item: MapItem | undefined);
  /** A copy for another transition to change. */
  copy(rev: number): Frame;
}
/** What an execution is, fixed at its start: the first entry of its journal. A stored format. */
interface ExecutionHeader {
  /** Format and core version that wrote the journal. */
  readonly version: number;
  /** The execution's ARN or id, as `$states.context.Execution.Id` shows it. */
  readonly id: string;
  /** 1–80 characters, unique per state machine. */
  readonly name: string;
  readonly stateMachine: {
    readonly id: string;
    readonly name: string;
  };
  readonly roleArn: string;
  readonly input: Json$1;
  /** Names the pseudo-random function of this execution. */
  readonly seed: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The token of an idempotency key handed in by a parent; defaults to `id`. */
  readonly rootKey?: string;
  /** Of a distributed Map's child execution: whose processor it runs, instead of the machine from its start. */
  readonly map?: {
    /** The Map's name. */
    readonly state: string;
  };
}
/** Says that the context object has no such member. */
declare const absent: unique symbol;
/**
 * What an expression may read while one field of one state is evaluated.
 *
 * The same scope serves both query languages. Nothing in it performs I/O, reads a clock or draws chance: time is the
 * time of the fact that triggered the transition, and chance is derived from {@link Scope.seed}.
 */
interface Scope {
  /** `$states.input` in JSONata; `$` in JSONPath. */
  readonly input: Json$1;
  /** `$states.result`; absent where the field may not read it. */
  readonly result?: Json$1 | undefined;
  /** `$states.errorOutput`; only in a Catcher's `Assign` and `Output`. */
  readonly errorOutput?: Json$1 | undefined;
  /** The context object (`$states.context`, `$$`). Built on the first call only. */
  context(): Json$1;
  /**
   * One member of one section of the context object, `Execution.Id`, without building the whole of it; {@link absent}
   * where there is none, undefined where only {@link context} tells.
   */
  contextField?(section: string, name: string): Json$1 | typeof absent | undefined;
  /** A workflow variable by name without `$`, or undefined where none of that name is visible. */
  variable(name: string): Json$1 | undefined;
  /** Milliseconds since 1970: what `$now()` and `$millis()` answer, constant within one transition. */
  readonly nowMs: number;
  /**
   * Names this evaluation for the pseudo-random function behind `$random`, `$uuid`, `States.UUID` and
   * `States.MathRandom`: execution seed, frame, state sequence, attempt and field path. The evaluator appends the
   * call's index within the expression, so a replay draws the same values.
   */
  readonly seed: string;
}
/**
 * A payload template, compiled once per plan and evaluated often.
 * @throws {QueryError} where an expression fails.
 */
type Template = (scope: Scope) => Json$1;
/**
 * An order to the world outside the pure core. Commands are data; the runtime carries them out after the facts that
 * caused them are durable. Answers come back as facts that repeat `(frame, seq)`.
 */
type Command = RunTask | RunChild | StartTimer | CancelWork | CancelChild | FinishExecution;
interface Addressed {
  readonly frame: number;
  readonly seq: number;
}
/** How a Task's answer arrives. */
type IntegrationPattern =
/** The call's own response. */
"request-response" |
/** `.sync`, `.sync:2`: the response is `TaskSubmitted`, the finished job is the answer. */
"sync" |
/** `.waitForTaskToken`: the response is `TaskSubmitted`, the token's answer is the answer. */
"callback" |
/** An activity's worker takes the task and answers with its token. */
"activity";
/**
 * Run one attempt of a Task state, read the items of a Map's ItemReader, or write what its ResultWriter is to. Answered by `TaskSubmitted`,
 * `TaskSucceeded`, `TaskFailed` or `TaskTimedOut`.
 */
interface RunTask extends Addressed {
  readonly type: "RunTask";
  /** The state's name. */
  readonly state: string;
  /** The line of control, for keys and people: `Parallel[0]/Map[3]/Charge`. Unique with the loop count. */
  readonly path: string;
  /** The state's `Resource`. */
  readonly resource: string;
  readonly pattern: IntegrationPattern;
  /** The effective input after InputPath, Parameters or Arguments. */
  readonly input: Json$1;
  /** The raw state input, before Parameters or Arguments. */
  readonly stateInput: Json$1;
  /** Attempts made before this one: `Context.State.RetryCount`. */
  readonly retryCount: number;
  /** Seconds until the attempt fails with `States.Timeout`; absent where the state sets none. */
  readonly timeoutSeconds?: number | undefined;
  /** Seconds between heartbeats until the attempt fails with `States.HeartbeatTimeout`. */
  readonly heartbeatSeconds?: number | undefined;
  /**
   * The token that the answer must name. `callback` and `activity` always have one; another pattern only where its
   * input hands one out (`$states.context.Task.Token`).
   */
  readonly token?: string | undefined;
  readonly credentials?: JsonObject | undefined;
  /** When the attempt was first ordered, in milliseconds since 1970: its timeouts count from there. */
  readonly sinceMs: number;
  /** The event that entered the state. */
  readonly entered: number;
  /** From `pendingCommands`: the call has returned; only its answer is awaited. */
  readonly submitted?: boolean;
  /** It may have gone out before, by a worker that was lost. */
  readonly again?: true;
  /** How what an ItemReader's resource answers is read. The order's answer is an array: the items. */
  readonly reader?: ReadOptions;
  /** What a ResultWriter's resource is given beside its input. The order's answer is the state's result. */
  readonly writer?: WriteOptions;
}
/** A distributed Map's ReaderConfig. */
interface ReadOptions {
  readonly inputType: string;
  readonly manifestType?: string;
  readonly csvDelimiter?: string;
  readonly csvHeaderLocation?: string;
  readonly csvHeaders?: readonly string[];
  readonly itemsPointer?: string;
  readonly transformation?: string;
  /** At most so many items; absent for all. */
  readonly maxItems?: number;
}
/** A distributed Map's WriterConfig, and what is to be written. */
interface WriteOptions {
  readonly transformation: ResultTransformation;
  readonly outputType: "JSON" | "JSONL";
  readonly mapRunArn: string;
  /** In the order of the items. */
  readonly results: readonly MapRunResult[];
  /** Children that never began, of a Map that fails. */
  readonly pending: readonly PendingResult[];
}
/** `NONE`: with what is known of each execution. `COMPACT`: outputs. `FLATTEN`: the members of outputs that are arrays. */
type ResultTransformation = "NONE" | "COMPACT" | "FLATTEN";
/** A child execution, as a ResultWriter is told of it. (AWS: input-output-resultwriter) */
interface PendingResult {
  readonly ExecutionArn: string;
  readonly Name: string;
  readonly Input: Json$1;
  readonly StateMachineArn: string;
}
/** One that has ended. */
interface MapRunResult extends PendingResult {
  readonly Output?: Json$1;
  readonly Error?: string;
  readonly Cause?: string;
  readonly Status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  /** Milliseconds since 1970. */
  readonly StartDate: number;
  readonly StopDate: number;
}
/**
 * Run one child execution of a distributed Map to its end. Answered by `TaskSucceeded` or `TaskFailed`; `CancelWork`
 * stops the child. Ordered again it finds the child that was started: the same order always names the same one.
 */
interface RunChild extends Addressed {
  readonly type: "RunChild";
  /** The Map's name: the child runs its processor. */
  readonly state: string;
  /** The line of control of the Map, and the index or key in it: `Parallel[0]/Map[3]`. Keys of the child begin with it. */
  readonly path: string;
  /** The child's ARN, `…:execution:<machine>/<label>:<name>`. */
  readonly id: string;
  readonly name: string;
  readonly mapRunArn: string;
  readonly executionType: "STANDARD" | "EXPRESS";
  readonly input: Json$1;
  /**
   * The child may have run before and not succeeded: it goes on from where it stood, or, where its type is `EXPRESS`,
   * from its first state. One that was never started is started.
   */
  readonly redrive: boolean;
  /** When the child was first ordered, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** The event that entered the Map. */
  readonly entered: number;
}
/** Deliver `TimerFired` (frame ≥ 0) or `ExecutionTimedOut` (frame −1) at this time. */
interface StartTimer extends Addressed {
  readonly type: "StartTimer";
  /** Milliseconds since 1970. */
  readonly dueMs: number;
}
/** Forget a timer, or abort a task attempt or a child execution whose answer no longer counts. */
interface CancelWork extends Addressed {
  readonly type: "CancelWork";
  /** The child execution that is to be stopped. */
  readonly child?: string;
}
/**
 * Cancel a child execution or child workflow whose end is awaited. That it is ordered again does no harm, and one that
 * is not there, or has ended, needs nothing. It is given the time that it takes: the timeouts of its order end here.
 */
interface CancelChild extends Addressed {
  readonly type: "CancelChild";
  /** A distributed Map's child execution. */
  readonly child?: string;
  /** The order that started a child workflow. */
  readonly order?: RunTask;
}
/**
 * The execution came to its end. Every timer and every task attempt of it is void from now on: abort what still runs;
 * no `CancelWork` follows for each.
 */
interface FinishExecution {
  readonly type: "FinishExecution";
  /** Child executions of distributed Maps that were under way: they are to be stopped. */
  readonly children?: readonly string[];
  readonly status: "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
  readonly output?: Json$1 | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}
/** What a Task state's `Resource` says. */
interface TaskResource {
  readonly arn: string;
  readonly pattern: IntegrationPattern;
  /** Which family of history events it writes. */
  readonly events: "Lambda" | "Task" | "Activity";
  /** `lambda`, `dynamodb`, `aws-sdk:s3`: the event's `resourceType`. */
  readonly resourceType: string;
  /** `invoke`, `putItem.waitForTaskToken`: the event's `resource`. */
  readonly action: string;
  /** What AWS calls it in a cause: the service's name, or the ARN of a function or activity. */
  readonly resourceName: string;
}
/** A state machine compiled once: every path, template and expression is a closure. Immutable; shared by all its runs. */
interface Machine {
  readonly definition: StateMachineDefinition;
  /** Every state of every level; a frame holds an index into it. */
  readonly states: readonly CompiledState[];
  /** Index of the root's first state. */
  readonly startAt: number;
  readonly timeoutSeconds: number | undefined;
  /** AWS's quotas are enforced. */
  readonly strict: boolean;
  /** Its type is EXPRESS. */
  readonly express: boolean;
  /** The bounds that hold while its executions run. */
  readonly limits: Limits;
  /** Answers the token of one wait. */
  readonly taskToken: TaskTokens;
}
/**
 * Names a wait for an answer by token. Called again on a replay, so it must answer the same for the same arguments; its
 * answers are the only thing that guards the wait, so they must not be guessable.
 */
type TaskTokens = (execution: {
  readonly id: string;
  readonly seed: string;
}, frame: number, seq: number) => string;
/** How a state's, a rule's or a catcher's data flows; absent members do nothing. */
interface CompiledFlow {
  /** Puts the result into the raw input: ResultPath. */
  readonly resultPath: ResultPath | undefined;
  /** JSONata's Output. */
  readonly output: Template | undefined;
  /** Each variable's new value; all read the values from before. */
  readonly assign: Template | undefined;
}
/** `discard`: `ResultPath: null` keeps the raw input. */
type ResultPath = "discard" | ((input: Json$1, result: Json$1) => Json$1);
/** What leads a cancelled line of control to its compensation, in place of a state. */
interface CompiledCancel extends CompiledFlow {
  /** Index of the state; -1 where the line of control ends with the output. */
  readonly next: number;
  /** Once the state was begun, its retries go on. */
  readonly steadfast: boolean;
}
interface CompiledCatcher extends CompiledFlow {
  readonly errorEquals: readonly string[];
  readonly next: number;
}
/** What states of every kind have, in one order: the core reads these fields of all kinds alike. */
interface CommonState extends CompiledFlow {
  readonly index: number;
  readonly name: string;
  /** Whether a line of control can come back to this state. */
  readonly loops: boolean;
  readonly jsonata: boolean;
  /** A JSONPath state without Assign, ResultSelector, ResultPath and OutputPath: its result is its output. */
  readonly plain: boolean;
  /** Index of the next state; -1 where this one ends its line of control. */
  readonly next: number;
  /** The types of the events it writes. */
  readonly entered: string;
  readonly exited: string;
  readonly failed: string;
  readonly aborted: string | undefined;
  readonly retry: readonly Retrier[];
  readonly catch: readonly CompiledCatcher[];
  /**
   * What becomes of a cancelled line of control before this state. `runs`: a part of the compensation. `forward`: past
   * the point of no return. `halts`: it stops. `raises`: as its Catch says; the machine has no notes.
   */
  readonly cancel: "runs" | "forward" | "halts" | "raises" | CompiledCancel;
  /** The effective input from the raw one: InputPath. */
  readonly inputPath: Template | undefined;
  /** Parameters or Arguments (for Map: ItemSelector). */
  readonly arguments: Template | undefined;
  /** JSONPath's ResultSelector over the raw result. */
  readonly resultSelector: Template | undefined;
  /** JSONPath's OutputPath. */
  readonly outputPath: Template | undefined;
}
interface CompiledPass extends CommonState {
  readonly type: "Pass";
  readonly result: {
    readonly value: Json$1;
  } | undefined;
}
interface CompiledTask extends CommonState {
  readonly type: "Task";
  readonly resource: TaskResource;
  readonly timeoutSeconds: Template | undefined;
  readonly heartbeatSeconds: Template | undefined;
  /** Both are literals: the definition's check compared them. */
  readonly literalSeconds: boolean;
  readonly credentials: Template | undefined;
}
interface CompiledChoice extends CommonState {
  readonly type: "Choice";
  readonly rules: readonly CompiledRule[];
  /** Index of `Default`; -1 where there is none. */
  readonly otherwise: number;
}
interface CompiledRule extends CompiledFlow {
  /** Answers a Boolean. */
  readonly test: Template;
  readonly next: number;
}
interface CompiledWait extends CommonState {
  readonly type: "Wait";
  readonly kind: "Seconds" | "SecondsPath" | "Timestamp" | "TimestampPath";
  readonly value: Template;
  /** The field's text, for AWS's wording. */
  readonly text: string;
}
interface CompiledSucceed extends CommonState {
  readonly type: "Succeed";
}
interface CompiledFail extends CommonState {
  readonly type: "Fail";
  readonly error: Template | undefined;
  readonly cause: Template | undefined;
}
interface CompiledParallel extends CommonState {
  readonly type: "Parallel";
  /** Index of each branch's first state. */
  readonly branches: readonly number[];
}
/** A field of a Map that names a number: by itself, by an expression, or by a path. */
interface CompiledLimit {
  readonly field: string;
  /** The path's or expression's text; absent for a plain number. */
  readonly text: string | undefined;
  readonly path: boolean;
  readonly value: Template;
}
interface CompiledMap extends CommonState {
  readonly type: "Map";
  readonly startAt: number;
  readonly distributed: boolean;
  /** Of a distributed Map's child executions. */
  readonly executionType: "STANDARD" | "EXPRESS";
  readonly label: string | undefined;
  readonly items: Template | undefined;
  /** The text of an `ItemsPath` or an `Items` expression; undefined for a literal. */
  readonly itemsText: string | undefined;
  readonly concurrency: CompiledLimit | undefined;
  readonly toleratedCount: CompiledLimit | undefined;
  readonly toleratedPercentage: CompiledLimit | undefined;
  readonly reader: CompiledReader | undefined;
  readonly batcher: CompiledBatcher | undefined;
  readonly writer: CompiledWriter | undefined;
}
/** A distributed Map's ItemReader. */
interface CompiledReader {
  readonly resource: TaskResource;
  /** Parameters or Arguments. */
  readonly arguments: Template | undefined;
  /** How its answer is read, but for `maxItems`. */
  readonly options: ReadOptions;
  readonly maxItems: CompiledLimit | undefined;
}
/** A distributed Map's ResultWriter. */
interface CompiledWriter {
  /** Undefined where nothing is to be written: the results become the state's result. */
  readonly resource: string | undefined;
  /** Parameters or Arguments. */
  readonly arguments: Template | undefined;
  readonly transformation: ResultTransformation;
  readonly outputType: "JSON" | "JSONL";
}
/** A distributed Map's ItemBatcher. */
interface CompiledBatcher {
  readonly maxItems: CompiledLimit | undefined;
  readonly maxBytes: CompiledLimit | undefined;
  readonly input: Template | undefined;
}
type CompiledState = CompiledPass | CompiledTask | CompiledChoice | CompiledWait | CompiledSucceed | CompiledFail | CompiledParallel | CompiledMap;
/** How many child executions, or items, of a map run stand where. Those that count nowhere have not begun. */
interface MapRunTally {
  readonly total: number;
  readonly running: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly aborted: number;
  /** They did not succeed, and are to run again. */
  readonly pendingRedrive: number;
  readonly resultsWritten: number;
}
/** A distributed Map's run: what is kept of it as long as the execution is. Part of a checkpoint: a stored format. */
interface MapRun {
  readonly arn: string;
  /** The Map's name. */
  readonly state: string;
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly stoppedAt?: number | undefined;
  /** `MaxConcurrency`; 0 where it sets none. */
  readonly maxConcurrency: number;
  readonly toleratedCount?: number | undefined;
  readonly toleratedPercentage?: number | undefined;
  readonly executions: MapRunTally;
  /** Where executions take several items each; else every execution is one item. */
  readonly items?: MapRunTally | undefined;
  readonly redriveCount: number;
  readonly redrivenAt?: number | undefined;
}
/** That an execution was cancelled. */
interface Cancellation {
  /** Why, for people. */
  readonly cause: string;
  /** Who asked, as they said; of a child, the execution that awaits it. */
  readonly by?: string;
  /** When it was taken in, in milliseconds since 1970; absent in checkpoints of before this was kept. */
  readonly at?: number;
  /** It has led a line of control elsewhere, or stopped one: the execution will end `ABORTED`. */
  readonly reached: boolean;
}
type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";
/**
 * The derived state of one execution: what its facts, folded, come to. A value: a transition answers a new one and
 * leaves this one as it was. Make one with {@link startRun}; store one with `runToCheckpoint`.
 */
interface Run {
  readonly header: ExecutionHeader;
  readonly status: ExecutionStatus;
  /** Defined when `status` is `SUCCEEDED`. */
  readonly output: Json$1 | undefined;
  /** How an execution that did not succeed ended; undefined also where it named none. */
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** History events so far; the id of the last one. */
  readonly eventCount: number;
  /** A rolling digest, 0 to 2^32 - 1, of the states entered and the things waited for: a replay arrives at the same. */
  readonly digest: number;
  readonly redriveCount: number;
  /** Milliseconds since 1970 of the last redrive; 0 before the first. */
  readonly redrivenAt: number;
  /** How many transitions made this run. */
  readonly rev: number;
  /** Lines of control by frame id; 0 is the root. Empty before the first fact and after success. */
  readonly frames: Trie<Frame>;
  /** Runs of distributed Maps, in the order in which they began. They stay when the execution has ended. */
  readonly mapRuns: Trie<MapRun>;
  /** The token that awaits this execution's end since its last redrive; undefined where that named none. */
  readonly awaitedBy: string | undefined;
  /** Undefined where it was not cancelled since its start or its last redrive. */
  readonly cancelled: Cancellation | undefined;
}
/** The run of an execution before its first fact, which is `ExecutionStarted`. */
declare function startRun(_machine: Machine, header: ExecutionHeader): Run;
/**
 * Work that was given up on, for people to see to. Written by {@link Commit.deadLetters}. An open letter is kept until a
 * person has settled it, even where its execution is pruned; a settled one is kept as a record of the execution, and is
 * pruned with it.
 */
interface DeadLetters {
  /** Newest first. */
  list(params: ListDeadLetters): Promise<DeadLetterPage>;
  get(params: {
    readonly id: string;
  }): Promise<DeadLetter | undefined>;
  /**
   * Notes what a person did about an open letter. Atomic with the check that it is open: of two that settle it one is
   * told so. `changed` is false where it was settled, or is not there.
   */
  change(params: {
    readonly id: string;
    readonly change: DeadLetterChange;
  }): Promise<{
    readonly changed: boolean;
  }>;
}
/** `RETRIED`: what was given up on was done after all. `DROPPED`: a person decided that it need not be. */
type DeadLetterStatus = "OPEN" | "RETRIED" | "DROPPED";
/** A letter as it is written. */
interface NewDeadLetter {
  /** Begins with `deadLetterRoute` of its execution. Deterministic: the same letter written again has the same id. */
  readonly id: string;
  /** The execution that wrote it. */
  readonly execution: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What was sent to the queue, as text. */
  readonly body: string;
  /** What the runtime knows beside. Opaque. */
  readonly details?: string;
}
interface DeadLetter extends NewDeadLetter {
  readonly status: DeadLetterStatus;
  /** Retries noted so far, the one that settled it included. */
  readonly retries: number;
  /** When it was last changed; absent where it never was. */
  readonly changedAt?: number;
  /** What the last change noted, if it noted anything. Opaque. */
  readonly note?: string;
}
/** `OPEN` and `RETRIED` count a retry: one that failed, or the one that went well. */
interface DeadLetterChange {
  readonly status: DeadLetterStatus;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Why: the error of a retry, the reason to drop it. Opaque. */
  readonly note?: string;
}
interface ListDeadLetters {
  /** Only those that this execution wrote. */
  readonly execution?: string;
  readonly status?: DeadLetterStatus;
  /** 1–1000. */
  readonly limit: number;
  /** The `cursor` of the page before, with the same filters. Rejects `CURSOR_INVALID` for anything else. */
  readonly cursor?: string;
}
interface DeadLetterPage {
  readonly letters: readonly DeadLetter[];
  /** Absent on the last page. Opaque. */
  readonly cursor?: string;
}
/**
 * Small things that are looked up by a key and change now and then: state machines with their versions, aliases and
 * tags, activities and what stands in their queues. Whoever changes one says which version of it was seen.
 *
 * A key has 1 to 1,024 characters of printable ASCII; keys sort by them.
 */
interface Documents {
  get(params: {
    readonly key: string;
  }): Promise<StoredDocument | undefined>;
  /**
   * Writes a document whose version is `expected`; 0: that is not there. Atomic. Nothing is written otherwise.
   * @returns the version that was written; undefined where there was another.
   */
  put(params: {
    readonly key: string;
    readonly text: string;
    readonly expected: number;
  }): Promise<number | undefined>;
  /** Removes a document whose version is `expected`. Answers whether it did. Atomic. */
  remove(params: {
    readonly key: string;
    readonly expected: number;
  }): Promise<boolean>;
  /**
   * Documents whose keys begin with `prefix`, by their keys, at most `limit` (1–1000) of those behind `after`. What is
   * written or removed between two calls may be missed; none comes twice.
   */
  list(params: ListDocuments): Promise<readonly StoredDocument[]>;
}
interface ListDocuments {
  readonly prefix: string;
  readonly after?: string;
  readonly limit: number;
}
interface StoredDocument {
  readonly key: string;
  /** A positive integer. The store never gives one twice, also not to a document that was removed and written again. */
  readonly version: number;
  /** Opaque. */
  readonly text: string;
}
/**
 * A text for a backend to keep: a string, or what writes itself as one when it is asked (`String(text)`), the same each
 * time. A backend that keeps it in this process may leave it unwritten until somebody reads it.
 */
type Text = string | {
  toString(): string;
};
/**
 * Where an execution stands: ASL's statuses, and `PARKED` for one that the engine will not touch until a person has
 * looked at it (it kept killing its worker, or its journal no longer replays).
 */
type StoredStatus = ExecutionStatus | "PARKED";
/** Who waits for an execution's end. */
interface EndWatcher {
  /** Its id. */
  readonly execution: string;
  /** It may have ended. */
  hint(): void;
}
/** A watcher that is told. */
interface EndWatch {
  stop(): void;
}
/** Starting executions and looking at them. Running them is the business of {@link Sessions}. */
interface Executions {
  /**
   * Stores a new execution, ready to be reserved. Atomic. An id that exists is never overwritten: the answer tells
   * what exists. Deliberately absent: deciding whether that is a conflict.
   */
  start(execution: NewExecution): Promise<StartResult>;
  get(params: {
    readonly id: string;
  }): Promise<ExecutionRecord | undefined>;
  /**
   * Tells when an execution may have ended, or been parked, whoever did it, until that is stopped. A hint: it may come
   * twice, or not at all, so whoever waits must also look now and then. Absent where no other process can end anything.
   */
  watchEnd?(watcher: EndWatcher): EndWatch;
  /** An execution's facts in order, `limit` of them after the first `from`; undefined for an unknown id. */
  journal(params: {
    readonly id: string;
    readonly from?: number;
    readonly limit?: number;
  }): Promise<readonly string[] | undefined>;
  /** Newest start first. Executions that start or end between two pages may be missed; none comes twice. */
  list(params: ListExecutions): Promise<ExecutionPage>;
  /**
   * Forgets executions that ended before `closedBefore` (milliseconds since 1970), at most `limit` of them, with all
   * that belongs to them, settled dead letters included. Their ids may be used again. Never touches one that runs or is
   * parked, nor open dead letters. With `ids` only those of these that may be forgotten.
   */
  prune(params: PruneExecutions & {
    readonly ids?: readonly string[];
  }): Promise<{
    readonly removed: number;
  }>;
  /** The ids of executions that {@link prune} may forget, at most `limit` of them, in any order. */
  prunable(params: PruneExecutions): Promise<readonly string[]>;
}
/** Which executions may be forgotten. */
interface PruneExecutions {
  /** Milliseconds since 1970: only those that ended before, by their `stoppedAt`. */
  readonly closedBefore: number;
  readonly limit: number;
}
interface NewExecution {
  readonly id: string;
  /** The state machine's name. */
  readonly machine: string;
  /** Unique per machine by way of `id`. */
  readonly name: string;
  /** A stored plan's id. */
  readonly plan: string;
  /** What the runtime needs to know again beside the input. Opaque. */
  readonly header: Text;
  /** The input as JSON text; compared character by character on a second start. */
  readonly input: Text;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Of a distributed Map's child execution: its map run's ARN. */
  readonly mapRun?: string;
}
type StartResult = {
  readonly outcome: "started";
} | {
  readonly outcome: "exists";
  readonly record: ExecutionRecord;
} |
/** Nothing was stored: the plan is unknown. */
{
  readonly outcome: "no-plan";
};
/** What a listing shows. */
interface ExecutionSummary {
  readonly id: string;
  readonly machine: string;
  readonly name: string;
  readonly plan: string;
  readonly status: StoredStatus;
  readonly startedAt: number;
  /** When it ended or was parked; absent while it runs. */
  readonly stoppedAt?: number;
  /** As it was started. */
  readonly mapRun?: string;
}
interface ExecutionRecord extends ExecutionSummary {
  readonly header: string;
  readonly input: string;
  /** JSON text; only when `SUCCEEDED`. */
  readonly output?: string;
  /** How it failed, or why it is parked. */
  readonly error?: string;
  readonly cause?: string;
}
interface ListExecutions {
  readonly machine?: string;
  readonly status?: StoredStatus;
  /** Only executions that were started with this `mapRun`; without it, only those that were started with none. */
  readonly mapRun?: string;
  /** 1–1000. */
  readonly limit: number;
  /** The `cursor` of the page before, with the same filters. Rejects `CURSOR_INVALID` for anything else. */
  readonly cursor?: string;
}
interface ExecutionPage {
  readonly executions: readonly ExecutionSummary[];
  /** Absent on the last page. Opaque. */
  readonly cursor?: string;
}
/**
 * Word from outside for executions: whoever sends need not own them. A message waits in the execution's inbox until
 * its owner has dealt with it; one that sleeps or is parked becomes ready. Messages of one execution keep their order.
 */
interface Inbox {
  /**
   * Puts a message into an execution's inbox if its status is one of `when`. Atomic with that check.
   * Not idempotent: a message sent twice arrives twice.
   */
  send(params: {
    readonly execution: string;
    readonly body: string;
    readonly when: readonly StoredStatus[];
  }): Promise<SendResult>;
  /**
   * Answers whoever waits for a token, which begins with the route of its execution (`executionRoute`). Atomic: `final` closes the token, so that of two answers one is accepted.
   * An answer to an execution that has ended is `closed`.
   */
  answer(params: {
    readonly token: string;
    readonly body: string;
    readonly final: boolean;
  }): Promise<AnswerResult>;
}
/** `unknown`: no such execution. `refused`: its status is another, and is told. */
type SendResult = {
  readonly outcome: "accepted";
} | {
  readonly outcome: "unknown";
} | {
  readonly outcome: "refused";
  readonly status: StoredStatus;
};
/** `unknown`: nobody ever waited for it, or it was pruned. `closed`: nobody does any more. */
type AnswerResult = "accepted" | "unknown" | "closed";
/** The plans that executions run by. They are never changed or removed: a stored execution needs the plan it began with. */
interface Plans {
  /** Stores a plan. Idempotent: an id stands for its content, so a second put changes nothing. */
  put(plan: StoredPlan): Promise<void>;
  get(params: {
    readonly id: string;
  }): Promise<StoredPlan | undefined>;
  /**
   * All of them, in the order they were stored, or those behind the first `from`. A deployment has as many as it has had
   * versions.
   */
  list(params?: {
    readonly from?: number;
  }): Promise<readonly StoredPlan[]>;
}
interface StoredPlan {
  /** sha256 of what is in it, as 64 hexadecimal digits. */
  readonly id: string;
  /** The state machine's name. */
  readonly machine: string;
  /** Opaque. */
  readonly text: string;
}
/** Who called, in the form of W3C Trace Context: stored with what is started, and sent with what is called. */
interface TraceContext {
  /** `00-<trace id>-<span id>-<flags>`. */
  readonly traceparent: string;
  readonly tracestate?: string;
}
/**
 * Whoever watches what the engine does, and tells it to the world: OpenTelemetry in `@stepwright/adapters/otel`. Its
 * calls are plain and synchronous, decide nothing, and must not throw. Where there is none, nothing is done for it.
 */
interface Telemetry {
  /** The trace context of the code that is running now; undefined where nobody traces it. */
  caller(): TraceContext | undefined;
  /** An execution was stored by a client or a worker of this process, and did not exist before. */
  started(workflow: string): void;
  /** A worker was made. */
  worker(worker: ObservedWorker): WorkerObserver;
  /** A queue handed a job to this process, whose handler is about to be called. */
  serving(job: ObservedJob): JobObserver;
}
/** A job as it was taken from a task queue. */
interface ObservedJob {
  readonly task: string;
  /** Undefined where what carries the envelopes has no queues. `system`: `bullmq`. */
  readonly queue: {
    readonly name: string;
    readonly system: string;
  } | undefined;
  readonly execution: string;
  readonly step: string;
  readonly attempt: number;
  /** The attempt's context, as the job brought it; undefined where nobody traces the execution. */
  readonly trace: TraceContext | undefined;
}
/** Told of one job's doings. */
interface JobObserver {
  /** What goes with whatever the handler calls. */
  readonly trace: TraceContext | undefined;
  /** Facts for log lines: `trace_id` and `span_id`. */
  readonly logFacts: Readonly<Record<string, string>>;
  /** Calls the handler; what it does is part of the job. Answers what it answers. */
  call<T>(handler: () => T): T;
  /** @param error - The ASL error's name; undefined where the handler succeeded. */
  ended(error: string | undefined): void;
}
/** What a worker shows of itself while it lives. */
interface ObservedWorker {
  /** Names it, for people. */
  readonly name: string;
  /** The backend's name. */
  readonly backend: string;
  /** Names of the workflows whose executions it runs. */
  readonly workflows: readonly string[];
  /** Executions that it holds in memory. */
  executions(): number;
  /** Handlers that run for its executions, and those that stand in line for a slot; and for jobs, where it has queues. */
  handlers(): {
    readonly running: number;
    readonly waiting: number;
    readonly jobs?: number | undefined;
  };
  /** What is ready in the store and waits for a worker; undefined where the store cannot tell. */
  backlog(): Backlog | undefined;
  /** Executions in the store that no worker can run, as of some seconds ago. */
  unserved(): number;
}
/** Executions that are ready and were not reserved yet. */
interface Backlog {
  readonly ready: number;
  /** Since when the one that has waited longest is ready, in milliseconds since 1970; absent where none waits. */
  readonly oldest?: number;
}
/** Told of one worker's doings. */
interface WorkerObserver {
  /** Runs the worker's loop, apart from whatever its caller is part of. Answers what it answers. */
  apart<T>(loop: () => T): T;
  /** An execution was taken up: started, woken, or taken over from another worker. */
  took(execution: ObservedExecution): ExecutionObserver;
  /** A tick with commits was answered. */
  committed(tick: ObservedTick): void;
  /** An execution's end, or that it was parked, is durable. */
  ended(workflow: string, status: StoredStatus): void;
  /** The session ended against the worker's will, with this many executions in its hands. */
  lost(executions: number): void;
  /** The worker has let go of everything. */
  closed(): void;
}
/** A commit of one turn of the event loop. Times are milliseconds since 1970, by the system's clock. */
interface ObservedTick {
  readonly beganAt: number;
  readonly endedAt: number;
  /** Executions that it committed, and how many of those were refused. */
  readonly commits: number;
  readonly refused: number;
  readonly deadLetters: number;
  /** Of the executions among them whose events are watched. */
  readonly observers: readonly ExecutionObserver[];
}
/** An execution as it was taken up. */
interface ObservedExecution {
  readonly id: string;
  readonly name: string;
  readonly workflow: string;
  /** By state name, what each state is for, and the step of the workflow that it belongs to. */
  readonly notes: Readonly<Record<string, {
    readonly role: string;
    readonly step?: string;
  } | undefined>>;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Of the caller that started it; absent where none was stored. */
  readonly caller: TraceContext | undefined;
  readonly redriveCount: number;
  /** Milliseconds since 1970 of the last redrive; 0 before the first. */
  readonly redrivenAt: number;
  /** The states that it stands in, those that hold others before what they hold. */
  standing(): readonly StandingState[];
}
/** A state that was entered and not left. */
interface StandingState {
  readonly frame: number;
  /** The frame whose state started this one; -1 for the root. */
  readonly parent: number;
  readonly name: string;
  /** ASL's `Type`. */
  readonly type: string;
  /** The event that entered it, and its time in milliseconds since 1970. */
  readonly entered: number;
  readonly enteredAt: number;
  /** Of a Task: attempts that were ordered. */
  readonly attempts: number;
  /** The attempt under way. */
  readonly attempt?: {
    readonly seq: number;
    readonly sinceMs: number;
  };
  /** The attempt that failed, and when, while its successor waits for its time. */
  readonly failed?: {
    readonly seq: number;
    readonly at: number;
  };
}
/** An event of an execution's history, and the line of control that it is of. */
interface ObservedEvent {
  readonly event: HistoryEvent;
  /** -1 for an event of the execution itself, or of a branch's or iteration's begin or end. */
  readonly frame: number;
  /** The frame whose state started this one; -1 for the root. */
  readonly parent: number;
  /** The attempt that an event of an attempt is of. */
  readonly seq: number;
}
/** Told of one execution's doings, for as long as a worker holds it. Nothing tells that the worker has let go of it. */
interface ExecutionObserver {
  /** Whether it is to be told of events, and is to call handlers. It is asked once. */
  readonly watches: boolean;
  /** What goes with an order that is carried out: the attempt's own context; for a child of a distributed Map, the Map's. */
  contextOf(order: RunTask | RunChild): TraceContext | undefined;
  /** Facts for log lines: `trace_id` and `span_id`, the attempt's or the execution's. */
  logFacts(order?: RunTask): Readonly<Record<string, string>>;
  /** Calls the handler of an attempt; what it does is part of the attempt. Answers what it answers. */
  call<T>(order: RunTask, handler: () => T): T;
  /** An attempt begins without {@link call}: it goes to a task queue, or nobody {@link watches}, so its handler is called as it is. */
  began(order: RunTask): void;
  /** These events are durable. */
  happened(events: readonly ObservedEvent[]): void;
}
/**
 * Why a stored text could not be read back: what it was kept with is missing, or it is not what was stored. Handed over
 * by a backend that keeps texts in another form than they are given in; such an execution must not be run.
 */
interface Unreadable {
  /** As the execution's `error` is to name it: `Stepwright.KeyUnknown`, `Stepwright.TextTampered`, … */
  readonly error: string;
  /** For people: which text it is, and what is wrong. */
  readonly cause: string;
  /** It may well be readable in a moment: the execution is left alone for a while, and not parked. */
  readonly later?: true;
}
/**
 * Running executions. A worker opens a session; what the session reserves is its own alone until it lets go of it or
 * the session ends. All that a worker does to executions goes through {@link tick}.
 */
interface Sessions {
  /**
   * Opens a session. A backend in one process keeps it until it is closed or the process dies; one shared by several
   * processes also ends it when its worker has not ticked for a while.
   */
  open(params: OpenSession): Promise<{
    readonly session: string;
  }>;
  /**
   * Adds plans to those that a session can run: what waits by one of them is handed to it from now on. Idempotent; of a
   * session that has ended, nothing.
   */
  serve(params: {
    readonly session: string;
    readonly plans: readonly string[];
  }): Promise<void>;
  /**
   * Commits what happened and hands out what is to be done next: ONE atomic operation per store or, on a partitioned
   * one, per partition. Each commit is taken or refused as a whole; a refused one changes nothing and does not touch
   * the others. In order: commits as given, then timers that are due, then messages, then reservations. A tick of a
   * session that has ended does nothing and answers `lost`.
   *
   * A rejected tick leaves open which commits were taken: the worker must give the session up.
   */
  tick(params: Tick): Promise<TickResult>;
  /**
   * Ends a session. Whatever it still owned becomes ready, before anything else, and as if it had not been delivered.
   * Idempotent.
   */
  close(params: {
    readonly session: string;
  }): Promise<void>;
  /** What is ready and not reserved, for gauges: cheap, and may be a little old. Absent where the store cannot tell. */
  backlog?(): Backlog | undefined;
  /**
   * Work that nobody can run: plans with executions that are ready, or due, and are not among the plans of any open
   * session, of whatever process. May be some seconds behind. Absent where the store cannot tell.
   */
  unserved?(): Promise<readonly UnservedPlan[]>;
}
/** A plan that executions wait for a worker of. */
interface UnservedPlan {
  readonly plan: string;
  /** Executions that are ready or due. */
  readonly ready: number;
}
interface OpenSession {
  /** Names the worker, for people. */
  readonly worker: string;
  /** Ids of the plans that it can run; executions of others are not handed to it. */
  readonly plans: readonly string[];
  /**
   * Called when something may be waiting for this session: an execution is ready, a message came. A hint: it may come
   * late, twice or, on a shared store, not at all, so a worker must also tick now and then. Never called during `tick`.
   */
  readonly onWake: () => void;
}
interface Tick {
  readonly session: string;
  /** Milliseconds since 1970, the worker's clock. A store shared by several machines goes by its own. */
  readonly now: number;
  /** At most one per execution. */
  readonly commits: readonly Commit[];
  /** Reserve up to this many executions. */
  readonly want: number;
  /**
   * So many more may be handed out by the session's next tick, whatever that one wants: executions that this process
   * starts until then, and which the store need not make ready for others first. Default: 0.
   */
  readonly spare?: number;
}
/** What happened to one execution since its last commit. */
interface Commit {
  readonly execution: string;
  /** The journal's length that this follows on. Any other length there: refused. Not owned by the session: refused. */
  readonly expected: number;
  /** Facts to append; may be none. */
  readonly facts: readonly Text[];
  /** Ids of messages that are dealt with: removed. An unknown id is no error. */
  readonly consumed?: readonly string[];
  /** Tokens that the execution waits for from now on; each begins with its `executionRoute`. Idempotent; a closed one stays closed. */
  readonly opened?: readonly string[];
  /** Tokens that it no longer waits for. */
  readonly closed?: readonly string[];
  /**
   * Answers to tokens of other executions, delivered as {@link Inbox.answer} with `final` does: at once, or by an
   * outbox that survives a crash; at least once, and never lost.
   */
  readonly answers?: readonly TokenAnswer[];
  /**
   * Word for other executions, delivered as {@link Inbox.send} does to those that run or are parked: with this commit or
   * not at all, at once or by an outbox that survives a crash; at least once, and never lost. What has ended, or is not
   * there, gets none.
   */
  readonly messages?: readonly SentMessage[];
  /** Written with this commit or not at all; an id that exists is left as it is. */
  readonly deadLetters?: readonly NewDeadLetter[];
  /** The runtime's derived state at `expected + facts.length`, replacing an earlier one. Opaque. */
  readonly checkpoint?: string;
  /**
   * A new status. Anything but `RUNNING` ends the session's ownership, and messages that are left are dropped; those of
   * a `PARKED` one stay and make it ready at once, for what was accepted for it must not be lost.
   */
  readonly status?: StatusChange;
  /**
   * Ends the session's ownership: the execution sleeps until `due` (milliseconds since 1970) or a message. One with
   * a message that is not dealt with is ready at once.
   */
  readonly sleep?: {
    readonly due?: number;
  };
}
interface SentMessage {
  readonly execution: string;
  readonly body: string;
}
interface TokenAnswer {
  readonly token: string;
  readonly answer: string;
}
/** `RUNNING` takes back an end: the execution was redriven. */
interface StatusChange {
  readonly status: StoredStatus;
  /** Milliseconds since 1970; ignored for `RUNNING`. */
  readonly at: number;
  /** JSON text. */
  readonly output?: Text;
  readonly error?: string;
  readonly cause?: string;
}
type TickResult = {
  readonly lost: true;
} | {
  readonly lost: false;
  /** Executions whose commit was refused. The session does not own them any more. */
  readonly refused: readonly string[];
  readonly reserved: readonly Reserved[];
  /** Messages that came for executions the session owns; each is handed over once per ownership. */
  readonly messages: readonly Delivery[];
  /** More is ready than was reserved. */
  readonly more: boolean;
  /** When the first sleeping execution of the session's plans is due; absent where none sleeps by time. */
  readonly nextDue?: number;
};
/** An execution handed to a session, with all that is needed to go on with it. */
interface Reserved extends Omit<ExecutionRecord, "header" | "input"> {
  /** As it was handed in, or written; the input likewise. */
  readonly header: Text;
  readonly input: Text;
  /** Its texts could not be read back: header and input are empty, and there is no other text but its messages. */
  readonly unreadable?: Unreadable;
  /** The last checkpoint, and how many facts it stands for. */
  readonly checkpoint?: {
    readonly length: number;
    readonly state: string;
  };
  /** The facts after the checkpoint, or all of them. */
  readonly facts: readonly string[];
  /** The journal's length. */
  readonly length: number;
  /** Messages not dealt with, oldest first. */
  readonly messages: readonly Message[];
  /**
   * How often it was handed out, this time included, since its journal last grew or a session let go of it in good
   * order. Stored before this answer, so that a worker which dies of it was counted. At most one too high.
   */
  readonly deliveries: number;
}
interface Message {
  readonly id: string;
  /** Opaque. */
  readonly body: string;
  /** It could not be read back, and its body is empty. It is not to be consumed: it may be readable one day. */
  readonly unreadable?: Unreadable;
}
interface Delivery extends Message {
  readonly execution: string;
}
/**
 * Where executions are stored and shared out: one set of small ports over one store.
 *
 * Every text that a backend is handed (headers, facts, messages, checkpoints, bodies) is opaque to it: it keeps it and
 * hands back the same characters. A call that rejected may or may not have been carried out; every call is made so
 * that doing it again, or reading what is stored, tells which. `backendContract` from `@stepwright/engine/testing` is
 * what every backend must pass.
 */
interface Backend {
  /** `memory`, `sqlite`, …: for messages. */
  readonly name: string;
  readonly capabilities: BackendCapabilities;
  readonly plans: Plans;
  readonly executions: Executions;
  readonly sessions: Sessions;
  readonly inbox: Inbox;
  readonly deadLetters: DeadLetters;
  readonly documents: Documents;
  /** Ends every session and lets go of the storage. Idempotent; every other call then rejects `BACKEND_CLOSED`. */
  close(): Promise<void>;
}
/** What a backend can do beyond the contract. */
interface BackendCapabilities {
  /** What was acknowledged survives the end of the process. */
  readonly durable: boolean;
  /** Several processes may use the store at once; a client may then have to poll for what others did. */
  readonly shared: boolean;
  /**
   * Nothing comes between a worker and the store: no tick fails, and no session ends but by its own worker or with the
   * store, which ends with the process. A worker's orders need not wait for the commit of what led to them. Default:
   * false.
   */
  readonly volatile?: boolean;
  /**
   * A worker may send a tick while another of its session is on its way: they are carried out, and answered, in the
   * order of the calls, so that store and worker need not wait for each other. Default: false.
   */
  readonly overlapping?: boolean;
}
/** Time, for whoever must not read it for themselves. */
interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Calls back once, no earlier than `at` (milliseconds since 1970), and never before this call has returned. A timer
   * alone does not keep the process alive where the platform can help it.
   * @returns takes the timer back; safe to call at any time
   */
  timer(at: number, callback: () => void): () => void;
  /**
   * Told by a worker that it has nothing to do before its next timer, save for `running` handlers that have not
   * answered. A clock that skips time may then jump, until the worker calls what this answers: it has been woken.
   * Absent: nobody is interested.
   */
  idle?(running: number): () => void;
}
/**
 * Where a distributed Map's ItemReader reads and its ResultWriter writes: buckets of objects, as in S3. Failures reject
 * with an {@link ObjectStoreError}; anything else counts as a fault of the store.
 */
interface ObjectStore {
  /** An object's bytes; those of a version of it, where one is asked for. `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`. */
  get(request: {
    readonly bucket: string;
    readonly key: string;
    readonly versionId?: string;
  }): Promise<Uint8Array>;
  /** Objects whose keys begin with a prefix, by their keys' bytes of UTF-8. `NoSuchBucket`. */
  list(request: {
    readonly bucket: string;
    readonly prefix?: string;
  }): AsyncIterable<StoredObject>;
  /** Writes an object, whole or not at all, in place of any other of its key. `NoSuchBucket`. */
  put(request: {
    readonly bucket: string;
    readonly key: string;
    readonly body: Uint8Array;
  }): Promise<void>;
}
/** An object store whose objects can be removed again: where large payloads can be kept. */
interface BlobStore extends ObjectStore {
  /** Removes an object; one that is not there is no error. `NoSuchBucket`. */
  delete(request: {
    readonly bucket: string;
    readonly key: string;
  }): Promise<void>;
}
/** What a listing says of an object. Names and units are those of S3's ListObjectsV2 as Step Functions shows it. */
interface StoredObject {
  readonly Etag: string;
  readonly Key: string;
  /** Seconds since 1970. */
  readonly LastModified: number;
  /** Bytes. */
  readonly Size: number;
  readonly StorageClass: string;
}
/** Why a store did not do what it was asked for. */
declare class ObjectStoreError extends Error {
  readonly name: string;
  /** @param code - S3's name of it: `NoSuchKey`, `NoSuchVersion`, `NoSuchBucket`, `AccessDenied`. */
  constructor(code: "NoSuchKey" | "NoSuchVersion" | "NoSuchBucket" | "AccessDenied", message: string);
}
/** One attempt of a Task state, as a history tells of it. */
interface Attempt {
  /** The state's name. */
  readonly state: string;
  /** The event that scheduled it. */
  readonly event: number;
  /** The effective input: what was asked of the resource. */
  readonly request: Json$1;
  /** The idempotency key that it carried; absent where the resource is given none. */
  readonly key?: string;
  /** What the step was given, out of its envelope. */
  readonly input: Json$1;
  /** What it answered, out of its envelope; absent where it did not, or nobody knows. */
  readonly result?: Json$1;
  /** How it failed; neither this nor `result` where its outcome is not known. */
  readonly failure?: {
    readonly error?: string;
    readonly cause?: string;
  };
  readonly timeoutSeconds?: number;
}
/** A step that was attempted, be its outcome known or not. */
interface AttemptedStep {
  readonly step: string;
  readonly state: string;
  /** Absent for a call that is given no key. */
  readonly key?: string;
  readonly input: Json$1;
  /** Absent where nobody knows whether, and with what, it answered. */
  readonly result?: Json$1;
  /** How its last attempt failed; a failure may say that it did nothing. */
  readonly failure?: Attempt["failure"];
  readonly attempts: number;
}
/** A compensation that is to be called. */
interface PlannedCompensation {
  /** Those of one turn, from 1, are called at once; the next turn when all of them have answered. */
  readonly turn: number;
  /** The step that it undoes. */
  readonly step: string;
  readonly state: string;
  /** The compensation's own key: `<key>~undo`. */
  readonly key?: string;
  readonly input: Json$1;
  /** What the resource is sent. */
  readonly request: Json$1;
}
/** What is left to be undone of an execution. */
interface CompensationPlan {
  /** In the order in which they were first attempted. */
  readonly attempted: readonly AttemptedStep[];
  /** In order; empty where nothing is left. A compensation that fails may change what comes after it. */
  readonly compensations: readonly PlannedCompensation[];
  /** The step whose probe has to be asked first: whether its effect stands decides whether anything is undone. */
  readonly probe?: string;
}
/** Which executions are meant: those that fit all that is given. Times are milliseconds since 1970. */
interface ExecutionFilter {
  readonly workflow?: string;
  readonly status?: StoredStatus | readonly StoredStatus[];
  /** The error's name, as the execution has it. */
  readonly error?: string;
  readonly startedAfter?: number;
  readonly startedBefore?: number;
}
/** Which open dead letters are meant: those that fit all that is given. Times are milliseconds since 1970. */
interface DeadLetterFilter {
  readonly workflow?: string;
  readonly execution?: string;
  readonly step?: string;
  /** Why the compensation failed the last time. */
  readonly error?: string;
  readonly writtenAfter?: number;
  readonly writtenBefore?: number;
}
interface BulkOptions {
  /** Tells what would be done, and does nothing. */
  readonly dryRun?: boolean;
  /** How many are done at once, 1 to 100; default 8. */
  readonly concurrency?: number;
  /** Begins no more of them once it is aborted; those that are left have no outcome. */
  readonly signal?: AbortSignal;
  /** Told of each as soon as it is done. */
  readonly onOutcome?: (outcome: BulkOutcome, progress: {
    readonly done: number;
    readonly total: number;
  }) => void;
}
/** What became of one execution, or of one dead letter. */
interface BulkOutcome {
  readonly id: string;
  /** It was done; with `dryRun`, it could be. */
  readonly ok: boolean;
  /** Why not: a code of `docs/errors.md`, or the error's name. */
  readonly code?: string;
  readonly message?: string;
}
/** What became of all of them. */
interface BulkResult {
  /** How many fitted the filter. */
  readonly matched: number;
  readonly succeeded: number;
  readonly failed: number;
  /** In the order in which they were done. */
  readonly outcomes: readonly BulkOutcome[];
}
/** What a client does to many executions at once. Fails as a whole only where nothing was done. */
interface BulkClient {
  /**
   * Redrives all that fit. Default status: `FAILED`, `TIMED_OUT`, `PARKED`; those that were stopped go on only where
   * `ABORTED` is asked for. One that cannot be redriven is an outcome.
   * @throws {EngineError} `LIMIT_INVALID`
   */
  redriveAll(filter: ExecutionFilter, options?: BulkOptions): Promise<BulkResult>;
  /**
   * Cancels all that fit. Default status: `RUNNING`. One that ended meanwhile is an outcome with its status as the code.
   * @throws {EngineError} `LIMIT_INVALID`, `TOO_LONG`
   */
  cancelAll(filter: ExecutionFilter, options?: BulkOptions & {
    readonly reason?: string;
    readonly by?: string;
  }): Promise<BulkResult>;
}
/** Likewise for dead letters. */
interface BulkDeadLetterClient {
  /**
   * Retries all open letters that fit, oldest first. One whose compensation failed again is an outcome with its error's
   * name as the code.
   * @throws {EngineError} `LIMIT_INVALID`
   */
  retryAll(filter: DeadLetterFilter, options?: BulkOptions): Promise<BulkResult>;
}
declare const valueTypes: unique symbol;
/** A state machine that was written in the Amazon States Language by hand. */
interface StateMachine<I = unknown, O = unknown> {
  readonly kind: "stateMachine";
  readonly name: string;
  readonly plan: Plan;
  /** Never there: carries the types. */
  readonly [valueTypes]?: {
    readonly input: I;
    readonly output: O;
  };
}
interface StateMachineOptions {
  /** What each `${Placeholder}` of the definition stands for, by its name. */
  readonly bindings?: Readonly<Record<string, Binding>>;
  /**
   * As on AWS, an `EXPRESS` one has no `.sync`, no `.waitForTaskToken`, no activities and no distributed Maps; each start
   * of it is another execution, also by the same name; its executions cannot be redriven. With `target: "aws"` they take
   * 300 seconds at most, and cannot be stopped. `client.execute` starts one and waits. Default `STANDARD`. (AWS:
   * choosing workflow type)
   */
  readonly type?: "STANDARD" | "EXPRESS";
}
/**
 * Makes a state machine from its definition, so that the engine can run it as it is.
 * @param definition - ASL as an object or as text.
 * @throws {EngineError} `PLAN_INVALID` with every problem of the definition; `NAME_INVALID`.
 */
declare function stateMachine<I = unknown, O = unknown>(name: string, definition: object | string, { bindings, type }?: StateMachineOptions): StateMachine<I, O>;
declare const outputType: unique symbol;
/** An execution's id: an ARN as text. It carries the type of the execution's output. */
type ExecutionId<O = unknown> = string & {
  readonly [outputType]?: O;
};
/** A workflow, or a state machine written by hand. */
type Startable<I = never, O = unknown> = Workflow<I, O> | StateMachine<I, O>;
interface StartOptions {
  /**
   * 1 to 80 characters, unique per workflow: a second start with the same name and input finds the first one's
   * execution. Of an `EXPRESS` state machine it names another execution each time. Default: a name of 22 random
   * characters.
   */
  readonly name?: string;
}
/** How an execution is started whose plan is known by its id alone. */
interface StartPlanOptions extends StartOptions {
  /** Where it says that it is: its id begins with this. Default `arn:aws:states:local:000000000000`. */
  readonly home?: Home;
  /** The role that it shows in its context and history. */
  readonly roleArn?: string;
  /** What is to be known of the start later: see {@link startOf}. */
  readonly labels?: Readonly<Record<string, string>>;
}
/** An execution that was started, or found. */
interface Started<O = unknown> {
  readonly id: ExecutionId<O>;
  readonly name: string;
  readonly workflow: string;
  /** It existed already: the same name and input were given before. */
  readonly existed: boolean;
}
/** An execution that was started by its plan, or found. */
interface StartedPlan extends Started {
  readonly status: StoredStatus;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}
/** What an activity's worker is handed. */
interface ActivityTask {
  /** Answers the task: see {@link Client.succeed}. */
  readonly token: string;
  readonly input: Json$1;
}
interface ActivityTaskOptions {
  /** How long to wait for one, in milliseconds. Default 0. */
  readonly waitMs?: number;
  /** Names the worker, in the history. */
  readonly worker?: string;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
}
/** What is known of an execution. Times are milliseconds since 1970. */
interface ExecutionDescription<O = unknown> {
  readonly id: ExecutionId<O>;
  readonly name: string;
  readonly workflow: string;
  /** sha256 of the plan that it runs by. */
  readonly plan: string;
  /** `PARKED`: the engine will not touch it until it is redriven; `error` and `cause` say why. */
  readonly status: StoredStatus;
  readonly input: Json$1;
  /** Only of a `SUCCEEDED` one. */
  readonly output?: O;
  readonly error?: string;
  readonly cause?: string;
  readonly startedAt: number;
  /** When it ended or was parked. */
  readonly stoppedAt?: number;
  /** Of a distributed Map's child execution: its map run's ARN. */
  readonly mapRun?: string;
  /** What it gave up on, newest first, and what became of that; only from `describe`, and only where there is any. */
  readonly deadLetters?: readonly DeadLetterDescription[];
}
/** Whether and how an execution was, and can be, redriven. Times are milliseconds since 1970. (AWS: DescribeExecution) */
interface RedriveDescription {
  readonly redriveCount: number;
  /** The last one. */
  readonly redrivenAt?: number;
  /** `REDRIVABLE_BY_MAP_RUN`: with the execution whose distributed Map it is a child of. */
  readonly redriveStatus: "REDRIVABLE" | "NOT_REDRIVABLE" | "REDRIVABLE_BY_MAP_RUN";
  /** Of one that is `NOT_REDRIVABLE`. */
  readonly redriveStatusReason?: string;
}
/** Whether a request to cancel was taken: not by an execution that had ended. */
type CancelOutcome = {
  readonly accepted: true;
} | {
  readonly accepted: false;
  readonly status: StoredStatus;
};
/** What becomes of a request to cancel an execution. Times are milliseconds since 1970. */
interface CancellationDescription {
  /** When a worker took the request in; 0 where a release from before this was kept did. */
  readonly requestedAt: number;
  readonly reason: string;
  /** Who asked, as they said; of a child, the id of the execution that awaits it. */
  readonly by?: string;
  /**
   * `RESTING`: what is in flight comes to its end. `COMPENSATING`: what was done is being undone. `ENDED`: the execution
   * has ended as a cancelled one. `TOO_LATE`: it goes on, or went on, to its end as if nobody had asked: it was past its
   * pivot, or only its last step was in flight.
   */
  readonly status: "RESTING" | "COMPENSATING" | "ENDED" | "TOO_LATE";
  /** What the execution waits for now; empty once it has ended. */
  readonly awaits: readonly AwaitedWork[];
}
/** Work in flight: a step, a compensation, a child. */
interface AwaitedWork {
  /** The state's name, and the line of control that stands in it: `Parallel[0]/Charge`. */
  readonly state: string;
  readonly path: string;
  /** The step in the workflow that it does or undoes; absent where the plan does not say. */
  readonly step?: string;
  /** When it began, in milliseconds since 1970. */
  readonly since: number;
  /** The id of the child workflow or child execution whose end it is. */
  readonly child?: string;
}
interface HistoryOptions {
  /** 1 to 1000 events; default 1000. */
  readonly limit?: number;
  /** Newest first. */
  readonly reverseOrder?: boolean;
  /** The `cursor` of the page before. */
  readonly cursor?: string;
}
interface SubscribeOptions {
  /** Only events after the one of this id: the last that came before. Default 0: all of them. */
  readonly after?: number;
  /** Ends the subscription without an error. */
  readonly signal?: AbortSignal;
}
/** Executions of one plan that wait, and that no worker can run. */
interface UnservedWork {
  readonly workflow: string;
  readonly plan: string;
  readonly executions: number;
}
interface HistoryPage {
  readonly events: readonly HistoryEvent[];
  /** Absent on the last page. */
  readonly cursor?: string;
}
interface ListOptions {
  /** A workflow's name. */
  readonly workflow?: string;
  readonly status?: StoredStatus;
  /** A map run's ARN: only its child executions, which are listed nowhere else. */
  readonly mapRun?: string;
  /** 1 to 1000; default 100. */
  readonly limit?: number;
  /** The `cursor` of the page before, with the same filters. */
  readonly cursor?: string;
}
interface ExecutionList {
  /** Newest start first. */
  readonly executions: readonly ListedExecution[];
  /** Absent on the last page. */
  readonly cursor?: string;
}
interface ListedExecution extends Omit<ExecutionSummary, "machine"> {
  readonly workflow: string;
}
/** A compensation that was given up on, and what became of it. Times are milliseconds since 1970. */
interface DeadLetterDescription {
  readonly id: string;
  readonly execution: string;
  /** When it was written. */
  readonly at: number;
  /** `OPEN`: somebody has to see to it. `RETRIED`: it was done after all. `DROPPED`: it need not be done. */
  readonly status: DeadLetterStatus;
  /** The step that was to be undone, as the saga's report calls it. */
  readonly step?: string;
  /** The key that the step did its work under; that of its compensation is `request`'s. */
  readonly key?: string;
  /** What should have undone it: a task, a workflow, an event, a service. */
  readonly compensation?: string;
  /** What the step was given, and what it answered; absent where nobody knows. */
  readonly input?: Json$1;
  readonly result?: Json$1;
  /** What the compensation was last sent; absent where it never got so far. */
  readonly request?: Json$1;
  /** How often the execution tried. */
  readonly attempts?: number;
  /** Why it failed the last time, be it in the execution or in a retry. */
  readonly error?: string;
  readonly cause?: string;
  /** Retries by {@link DeadLetterClient.retry}. */
  readonly retries: number;
  /** When it was last retried, or was settled. */
  readonly changedAt?: number;
  /** Why it was dropped. */
  readonly reason?: string;
  /** The message as it was sent to the queue. */
  readonly body: string;
}
interface ListDeadLettersOptions {
  /** Default `OPEN`; `ALL` for those that were settled, too. */
  readonly status?: DeadLetterStatus | "ALL";
  /** Only those of this execution. */
  readonly execution?: string;
  /** 1 to 1000; default 100. */
  readonly limit?: number;
  /** The `cursor` of the page before, with the same filters. */
  readonly cursor?: string;
}
interface DeadLetterList {
  /** Newest first. */
  readonly letters: readonly DeadLetterDescription[];
  /** Absent on the last page. */
  readonly cursor?: string;
}
interface DeadLetterClient extends BulkDeadLetterClient {
  /** @throws {EngineError} `LIMIT_INVALID`; {AdapterError} `CURSOR_INVALID` */
  list(options?: ListDeadLettersOptions): Promise<DeadLetterList>;
  /** @throws {EngineError} `DEAD_LETTER_NOT_FOUND` */
  get(id: string): Promise<DeadLetterDescription>;
  /**
   * Calls the compensation again, with the same key and envelope, in this process. Where it goes well the letter is
   * settled; where it fails, which is a value and no exception, the letter stays open, with the new error and one more
   * retry. A process that dies in between has changed nothing of the letter: retry it again, the key is the same.
   * @throws {EngineError} `DEAD_LETTER_NOT_FOUND`; `DEAD_LETTER_SETTLED`; `DEAD_LETTER_UNKNOWN` where nobody knows what
   * to call; `UNBOUND` where nobody here serves it; `PLAN_MISSING`.
   */
  retry(id: string): Promise<DeadLetterDescription>;
  /**
   * Settles a letter that need not be done any more: it was seen to by hand, say. The reason is kept.
   * @throws {EngineError} `DEAD_LETTER_NOT_FOUND`, `DEAD_LETTER_SETTLED`
   */
  drop(id: string, options: {
    readonly reason: string;
  }): Promise<DeadLetterDescription>;
}
/** A run of a distributed Map. Times are milliseconds since 1970. (AWS: DescribeMapRun) */
interface MapRunDescription {
  readonly mapRun: string;
  /** The execution whose Map it is. */
  readonly execution: string;
  /** The Map's name. */
  readonly state: string;
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  readonly startedAt: number;
  readonly stoppedAt?: number;
  /** 0 where the Map sets none: then 10,000. */
  readonly maxConcurrency: number;
  /** 0 where the Map sets none. */
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
  readonly executionCounts: MapRunCounts;
  /** As `executionCounts`, but where an ItemBatcher gives an execution several items. */
  readonly itemCounts: MapRunCounts;
  /** Whether an ItemBatcher gives each execution a batch: its input then holds the `Items`. */
  readonly batched: boolean;
  readonly redriveCount: number;
  readonly redrivenAt?: number;
}
/** What a map run goes by. */
interface MapRunLimits {
  /** 0: as many as there are, up to 10,000. */
  readonly maxConcurrency?: number;
  readonly toleratedFailureCount?: number;
  /** 0 to 100. */
  readonly toleratedFailurePercentage?: number;
}
/** How many child executions, or items, of a map run stand where. */
interface MapRunCounts extends MapRunTally {
  /** They have not begun. */
  readonly pending: number;
}
/** Starts executions, answers what they wait for, and looks at them. Runs nothing: that is a worker's business. */
interface Client extends BulkClient {
  /**
   * Starts an execution. Nothing is stored where the input does not fit.
   * @throws {EngineError} `INPUT_INVALID` with every problem, `NAME_INVALID`, `WORKFLOW_UNKNOWN`, `EXECUTION_EXISTS` for
   * a name that was given with another input.
   */
  start<I, O>(workflow: Startable<I, O>, input: NoInfer<I>, options?: StartOptions): Promise<Started<O>>;
  /**
   * Starts an execution and waits until it ends, or is parked: {@link start} and {@link result} in one, at less
   * cost. Its failure is a value, not an exception. Where a name is given whose execution exists, waits for that one.
   * @throws {EngineError} what `start` and `result` throw. After `RESULT_TIMEOUT` and `ENGINE_CLOSED` the execution goes
   * on: give a `name` to find it again.
   */
  execute<I, O>(workflow: Startable<I, O>, input: NoInfer<I>, options?: StartOptions & {
    readonly timeoutMs?: number;
  }): Promise<ExecutionDescription<O>>;
  /** @throws {EngineError} `EXECUTION_NOT_FOUND` */
  describe<O>(id: ExecutionId<O>): Promise<ExecutionDescription<O>>;
  /**
   * Waits until an execution ends, or is parked. Its failure is a value, not an exception.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`; `RESULT_TIMEOUT` when `timeoutMs` have passed (default: never);
   * `ENGINE_CLOSED` where the engine is closed meanwhile.
   */
  result<O>(id: ExecutionId<O>, options?: {
    readonly timeoutMs?: number;
  }): Promise<ExecutionDescription<O>>;
  /**
   * AWS's history of an execution: replayed from its journal, the same events each time.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`, `CURSOR_INVALID`, `LIMIT_INVALID`
   * @throws {Error} where the journal does not replay: such an execution is parked, and says so.
   */
  history(id: string, options?: HistoryOptions): Promise<HistoryPage>;
  /**
   * The events of an execution's history as they come about, from the first or after one that is known, until it ends or
   * is parked. Looks at the store at least once a second; the end is heard at once where it comes about in this process.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`; `ENGINE_CLOSED` where the engine is closed meanwhile.
   * @throws {Error} where the journal does not replay.
   */
  subscribe(id: string, options?: SubscribeOptions): AsyncIterable<HistoryEvent>;
  /** Stores the plan of a workflow or state machine, known here or not, and answers its id. Idempotent. */
  storePlan(machine: Workflow | StateMachine): Promise<string>;
  /**
   * Starts an execution by a stored plan, as {@link start} does. The input is JSON text, which is kept as it is; no schema
   * is asked.
   * @throws {EngineError} `INPUT_INVALID` for text that is not JSON or too long, `NAME_INVALID`, `PLAN_MISSING`,
   * `EXECUTION_EXISTS` for one with another input.
   */
  startPlan(plan: string, input: string, options?: StartPlanOptions): Promise<StartedPlan>;
  /** {@link startPlan}, and waits for the end, as {@link execute} does. */
  executePlan(plan: string, input: string, options?: StartPlanOptions & {
    readonly timeoutMs?: number;
  }): Promise<ExecutionDescription>;
  /**
   * Ends an execution as `ABORTED`, compensating nothing. One that has ended stays as it is.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`; `TYPE_NOT_SUPPORTED` for one of an `EXPRESS` state machine where AWS's
   * quotas hold.
   */
  stop(id: string, reason?: {
    readonly error?: string;
    readonly cause?: string;
  }): Promise<void>;
  /**
   * Cancels a running execution: nothing that leads forward begins any more, code that runs comes to its end, and what
   * was done is undone. Ends `ABORTED`; `error` is `Stepwright.Cancelled`, or `Saga.PartiallyCompensated`, and `cause` says
   * what was undone. Child workflows and child executions that it awaits are cancelled with it. Past a pivot it goes on
   * to its end, as if nobody had asked. `by`: who asks, for people; at most as long as an error's name. Answers at once, when the request is stored, and may be repeated. One that has ended stays as it is:
   * `accepted` is false, and `status` says how it ended. Of a parked one, it takes effect when that is redriven.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`, `TOO_LONG`
   */
  cancel(id: string, options?: {
    readonly reason?: string;
    readonly by?: string;
  }): Promise<CancelOutcome>;
  /**
   * How far a cancellation has come since the execution's start or its last redrive, by its journal, which is replayed
   * for it; undefined where no worker has heard of one.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`
   * @throws {Error} where the journal does not replay.
   */
  describeCancellation(id: string): Promise<CancellationDescription | undefined>;
  /**
   * Undoes what an execution had done that failed, timed out, was stopped or was killed: its end is taken back, and it is
   * compensated from where it stood, by a worker, with the keys that its saga would have used. A step that was in flight
   * counts as attempted. It ends `ABORTED`, as a cancelled one does. May be repeated.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`; `NOT_COMPENSABLE` where nothing is left to undo.
   */
  compensate(id: string): Promise<void>;
  /**
   * What {@link compensate} would call, in order, without calling it.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`
   */
  compensations(id: string): Promise<CompensationPlan>;
  /**
   * Goes on with an execution that failed, timed out, was aborted or is parked, from where it stood. The children of its
   * distributed Maps that did not succeed go on as well; by themselves they cannot be redriven, but where they are parked.
   * Nor can those of an `EXPRESS` state machine.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`; `NOT_REDRIVABLE` with the reason that `describeRedrive` tells.
   */
  redrive(id: string): Promise<void>;
  /**
   * Whether an execution can be redriven, and how often it was: by its journal, which is replayed for it.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`
   * @throws {Error} where the journal does not replay: such an execution is parked, and can be redriven.
   */
  describeRedrive(id: string): Promise<RedriveDescription>;
  /**
   * Answers whoever waits for a token. Of several answers the first counts.
   * @throws {EngineError} `TOKEN_UNKNOWN`, `TOKEN_CLOSED`
   * @throws {TypeError} for an output that JSON cannot hold.
   */
  succeed(token: string, output: unknown): Promise<void>;
  /** @throws {EngineError} `TOKEN_UNKNOWN`, `TOKEN_CLOSED` */
  fail(token: string, error?: string, cause?: string): Promise<void>;
  /**
   * Takes a task of an activity that no handler serves: the oldest one that waits. Undefined where none came in time. Whoever
   * dies between taking it and being answered leaves it to the next, a minute later.
   */
  activityTask(activity: string, options?: ActivityTaskOptions): Promise<ActivityTask | undefined>;
  /** Says that the work goes on. @throws {EngineError} `TOKEN_UNKNOWN`, `TOKEN_CLOSED` */
  heartbeat(token: string): Promise<void>;
  /** @throws {EngineError} `LIMIT_INVALID`; {AdapterError} `CURSOR_INVALID` */
  list(options?: ListOptions): Promise<ExecutionList>;
  /** Work that no worker can run, whatever process it is in; undefined where the store cannot tell. */
  unserved(): Promise<readonly UnservedWork[] | undefined>;
  /**
   * A run of a distributed Map, by the ARN that `MapRunStarted` names in the execution's history.
   * @throws {EngineError} `MAP_RUN_NOT_FOUND`
   */
  describeMapRun(mapRun: string): Promise<MapRunDescription>;
  /**
   * Sets other limits for a map run that runs; what is left out stays as it is. Answers at once, when the request is
   * stored.
   * @throws {EngineError} `MAP_RUN_NOT_FOUND`, also for one that has ended; `LIMIT_INVALID`
   */
  updateMapRun(mapRun: string, limits: MapRunLimits): Promise<void>;
  /**
   * The map runs of an execution, newest first.
   * @throws {EngineError} `EXECUTION_NOT_FOUND`
   */
  listMapRuns(execution: string): Promise<readonly MapRunDescription[]>;
  readonly deadLetters: DeadLetterClient;
  /**
   * Forgets executions that ended more than `olderThanMs` ago. Answers how many.
   * @throws {EngineError} `LIMIT_INVALID`
   */
  prune(options: {
    readonly olderThanMs: number;
  }): Promise<{
    readonly removed: number;
  }>;
}
/** Takes lines with facts. A console fits; so do most loggers. */
interface Logger {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}
/** Writes JSON lines to the standard error output; debug lines are dropped. */
declare const stderrLogger: Logger;
/** Drops everything. */
declare const silentLogger: Logger;
/** What every piece of user code is told beside its input. */
interface HandlerContext {
  /** The same over all attempts, crashes and redrives: give it to whatever must act once only. */
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  /** Aborts when the answer no longer counts: timeout, stop, lost session. */
  readonly signal: AbortSignal;
  /** Says that the work goes on: starts the step's `HeartbeatSeconds` anew. */
  readonly heartbeat: () => void;
  readonly log: Logger;
  readonly execution: {
    readonly id: string;
    readonly name: string;
  };
  /** The step's name in the workflow; in hand-written ASL the state's. */
  readonly step: string;
  /** Milliseconds since 1970 after which the answer no longer counts. */
  readonly deadline?: number;
  /** The task token, where the answer is awaited by token. */
  readonly token?: string;
  /** What a `ResourceHandler` is called for, as the definition names it: `sqs:sendMessage`, an ARN. Absent for tasks. */
  readonly resource?: string;
  /** W3C trace context to hand on with what the code calls; absent where nobody traces the execution. */
  readonly trace?: TraceContext | undefined;
}
/**
 * Serves what is no task of ours: a service integration (`dynamodb:putItem`), a Lambda function by name or ARN, an
 * activity by ARN. What it returns is the answer; in the callback pattern (`.waitForTaskToken`) it hands `token` on, and
 * what it returns is only the call's own response. What it throws fails the task with the error's `name` and `message`.
 */
type ResourceHandler = (input: Json$1, context: HandlerContext) => unknown;
/**
 * Gives a resource to a task queue, where the worker has queues: as a job of this task's name (default: the function's or
 * activity's name, or the service's action) whose data is the task envelope, with what the resource would be handed as
 * `input`. `output` of its answer is what the resource answers.
 */
interface ResourceQueue {
  readonly queue: string;
  readonly task?: string;
}
/** What an engine, a worker or a client is given to run. */
interface ProgramOptions {
  readonly workflows: readonly (Workflow | StateMachine)[];
  /** Code for tasks that were defined without one; wins over a task's own. */
  readonly handlers?: readonly Handled[];
  /**
   * By `service:action` (`dynamodb:putItem`), by a Lambda function's name or ARN, or by an activity's name or ARN; `*`
   * stands for any text, and the key that says most wins.
   */
  readonly resources?: Readonly<Record<string, ResourceHandler | ResourceQueue>>;
  /** What the ItemReaders of distributed Maps read from, and their ResultWriters write to. */
  readonly objects?: ObjectStore;
  /**
   * `aws` enforces the quotas of Step Functions, so that what passes here passes there. By default the engine lifts what
   * is only AWS's limit; `docs/quotas.md` lists both.
   */
  readonly target?: Target;
  /**
   * Runs what others have stored as well, whatever its name: state machines that were created through the Step Functions
   * API. `true`: those whose every task is served here. `all`: the others, too; a task that nobody serves then fails with
   * `Stepwright.Unbound`. What is stored later is taken up within half a second. Default: only what `workflows` name.
   */
  readonly storedPlans?: boolean | "all";
}
export { Clock as $, NewDeadLetter as $t, StartPlanOptions as A, Inbox as At, BulkDeadLetterClient as B, PruneExecutions as Bt, ListOptions as C, StandingState as Ct, MapRunLimits as D, Plans as Dt, MapRunDescription as E, WorkerObserver as Et, UnservedWork as F, ExecutionRecord as Ft, ExecutionFilter as G, ListDocuments as Gt, BulkOutcome as H, StoredStatus as Ht, StateMachine as I, ExecutionSummary as It, PlannedCompensation as J, DeadLetterChange as Jt, AttemptedStep as K, StoredDocument as Kt, StateMachineOptions as L, Executions as Lt, Started as M, EndWatch as Mt, StartedPlan as N, EndWatcher as Nt, RedriveDescription as O, StoredPlan as Ot, SubscribeOptions as P, ExecutionPage as Pt, StoredObject as Q, ListDeadLetters as Qt, stateMachine as R, ListExecutions as Rt, ListDeadLettersOptions as S, ObservedWorker as St, MapRunCounts as T, TraceContext as Tt, BulkResult as U, Text as Ut, BulkOptions as V, StartResult as Vt, DeadLetterFilter as W, Documents as Wt, ObjectStore as X, DeadLetterStatus as Xt, BlobStore as Y, DeadLetterPage as Yt, ObjectStoreError as Z, DeadLetters as Zt, ExecutionDescription as _, JobObserver as _t, Logger as a, Command as an, OpenSession as at, HistoryOptions as b, ObservedJob as bt, ActivityTask as c, ResultTransformation as cn, Sessions as ct, CancelOutcome as d, WriteOptions as dn, TickResult as dt, ExecutionStatus as en, Backend as et, CancellationDescription as f, ExecutionHeader as fn, TokenAnswer as ft, DeadLetterList as g, ExecutionObserver as gt, DeadLetterDescription as h, Backlog as ht, ResourceQueue as i, TaskTokens as in, Message as it, Startable as j, SendResult as jt, StartOptions as k, AnswerResult as kt, ActivityTaskOptions as l, RunChild as ln, StatusChange as lt, DeadLetterClient as m, Fact as mn, Unreadable as mt, HandlerContext as n, startRun as nn, Commit as nt, silentLogger as o, MapRunResult as on, Reserved as ot, Client as p, Frame as pn, UnservedPlan as pt, CompensationPlan as q, DeadLetter as qt, ResourceHandler as r, Machine as rn, Delivery as rt, stderrLogger as s, ReadOptions as sn, SentMessage as st, ProgramOptions as t, Run as tn, BackendCapabilities as tt, AwaitedWork as u, RunTask as un, Tick as ut, ExecutionId as v, ObservedEvent as vt, ListedExecution as w, Telemetry as wt, HistoryPage as x, ObservedTick as xt, ExecutionList as y, ObservedExecution as yt, BulkClient as z, NewExecution as zt };