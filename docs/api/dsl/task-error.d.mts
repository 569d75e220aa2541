import { z } from "zod";
/**
 * Every name that can stand in a call expression's `fn`. The compiler holds a lowering for each, and `docs/expressions.md`
 * a row. Other functions of the DSL are made of these.
 */
declare const functionNames: readonly ["field", "eq", "ne", "gt", "gte", "lt", "lte", "and", "or", "not", "exists", "coalesce", "choose", "add", "subtract", "multiply", "divide", "modulo", "power", "abs", "floor", "ceil", "round", "sum", "min", "max", "upper", "lower", "trim", "contains", "startsWith", "matches", "substring", "textLength", "replace", "split", "joinText", "toText", "toNumber", "parseJson", "map", "filter", "count", "sortBy", "reverse", "at", "append", "flatten", "distinct", "includes", "range", "merge", "keys", "lookup", "fromEntries", "now", "millis", "toMillis", "fromMillis", "uuid"];
/** The name of an expression function. */
type FunctionName = (typeof functionNames)[number];
/** Where something stands in the author's source. Line and column count from 1. */
interface SourcePosition {
  /** As the runtime reported it: an absolute path or file URL; tools show it relative to the project. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
/** Stable codes of what can be wrong in a definition: what it means, and what to do. */
declare const definitionCodes: {
  readonly EXPR_AS_VALUE: {
    readonly summary: "An expression stands for a value that exists only at run time, but was used as a JavaScript value.";
    readonly hint: "Use the expression functions: eq, gt, add, fmt`…`, when(…).";
  };
  readonly REF_OUT_OF_SCOPE: {
    readonly summary: "A step's result is used where that step cannot be seen: it belongs to a branch or body that has ended.";
    readonly hint: "Return the value from the body and use the result of all, each, when or repeat.";
  };
  readonly REF_FOREIGN: {
    readonly summary: "An expression of one workflow is used in another.";
    readonly hint: "Pass the value as input: w.call(child)({ … }).";
  };
  readonly SCOPE_CLOSED: {
    readonly summary: "A builder is used after its body has ended, or while an inner body is open.";
    readonly hint: "Use the builder that the innermost body was given.";
  };
  readonly NAME_TAKEN: {
    readonly summary: "Two steps of one block have the same name.";
    readonly hint: "Give one of them another name.";
  };
  readonly NAME_INVALID: {
    readonly summary: 'A name does not fit: 1 to 80 characters, no white space or control characters, none of <>{}[]?*"#%\\^|~`$&,;:/';
    readonly hint: "Use letters, digits, '-', '_' and '.'.";
  };
  readonly DURATION_INVALID: {
    readonly summary: "A duration is not a whole number of seconds as text: the Amazon States Language knows no smaller unit.";
    readonly hint: 'Write "5s", "15m", "2h" or "1d".';
  };
  readonly RETRY_INVALID: {
    readonly summary: "A retry rule holds a number that is out of bounds.";
    readonly hint: "attempts ≥ 1, backoff ≥ 1, interval at least 1s, maxInterval at least the interval and at most 365d.";
  };
  readonly RETRIED_ALONE: {
    readonly summary: "A compute is retried with the step before it, but no step that may be retried so stands there.";
    readonly hint: "Put it right after its w.run or w.callback, one without compensate; or leave out retried.";
  };
  readonly HEARTBEAT_INVALID: {
    readonly summary: "A heartbeat is not shorter than the timeout beside it.";
    readonly hint: "Make the heartbeat shorter, or the timeout longer.";
  };
  readonly LAMBDA_INVALID: {
    readonly summary: "What a task asks of its Lambda function is out of bounds.";
    readonly hint: "memory 128 to 10240 MB, storage 512 to 10240 MB, a name of 1 to 64 letters, digits, `-` and `_`, at most 4096 bytes of environment, none of Lambda's own variables.";
  };
  readonly PERMISSION_INVALID: {
    readonly summary: "A permission does not name actions and resources as AWS does.";
    readonly hint: 'Write actions as "dynamodb:GetItem", and resources as ARNs: "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders".';
  };
  readonly REPEAT_UNBOUNDED: {
    readonly summary: "A repeat has no bound.";
    readonly hint: "Give max: the most passes it may take, at least 1.";
  };
  readonly COMPENSATION_NEEDS_UNKNOWN: {
    readonly summary: "A compensation reads the result of its step, but the step may have happened without its answer arriving.";
    readonly hint: "Give { known, unknown }: unknown undoes by key and input alone.";
  };
  readonly COMPENSATION_COMPENSATED: {
    readonly summary: "A compensation is itself compensated: the workflow that it calls undoes its own steps when it fails.";
    readonly hint: "Let what undoes a step only go forward, and retry: call a workflow without compensations, or a task.";
  };
  readonly COMPENSATED_OUTSIDE: {
    readonly summary: "The key, input or result of a compensated step is used outside its compensation.";
    readonly hint: "Use them only in the call that compensate returns.";
  };
  readonly AFTER_END: {
    readonly summary: "A step follows a return or fail, so it can never run.";
    readonly hint: "Remove it, or put the return inside a when.";
  };
  readonly ATTEMPT_WITHOUT_CATCH: {
    readonly summary: "An attempt handles nothing.";
    readonly hint: 'Add .catch({ "Error.Name": (w, error) => … }).';
  };
  readonly ASYNC_BODY: {
    readonly summary: "A body is asynchronous. Bodies run once, while the workflow is defined, and await nothing.";
    readonly hint: "Remove async; put asynchronous work into a task's handler.";
  };
  readonly SCHEMA_UNSTABLE: {
    readonly summary: "A schema at a boundary changes its value (transform, default, coerce, date): nothing would run it on AWS.";
    readonly hint: "Keep boundary schemas to plain JSON; a task's own schemas may do more.";
  };
  readonly JSONATA_INVALID: {
    readonly summary: "The text of a jsonata`…` expression cannot be parsed or used.";
    readonly hint: "Write JSONata 2.0.6; refer to run-time values by ${…}.";
  };
  readonly CALL_NOT_RUN: {
    readonly summary: "A call was made but never placed, so it would never happen; or it stands where a value is wanted.";
    readonly hint: "Give it to w.run, return it from a body, or use it as a branch.";
  };
  readonly TASK_TAKEN: {
    readonly summary: "One workflow uses two different tasks (or child workflows) of the same name.";
    readonly hint: "Give one of them another name.";
  };
  readonly COMPENSATION_WITHOUT_CALL: {
    readonly summary: "A compensation, probe or callback gives something other than a call, or an each with compensate has a body that gives none.";
    readonly hint: "Return one call: compensate: ({ key }) => undo({ key }).";
  };
  readonly ERROR_NAME_INVALID: {
    readonly summary: "An error name does not fit: 1 to 256 characters; `States.` is reserved, and none of its errors proves that nothing happened.";
    readonly hint: 'Name it by what happened: "Order.Rejected".';
  };
  readonly EACH_INVALID: {
    readonly summary: "An option of an each is out of bounds.";
    readonly hint: "concurrency ≥ 0, tolerate.count ≥ 0, tolerate.percentage 0 to 100, batch sizes ≥ 1; tolerate and batch need distributed.";
  };
  readonly CASE_UNKNOWN: {
    readonly summary: "A match has no cases, or one that the value can never equal.";
    readonly hint: "Use the values of the schema's enum or literals as keys.";
  };
  readonly CASE_MISSING: {
    readonly summary: "A match has no default, and no case for a value that there can be.";
    readonly hint: "Add the case, or a default as the last argument.";
  };
  readonly SERVICE_INVALID: {
    readonly summary: "A service call names no action.";
    readonly hint: 'Write service:action in camelCase, as "s3:getObject" or "ecs:runTask".';
  };
  readonly RESOURCE_IN_EXPRESSION: {
    readonly summary: "A deployed resource's name is used inside a computation, but it is known only to the deployment.";
    readonly hint: 'Give it whole as a field of a service\'s arguments: { TableName: resource("orders") }.';
  };
  readonly ASL_INVALID: {
    readonly summary: "Embedded states cannot stand there: they are no states, or what they begin with is not said.";
    readonly hint: "Give w.asl({ StartAt, States }) with plain JSON, and { input } where steps come before it.";
  };
  readonly VALUE_UNSUPPORTED: {
    readonly summary: "A value cannot stand in a plan: it is not JSON.";
    readonly hint: "Use strings, finite numbers, booleans, null, arrays, plain objects and expressions.";
  };
};
type DefinitionCode = keyof typeof definitionCodes;
/** One thing that is wrong in a definition. */
interface DefinitionIssue {
  readonly code: DefinitionCode;
  /** What and where, in a sentence. */
  readonly message: string;
  readonly at?: SourcePosition;
  readonly hint: string;
}
/** A workflow or task that was written wrong. Carries every issue found, not only the first. */
declare class DefinitionError extends Error {
  readonly name = "DefinitionError";
  readonly code = "DEFINITION_INVALID";
  readonly issues: readonly DefinitionIssue[];
  constructor(subject: string, issues: readonly DefinitionIssue[]);
}
/** `file:line:column CODE message. What to do.` */
declare function formatIssue(issue: DefinitionIssue): string;
/** What is known of an effect under a key. */
type EffectState = {
  readonly state: "begun";
} | {
  readonly state: "done";
  readonly result: unknown;
} |
/** Undone, or undone before it was ever done: it must not happen any more. Says what there was to undo. */
{
  readonly state: "void";
  readonly was: Undoable;
};
/** What there is to undo: an effect that happened, one that may have happened, or nothing. */
type Undoable = {
  readonly was: "done";
  readonly result: unknown;
} | {
  readonly was: "begun" | "nothing";
};
/** Where effects are remembered: a table keyed by idempotency key. */
interface EffectStore {
  get(key: string): Promise<EffectState | undefined> | EffectState | undefined;
  /** Replaces what is known if its state is still `expected`; answers whether it was. Atomic. */
  put(key: string, expected: EffectState["state"] | undefined, next: EffectState): Promise<boolean> | boolean;
}
/** Guards effects that may run twice, or after they were undone. See {@link keyedEffects}. */
interface KeyedEffects {
  /**
   * Before the effect. `do`: nobody has finished it. `done`: it happened, here is its result. `void`: it was undone
   * (perhaps before it was done): refuse it.
   */
  begin(key: string): Promise<{
    readonly outcome: "do";
  } | {
    readonly outcome: "done";
    readonly result: unknown;
  } | {
    readonly outcome: "void";
  }>;
  /** After the effect. Answers false where it was made void in between: undo it at once. */
  complete(key: string, result: unknown): Promise<boolean>;
  /**
   * Before undoing. Leaves a tombstone, so that an effect which arrives late is refused. Answers what there is to undo,
   * and the same again when asked again: an undo that crashed is repeated.
   */
  void(key: string): Promise<Undoable>;
}
/**
 * Makes a task and its compensation right in every order: a handler that timed out may still act after its undo has
 * looked. `begin` and `complete` stand around the effect, `void` before its undo. A crash between them repeats the
 * effect, and its undo, under the same key: both must be harmless twice, as where the other side takes a key itself.
 */
declare function keyedEffects(store: EffectStore): KeyedEffects;
/** An effect store in memory, for tests and examples. */
declare function memoryEffects(): EffectStore & {
  readonly entries: ReadonlyMap<string, EffectState>;
};
/**
 * Marks what must not be shown: wherever people are shown a value by its schema (errors of validation, `stepwright run`)
 * it reads `[secret]`. What is stored, and what handlers are given, is as it was. The same as `.meta({ secret: true })`.
 */
declare function secret<S extends z.ZodType>(schema: S): S;
/**
 * Thrown by a handler to fail with an error name of its choosing, matched by `retry`, `catch` and `notApplied`. Any
 * other error fails with its class's name.
 *
 * The workflow sees `{ Error, Cause }` as Lambda gives them: `Error` is `name`, and `Cause` is JSON text,
 * `{"errorType":…,"errorMessage":…,"trace":[]}`, whose `errorMessage` is `cause`. Read it with `parseJson`.
 * @example throw new TaskError("Card.Declined", { cause: "insufficient funds" })
 */
declare class TaskError extends Error {
  /** The ASL error name: at most 256 characters, not starting with `States.`. */
  readonly name: string;
  /** Becomes the `errorMessage`; the whole `Cause` is cut at 32,768 characters. */
  readonly cause: string | undefined;
  constructor(name: string, options?: {
    readonly cause?: string;
    readonly message?: string;
  });
}
export { KeyedEffects as a, memoryEffects as c, DefinitionIssue as d, definitionCodes as f, functionNames as g, FunctionName as h, EffectStore as i, DefinitionCode as l, SourcePosition as m, secret as n, Undoable as o, formatIssue as p, EffectState as r, keyedEffects as s, TaskError as t, DefinitionError as u };