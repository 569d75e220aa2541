import { _ as FunctionName, a as EffectState, c as Undoable, d as DefinitionCode, f as DefinitionError, g as SourcePosition, h as formatIssue, i as Schema, l as keyedEffects, m as definitionCodes, n as secret, o as EffectStore, p as DefinitionIssue, r as Parsing, s as KeyedEffects, t as TaskError, u as memoryEffects, v as functionNames } from "./task-error.mjs";
import { z } from "zod";
/** Any JSON value. */
type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json;
};
/**
 * What is known at definition time about a value that will exist at run time: a reduced JSON Schema. The compiler
 * lowers expressions by it (an optional array is guarded, a total expression is left bare).
 */
interface Shape {
  readonly type: "unknown" | "null" | "boolean" | "number" | "integer" | "string" | "array" | "object" | "union";
  /** The value may be absent: an optional field, or the result of a lookup that can miss. */
  readonly optional?: true;
  /** The value may be JSON null. */
  readonly nullable?: true;
  /** The allowed values, where the schema enumerates them. */
  readonly values?: readonly (string | number | boolean | null)[];
  /** Of an array: its elements. */
  readonly items?: Shape;
  /** Of an array or string: the greatest length, where the schema bounds it. */
  readonly maxLength?: number;
  /** Of an object: its declared fields. */
  readonly fields?: Readonly<Record<string, Shape>>;
  /** Of an object with arbitrary keys: what they hold. */
  readonly rest?: Shape;
  /** Of a union: its members. */
  readonly anyOf?: readonly Shape[];
}
/** An expression over run-time values, as data. It has a meaning of its own (`docs/expressions.md`); JSONata is one lowering. */
type Expression = LiteralExpression | ReferenceExpression | ObjectExpression | ArrayExpression | CallExpression | FunctionExpression | TextExpression | JsonataExpression;
interface LiteralExpression {
  readonly kind: "literal";
  readonly value: Json;
}
/** A path into a value that some step, scope or the workflow's input provides. */
interface ReferenceExpression {
  readonly kind: "reference";
  readonly of: Origin;
  /** Field names and array indices, outermost first. */
  readonly path: readonly (string | number)[];
  /** The shape at the end of the path. A path through an optional field is itself optional. */
  readonly shape: Shape;
  readonly at?: SourcePosition;
}
/** What a reference starts from. `step` names a node of the tree by its id. */
type Origin = {
  readonly from: "input";
} |
/** The result of a step. */
{
  readonly from: "step";
  readonly step: string;
} |
/** The current item, its index, or (over an object) its key, of the `each` with this id. */
{
  readonly from: "item" | "index" | "key";
  readonly each: string;
} |
/** The value that a `repeat` carries into its body. */
{
  readonly from: "carried";
  readonly repeat: string;
} |
/** The `{ Error, Cause }` that a handler of the `attempt` with this id caught. */
{
  readonly from: "error";
  readonly attempt: string;
} |
/** A parameter of an enclosing {@link FunctionExpression}. */
{
  readonly from: "parameter";
  readonly parameter: string;
} |
/** Inside a compensation: what the compensated step was given and answered. */
{
  readonly from: "compensated";
  readonly field: "key" | "input" | "result";
} |
/** Inside a callback's call: the task token. */
{
  readonly from: "token";
} | {
  readonly from: "execution";
  readonly field: "id" | "name" | "startTime";
} |
/** What the deployment provides under this name: a table, a queue. Stands only as a whole payload field, never in a computation. */
{
  readonly from: "resource";
  readonly resource: string;
};
interface ObjectExpression {
  readonly kind: "object";
  /** In the author's order. A field whose value is absent at run time is dropped. */
  readonly fields: readonly {
    readonly key: string;
    readonly value: Expression;
  }[];
}
interface ArrayExpression {
  readonly kind: "array";
  readonly items: readonly Expression[];
}
/** One of the expression functions of the DSL (`gt`, `map`, `coalesce`…); the compiler holds a lowering for each name. */
interface CallExpression {
  readonly kind: "call";
  readonly fn: string;
  readonly args: readonly Expression[];
  readonly shape: Shape;
  readonly at?: SourcePosition;
}
/** A function argument of `map`, `filter`, `sort`…: its parameters are referred to by name. */
interface FunctionExpression {
  readonly kind: "function";
  readonly parameters: readonly string[];
  readonly body: Expression;
}
/** `` fmt`…` ``: strings and expressions in turn, joined as text. */
interface TextExpression {
  readonly kind: "text";
  readonly parts: readonly (string | Expression)[];
}
/** The escape hatch: checked JSONata in which `$name` stands for a captured expression. */
interface JsonataExpression {
  readonly kind: "jsonata";
  readonly source: string;
  readonly captures: Readonly<Record<string, Expression>>;
  readonly shape: Shape;
  readonly at?: SourcePosition;
}
/** A traced workflow: plain data, JSON-serialisable, all that the compiler sees. */
interface WorkflowTree {
  readonly name: string;
  /** The state machine's type; absent for `STANDARD`. */
  readonly type?: "EXPRESS";
  readonly input: SchemaData;
  readonly output: SchemaData;
  /** Seconds. A budget for the whole workflow; a saga spends it as `docs/decisions/0104` says. */
  readonly timeoutSeconds?: number;
  /** Seconds that compensation may take after the deadline passed. */
  readonly compensationTimeoutSeconds?: number;
  /** What its role may do on AWS beside what its steps ask for by themselves. */
  readonly permissions?: readonly PermissionData[];
  readonly body: Block;
  /** Every task that a call in this tree names. */
  readonly tasks: Readonly<Record<string, TaskData>>;
  readonly at: SourcePosition;
}
/** A schema as data. */
interface SchemaData {
  readonly shape: Shape;
  /** JSON Schema draft 2020-12; absent where the author gave none. */
  readonly jsonSchema?: {
    readonly [key: string]: Json;
  };
}
/** What a task declares, without its handler. */
interface TaskData {
  readonly name: string;
  readonly input: SchemaData;
  readonly output: SchemaData;
  readonly policy: StepPolicy;
  /** Error names that prove that nothing happened. */
  readonly notApplied: readonly string[];
  /** The task changes nothing, so a saga need not compensate it. */
  readonly readOnly: boolean;
  /** The task queue that serves it; absent: the execution's owner does. */
  readonly queue?: string;
  /** How its function is deployed to AWS; nothing of it changes the plan. */
  readonly lambda?: LambdaData;
  readonly at: SourcePosition;
}
/** What a task asks of its Lambda function. */
interface LambdaData {
  /** MB, 128 to 10240. */
  readonly memory?: number;
  /** MB of `/tmp`, 512 to 10240. */
  readonly storage?: number;
  /** What the function's name ends with; else the task's name. */
  readonly name?: string;
  /** The most copies that run at once. */
  readonly concurrency?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** What its role may do beside logging. */
  readonly permissions?: readonly PermissionData[];
}
/** Actions of AWS on resources: an `Allow` of a policy. */
interface PermissionData {
  /** `dynamodb:GetItem`; a `*` stands for the rest of a name. */
  readonly actions: readonly string[];
  /** ARNs, or `*`. `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}` stand for the deployment's. */
  readonly resources: readonly string[];
}
/** How a step is tried. A step's own policy wins over its task's, field by field. */
interface StepPolicy {
  readonly retry?: readonly RetryRule[];
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
}
interface RetryRule {
  /** ASL error names; default `["States.ALL"]`. */
  readonly errors: readonly string[];
  /** Attempts in all, the first included: ASL's `MaxAttempts` + 1. */
  readonly attempts: number;
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxIntervalSeconds?: number;
  readonly jitter: boolean;
}
/** A line of control: its steps in order, and what it comes to. */
interface Block {
  readonly nodes: readonly Node[];
  /**
   * The block's value. Absent where it has none: it comes to null, or ends in a fail or return. Of the bodies of one
   * `when`, `match` or `attempt`, either all that can reach their end have one, or none has.
   */
  readonly result?: Expression;
}
type Node = RunNode | CallbackNode | AllNode | EachNode | WhenNode | MatchNode | RepeatNode | SleepNode | AttemptNode | FailNode | ReturnNode | SagaNode | ComputeNode | AslNode;
interface NodeBase {
  /** Unique within the tree: `n1`, `n2`, … in order of definition. */
  readonly id: string;
  /** The step's readable name, unique within its block: given by the author or derived from the call. */
  readonly name: string;
  readonly at: SourcePosition;
}
/** One call: a task, a child workflow, an event or a service integration. Its result can be referred to. */
interface RunNode extends NodeBase {
  readonly kind: "run";
  readonly call: CallData;
  readonly policy: StepPolicy;
  readonly compensate?: Compensation;
  /**
   * The point of no return of a saga. The probe, asked where the outcome is unknown, answers
   * `{ outcome: "applied", result }`, `{ outcome: "notApplied" }` or `{ outcome: "unknown" }`.
   */
  readonly pivot?: {
    readonly probe?: CallData;
  };
  /** The shape of the result. */
  readonly shape: Shape;
}
/** Waits for an outside answer: the call hands out the token (`Origin` `token`), the answer is the result. */
interface CallbackNode extends NodeBase {
  readonly kind: "callback";
  readonly call: CallData;
  readonly policy: StepPolicy;
  readonly answer: SchemaData;
  readonly shape: Shape;
  readonly compensate?: Compensation;
}
/** What undoes a step. References inside start from `compensated` and from whatever the step's scope could see. */
interface Compensation {
  /** Undoes a step whose result is known. */
  readonly known: CallData;
  /** Undoes a step whose outcome is unknown. Absent where `known` does not read the result. */
  readonly unknown?: CallData;
  readonly policy: StepPolicy;
  readonly at: SourcePosition;
}
/** What a step asks of the outside. */
type CallData = {
  readonly kind: "task";
  readonly task: string;
  readonly input: Expression;
  readonly at: SourcePosition;
} |
/** A child workflow: `call` waits for its result, `start` does not. */
{
  readonly kind: "workflow";
  readonly workflow: string;
  readonly mode: "call" | "start";
  /** The child's type is `EXPRESS`. */
  readonly express?: true;
  /** Of one that is called: it is a saga, or calls one. */
  readonly saga?: true;
  readonly input: Expression;
  readonly at: SourcePosition;
} | {
  readonly kind: "event";
  readonly event: string;
  readonly bus: string;
  readonly source: string;
  readonly detail: Expression;
  readonly at: SourcePosition;
} |
/** `dynamodb:putItem`, `aws-sdk:s3:getObject`, `http:invoke`: what follows `arn:aws:states:::`. */
{
  readonly kind: "service";
  readonly service: string;
  readonly arguments: Expression;
  /** `.sync` and `.sync:2` run a job. */
  readonly suffix?: ".sync" | ".sync:2";
  readonly at: SourcePosition;
};
/** Branches at once; the result is a record or a tuple of theirs. */
interface AllNode extends NodeBase {
  readonly kind: "all";
  /** `record`: the result is an object by branch name. `tuple`: an array in order. */
  readonly gather: "record" | "tuple";
  readonly branches: readonly {
    readonly name: string;
    readonly body: Block;
  }[];
  readonly shape: Shape;
}
/** A body for each item; the result is an array (over an object: a record) of theirs. */
interface EachNode extends NodeBase {
  readonly kind: "each";
  readonly items: Expression;
  readonly over: "array" | "object";
  readonly body: Block;
  readonly concurrency?: number;
  readonly tolerate?: {
    readonly count?: number;
    readonly percentage?: number;
  };
  readonly batch?: {
    readonly items?: number;
    readonly bytes?: number;
  };
  readonly distributed?: {
    readonly execution: "STANDARD" | "EXPRESS";
    readonly label?: string;
  };
  readonly shape: Shape;
}
/** Takes the first branch whose condition holds; has a result where every branch has one. */
interface WhenNode extends NodeBase {
  readonly kind: "when";
  readonly branches: readonly {
    readonly condition: Expression;
    readonly body: Block;
  }[];
  readonly otherwise?: Block;
  readonly shape: Shape;
}
/** Takes the case equal to the value. */
interface MatchNode extends NodeBase {
  readonly kind: "match";
  readonly value: Expression;
  readonly cases: readonly {
    readonly equals: string | number | boolean;
    readonly body: Block;
  }[];
  readonly otherwise?: Block;
  readonly shape: Shape;
}
/** Repeats a body, at most `max` times (absent: as its condition says), carrying a value from pass to pass. */
interface RepeatNode extends NodeBase {
  readonly kind: "repeat";
  readonly max?: number;
  /** The value carried into the first pass. */
  readonly initial?: Expression;
  /** Tested before each pass, over the carried value. */
  readonly while?: Expression;
  /** Tested after each pass, over the carried value that the pass produced. */
  readonly until?: Expression;
  /** Its result is the next carried value. */
  readonly body: Block;
  /** What happens after `max` passes with the condition still asking for more. */
  readonly exhausted: "fail" | "continue";
  readonly shape: Shape;
}
interface SleepNode extends NodeBase {
  readonly kind: "sleep";
  /** Seconds as a number, or an ISO-8601 instant as text. */
  readonly for: {
    readonly seconds: Expression;
  } | {
    readonly until: Expression;
  };
}
/** Tries a body and handles its failures by error name. Compensates nothing. */
interface AttemptNode extends NodeBase {
  readonly kind: "attempt";
  readonly body: Block;
  /** Tried in order; `States.ALL` last. */
  readonly handlers: readonly {
    readonly errors: readonly string[];
    readonly body: Block;
  }[];
  readonly shape: Shape;
}
interface FailNode extends NodeBase {
  readonly kind: "fail";
  readonly error: Expression;
  readonly cause: Expression;
}
/** Ends the workflow (inside `all` or `each`: the branch or item) early with a value. */
interface ReturnNode extends NodeBase {
  readonly kind: "return";
  readonly value: Expression;
}
/** Compensates its body when it fails, then rethrows. */
interface SagaNode extends NodeBase {
  readonly kind: "saga";
  readonly body: Block;
  readonly shape: Shape;
}
/** Computes a value here, once, whether or not anything reads it: an expression that fails, fails here. */
interface ComputeNode extends NodeBase {
  readonly kind: "compute";
  readonly value: Expression;
  /** It is part of the step before it, and what retries that step's failing expressions retries this one. */
  readonly retried?: true;
  readonly shape: Shape;
}
/** States of the Amazon States Language that stand in the plan as they are. Where one ends its level, the next step follows. */
interface AslNode extends NodeBase {
  readonly kind: "asl";
  /** Of the states that name none. */
  readonly language: "JSONPath" | "JSONata";
  readonly startAt: string;
  /** By name. A `Next` to none of them leads to the next step, too. */
  readonly states: {
    readonly [name: string]: {
      readonly [field: string]: Json;
    };
  };
  /** What the first state is given; absent: what its level begins with. */
  readonly input?: Expression;
  /** Of what the last state gives. */
  readonly shape: Shape;
}
/** Every node of a block, however deep: each before those of its bodies, in the order in which they were written. */
export declare function nodesOf({ nodes }: Block): readonly Node[];
declare const valueType: unique symbol;
/**
 * A typed reference to a value that will exist at run time: the input, a step's result, or what is computed from them.
 * `T` is the value's type after a JSON round trip. Property access records a path; everything else is done with the
 * expression functions.
 *
 * It is not the value. Reported when the workflow is defined: template literals, arithmetic, `<`, `==` with a primitive,
 * JSON.stringify, iteration and spread, `in`, assignment, calling it or a method of it. JavaScript gives no way to see
 * `if (expr)`, `!expr`, `expr && …`, `expr ? … : …` and `expr === …`: TypeScript refuses the last where the types cannot
 * overlap; the others take an expression for true. Write `w.when(expr, …)`, `not`, `and`, `choose`, `eq`.
 */
type Expr<T> = {
  readonly [valueType]: T;
} & Fields<T>;
/** The fields of an expression's value; those of an optional value are optional themselves. */
type Fields<T> = [NonNullable<T>] extends [readonly (infer Item)[]] ? {
  readonly [index: number]: Expr<Item | undefined>;
} : [NonNullable<T>] extends [object] ? { readonly [K in keyof NonNullable<T>]-?: Expr<NonNullable<T>[K] | (T extends null | undefined ? undefined : never)>; } : unknown;
/** What may be given where a `T` is wanted: the value, an expression of it, or any mixture of both. */
type Input<T> = Expr<T> | Plain<T>;
type Plain<T> = T extends string | number | boolean | null | undefined ? T : T extends readonly (infer Item)[] ? readonly Input<Item>[] : T extends object ? { readonly [K in keyof T]: Input<T[K]>; } : T;
/** The value that an input comes to. */
type Resolved<V> = V extends Expr<infer T> ? T : V extends string | number | boolean | null | undefined ? V : V extends readonly unknown[] ? { -readonly [K in keyof V]: Resolved<V[K]>; } : V extends object ? { -readonly [K in keyof V]: Resolved<V[K]>; } : V;
/** The execution that is running. */
export declare const execution: {
  readonly id: Expr<string>;
  readonly name: Expr<string>;
  readonly startTime: Expr<string>;
};
/** A value that stands in a JSON scalar's place. */
type Scalar$1 = string | number | boolean | null;
/** A number, or an expression of one. */
type Numeric = number | Expr<number>;
/** Text, or an expression of it. */
type Text = string | Expr<string>;
/** A condition, or a constant one. */
type Bool = boolean | Expr<boolean>;
/** A list, or an expression of one. */
type List<T> = Expr<readonly T[]> | readonly Input<T>[];
type Optional<T> = Expr<T> | Expr<T | undefined>;
type Other<T> = NonNullable<T> | Optional<T> | (null extends T ? null : never);
type Ordered = number | string;
type Widen<T> = T extends number ? number : T extends string ? string : T;
/** Equal, deeply; false where either side is absent. */
export declare function eq<T>(left: Optional<T>, right: Other<NoInfer<T>>): Expr<boolean>;
/** Not equal: the opposite of `eq`, so true where a side is absent, or both are. */
export declare function ne<T>(left: Optional<T>, right: Other<NoInfer<T>>): Expr<boolean>;
/** Greater than, over numbers or over texts. */
export declare function gt<T extends Ordered>(left: Expr<T>, right: Expr<Widen<T>> | Widen<T>): Expr<boolean>;
/** Greater than or equal, over numbers or over texts. */
export declare function gte<T extends Ordered>(left: Expr<T>, right: Expr<Widen<T>> | Widen<T>): Expr<boolean>;
/** Less than, over numbers or over texts. */
export declare function lt<T extends Ordered>(left: Expr<T>, right: Expr<Widen<T>> | Widen<T>): Expr<boolean>;
/** Less than or equal, over numbers or over texts. */
export declare function lte<T extends Ordered>(left: Expr<T>, right: Expr<Widen<T>> | Widen<T>): Expr<boolean>;
/** True where all are. */
export declare function and(...conditions: readonly Bool[]): Expr<boolean>;
/** True where one is. */
export declare function or(...conditions: readonly Bool[]): Expr<boolean>;
/** True where the condition does not hold. */
export declare function not(condition: Bool): Expr<boolean>;
/** True where an optional value is there. Null is there. */
export declare function exists(value: Expr<unknown>): Expr<boolean>;
/** The value, or another where it is absent or null. */
export declare function coalesce<T, D extends Input<NonNullable<T>>>(value: Expr<T>, otherwise: D): Expr<NonNullable<T> | Resolved<D>>;
/** One of two values. */
export declare function choose<A, B>(condition: Bool, then: A, otherwise: B): Expr<Resolved<A> | Resolved<B>>;
type Items<T> = Expr<readonly T[]>;
type Test<T> = (item: Expr<T>, index: Expr<number>) => Bool;
/** Each item, changed. An item that comes to nothing becomes null, so that positions stay. */
export declare function map<T, R>(list: Items<T>, each: (item: Expr<T>, index: Expr<number>) => R): Expr<Mapped<R>[]>;
type Mapped<R> = undefined extends Resolved<R> ? Exclude<Resolved<R>, undefined> | null : Resolved<R>;
/** The items for which the test holds. */
export declare function filter<T>(list: Items<T>, test: Test<T>): Expr<T[]>;
/** One field of each item; null where it is absent. */
export declare function pluck<T, K extends keyof T & string>(list: Items<T>, field: K): Expr<Mapped<Expr<T[K]>>[]>;
/** The first item for which the test holds; absent where there is none. */
export declare function find<T>(list: Items<T>, test: Test<T>): Expr<T | undefined>;
/** True where the test holds for an item. */
export declare function some<T>(list: Items<T>, test: Test<T>): Expr<boolean>;
/** True where the test holds for every item; also for none. */
export declare function every<T>(list: Items<T>, test: Test<T>): Expr<boolean>;
/** The number of items. */
export declare function count(list: Expr<readonly unknown[]>): Expr<number>;
/** By a key, smallest first; stable. */
export declare function sortBy<T>(list: Items<T>, key: (item: Expr<T>) => Expr<number> | Expr<string>): Expr<T[]>;
/** Numbers or texts, smallest first. */
export declare function sort<T extends number | string>(list: Items<T>): Expr<T[]>;
/** Last item first. */
export declare function reverse<T>(list: Items<T>): Expr<T[]>;
/** The item at a position from 0; negative counts from the end; absent beyond either. */
export declare function at<T>(list: Items<T>, position: Numeric): Expr<T | undefined>;
/** The first item; absent for an empty list. */
export declare function first<T>(list: Items<T>): Expr<T | undefined>;
/** The last item; absent for an empty list. */
export declare function last<T>(list: Items<T>): Expr<T | undefined>;
/** The items from one position up to, not including, another; both count from 0. */
export declare function slice<T>(list: Items<T>, from: Numeric, to?: Numeric): Expr<T[]>;
/** One list after the other. */
export declare function append<T>(left: List<T>, right: List<T>): Expr<T[]>;
/** The items of the lists in a list: one level. */
export declare function flatten<T>(lists: Items<readonly T[]>): Expr<T[]>;
/** Each different item once, in order of first appearance. */
export declare function distinct<T>(list: Items<T>): Expr<T[]>;
/** True where the list holds the value. */
export declare function includes<T extends Scalar$1>(list: List<T>, value: Input<T>): Expr<boolean>;
/** Whole numbers from `from` up to and including `to`; empty where `to` is less. */
export declare function range(from: Numeric, to: Numeric): Expr<number[]>;
/** The sum of two numbers. */
export declare function add(left: Numeric, right: Numeric): Expr<number>;
/** The first number less the second. */
export declare function subtract(left: Numeric, right: Numeric): Expr<number>;
/** The product of two numbers. */
export declare function multiply(left: Numeric, right: Numeric): Expr<number>;
/** The first number by the second. Fails at run time where that is no finite number. */
export declare function divide(left: Numeric, right: Numeric): Expr<number>;
/** The remainder, with the sign of the dividend. Fails at run time for a divisor of 0. */
export declare function modulo(left: Numeric, right: Numeric): Expr<number>;
/** The base raised to the exponent. Fails at run time where that is no finite number. */
export declare function power(base: Numeric, exponent: Numeric): Expr<number>;
/** The number without its sign. */
export declare function abs(value: Numeric): Expr<number>;
/** The greatest whole number that is not greater. */
export declare function floor(value: Numeric): Expr<number>;
/** The least whole number that is not less. */
export declare function ceil(value: Numeric): Expr<number>;
/** Halves go to the even neighbour, as in JSONata. */
export declare function round(value: Numeric, digits?: number): Expr<number>;
/** The sum of a list; 0 for an empty one. */
export declare function sum(list: List<number>): Expr<number>;
/** The least of a list; absent for an empty one. */
export declare function min(list: List<number>): Expr<number | undefined>;
/** The greatest of a list; absent for an empty one. */
export declare function max(list: List<number>): Expr<number | undefined>;
/** The fields of both objects; the right one's win. */
export declare function merge<A extends object, B extends object>(left: A, right: B): Expr<Merged<Resolved<A>, Resolved<B>>>;
type Merged<A, B> = Omit<A, keyof B> & B;
/** The names of the fields that are there. */
export declare function keys(object: Expr<object>): Expr<string[]>;
/** The values of an object that holds one kind of them. */
export declare function values<T>(object: Expr<Readonly<Record<string, T>>>): Expr<T[]>;
/** The fields of an object that holds one kind of value, as `{ key, value }`. */
export declare function entries<T>(object: Expr<Readonly<Record<string, T>>>): Expr<{
  key: string;
  value: T;
}[]>;
/** An object out of `{ key, value }`; of the same key the last wins. */
export declare function fromEntries<T>(list: Expr<readonly {
  readonly key: string;
  readonly value: T;
}[]>): Expr<Record<string, T>>;
/** An object's value under a key that is known only at run time. */
export declare function lookup<T>(object: Expr<Readonly<Record<string, T>>>, key: Text): Expr<T | undefined>;
/** Text with values in it: `` fmt`order ${order.id}` ``. Numbers print to 15 digits. */
export declare function fmt(texts: TemplateStringsArray, ...values: readonly (Scalar$1 | Expr<string> | Expr<number> | Expr<boolean>)[]): Expr<string>;
/** In upper case. */
export declare function upper(text: Text): Expr<string>;
/** In lower case. */
export declare function lower(text: Text): Expr<string>;
/** Without white space at its ends; runs of it inside become one space. */
export declare function trim(text: Text): Expr<string>;
/** True where the text holds the part. */
export declare function contains(text: Text, part: Text): Expr<boolean>;
/** True where the text begins so. */
export declare function startsWith(text: Text, start: Text): Expr<boolean>;
/** True where the pattern matches somewhere in the text. The flags `i` and `m` are known. */
export declare function matches(text: Text, pattern: RegExp): Expr<boolean>;
/**
 * A part of a text, counted in characters (Unicode code points) from 0.
 * @param start - negative counts from the end.
 * @param length - default: to the end.
 */
export declare function substring(text: Text, start: Numeric, length?: Numeric): Expr<string>;
/** The number of characters (Unicode code points) of a text. */
export declare function textLength(text: Text): Expr<number>;
/** The text with every occurrence of a part replaced. The part must not be empty. */
export declare function replace(text: Text, part: Text, by: Text): Expr<string>;
/** The parts between separators. */
export declare function split(text: Text, separator: Text): Expr<string[]>;
/** The texts of a list with a separator between them. */
export declare function joinText(list: List<string>, separator?: Text): Expr<string>;
/** A value as text: JSON for anything but text itself. */
export declare function toText(value: Input<unknown>): Expr<string>;
/** The number that a text spells. Fails at run time for any other text. */
export declare function toNumber(text: Text): Expr<number>;
/**
 * The value that JSON text spells; fails at run time for any other text. `T` is the author's word.
 * @example parseJson<{ errorMessage?: string }>(coalesce(error.Cause, "{}")).errorMessage
 */
export declare function parseJson<T>(text: Text): Expr<T>;
/** The time as ISO-8601 text: of the fact that led here, the same on replay. */
export declare function now(): Expr<string>;
/** The time in milliseconds since 1970: of the fact that led here, the same on replay. */
export declare function millis(): Expr<number>;
/** Milliseconds since 1970 of an ISO-8601 instant. Fails at run time for any other text. */
export declare function toMillis(instant: Text): Expr<number>;
/** The ISO-8601 text, in UTC, of milliseconds since 1970. */
export declare function fromMillis(time: Numeric): Expr<string>;
/** A random version 4 UUID, the same on replay. */
export declare function uuid(): Expr<string>;
/** A value of your own as an expression, of a wider type where you give one: `value<string[]>([])`. */
export declare function value<T>(input: Input<T>): Expr<T>;
/** The type of a value after a JSON round trip: what `toJSON` gives, no functions, no symbols. */
type Jsonified<T> = T extends string | number | boolean | null | undefined ? T : T extends {
  toJSON(): infer J;
} ? Jsonified<J> : T extends readonly unknown[] ? { [K in keyof T]: Jsonified<T[K]>; } : T extends bigint | symbol | ((...args: never[]) => unknown) ? never : T extends object ? { [K in keyof T]: Jsonified<T[K]>; } : T;
/** Tags of JSONata. */
interface Jsonata {
  /**
   * The escape hatch: JSONata 2.0.6 with the functions of Step Functions, parsed and checked when the workflow is defined.
   * `${expr}` stands for a run-time value. What it comes to is the author's word: `T` is not checked.
   * @example jsonata<number>`$sum(${order.items}.price)`
   */
  <T>(texts: TemplateStringsArray, ...values: readonly unknown[]): Expr<T>;
  /**
   * JSONata whose result is taken to be what a schema says: nothing checks it. It is written into the plan unguarded: where
   * it, or a field read from it, comes to nothing, the step that reads it fails.
   * @param schema - plain JSON: no transform, default, coerce or date.
   * @example jsonata.as(z.object({ total: z.number() }))`${answer}`.total
   */
  as<S extends Schema>(schema: S): (texts: TemplateStringsArray, ...values: readonly unknown[]) => Expr<z.output<S>>;
}
/** JSONata in a workflow. */
export declare const jsonata: Jsonata;
/**
 * The name, URL or ARN of something that the deployment provides: a table, a queue, a connection. Stands whole as a field
 * of a service's arguments; no computation can read it (`RESOURCE_IN_EXPRESSION`).
 * @example aws.dynamodb.putItem({ TableName: resource("orders"), Item: { id: { S: order.id } } })
 */
export declare function resource(name: string): Expr<string>;
/** Writes structured lines that carry the execution and the step. */
interface TaskLogger {
  debug(message: string, facts?: Readonly<Record<string, unknown>>): void;
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}
/** What a handler is told beside its input. */
interface TaskContext {
  /** The same over all attempts, crashes and redrives: give it to whatever must act once only. */
  readonly key: string;
  /** From 1. */
  readonly attempt: number;
  /** Aborts when the answer no longer counts: timeout, stop, lost session. */
  readonly signal: AbortSignal;
  /** Says that the work goes on; for tasks with a `heartbeat`. */
  readonly heartbeat: () => void;
  readonly log: TaskLogger;
  readonly execution: {
    readonly id: string;
    readonly name?: string;
  };
  /** The step's name in the workflow. */
  readonly step: string;
  /** Milliseconds since 1970 after which the answer no longer counts. */
  readonly deadline?: number;
  /** The task token, where the answer is awaited by token. */
  readonly token?: string;
  /**
   * W3C trace context to hand on with what the code calls, where no instrumentation does; absent where nobody traces the
   * execution.
   */
  readonly trace?: {
    readonly traceparent: string;
    readonly tracestate?: string;
  } | undefined;
}
/** A task's code. Runs at least once for each step; may run again with the same key. */
type TaskHandler<I, O> = (input: I, context: TaskContext) => O | Promise<O>;
/** How a task's function is deployed to AWS. (AWS: Lambda quotas) */
interface LambdaOptions {
  /** MB, 128 to 10240; processing power grows with it. Default: the deployment's, 256. */
  readonly memory?: number;
  /** MB of `/tmp`, 512 to 10240; default 512. */
  readonly storage?: number;
  /** What the function's name ends with: 1 to 64 letters, digits, `-` and `_`. Default: the task's name. */
  readonly name?: string;
  /** The most copies that run at once; they are kept free for it. Default: as many as the account has. */
  readonly concurrency?: number;
  /**
   * Variables of its environment. No secrets: everybody reads them who may look at the function. Give the name of the
   * secret, and the permission to read it.
   */
  readonly environment?: Readonly<Record<string, string>>;
  /** What it may do on AWS. Default: write its logs. */
  readonly permissions?: readonly Permission[];
}
/** Actions of AWS on resources: an `Allow` of a policy. */
interface Permission {
  /** `dynamodb:GetItem`; a `*` stands for the rest of a name. */
  readonly actions: readonly string[];
  /** ARNs, or `*`. `${AWS::Partition}`, `${AWS::Region}` and `${AWS::AccountId}` stand for the deployment's. */
  readonly resources: readonly string[];
}
/** A whole number of seconds as text: `30s`, `15m`, `2h`, `1d`. */
type Duration = `${number}${"s" | "m" | "h" | "d"}`;
/** When and how often a failed attempt is repeated. */
interface RetryOptions {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** Before the second attempt; default `1s`. */
  readonly interval?: Duration;
  /** Each further wait is this many times the one before; default 2, at least 1. */
  readonly backoff?: number;
  readonly maxInterval?: Duration;
  /** Each wait is drawn between 0 and its length; default false. */
  readonly jitter?: boolean;
  /** Which errors; default all. */
  readonly errors?: readonly string[];
}
/** How a step is tried. */
interface PolicyOptions {
  readonly retry?: RetryOptions | readonly RetryOptions[];
  /** Of one attempt. */
  readonly timeout?: Duration;
  /** The attempt fails when the handler calls `heartbeat()` less often. */
  readonly heartbeat?: Duration;
}
/** What a task declares. Its schemas may transform: the handler's wrapper runs them on every runtime. */
interface TaskOptions<I extends Schema, O extends Schema> extends PolicyOptions {
  readonly input: I;
  /** Default: anything. */
  readonly output?: O;
  /** Its code; or attach it elsewhere with {@link handle}. */
  readonly handler?: TaskHandler<z.output<I>, z.input<O>>;
  /** Error names that prove that nothing happened, so that there is nothing to compensate. Never retried; none of ASL's. */
  readonly notApplied?: readonly string[];
  /** The task changes nothing. */
  readonly readOnly?: boolean;
  /**
   * The task queue that serves it, where the engine has queues: 1 to 80 characters, as a task's name. Default, and on AWS
   * always: no queue.
   */
  readonly queue?: string;
  /** How its function is deployed to AWS. Its timeout is the task's. */
  readonly lambda?: LambdaOptions;
}
/** A handler of some task. */
type AnyHandler = TaskHandler<never, unknown>;
/** The call signature of a task, as a method: so that every task is a `Task`. */
interface Callable<I, O> {
  call(input: Input<I>): Call<O, I>;
}
/**
 * A named unit of work. Called with its input it gives a {@link Call} for `w.run`. `I` and `O` are what a workflow gives
 * and sees, after a JSON round trip; `H` is its handler's type.
 */
type Task<I = unknown, O = unknown, H extends AnyHandler = AnyHandler> = Callable<I, O>["call"] & TaskFacts<H>;
/** What is known of a task. */
interface TaskFacts<H extends AnyHandler = AnyHandler> {
  readonly kind: "task";
  readonly name: string;
  readonly data: TaskData;
  readonly input: Schema;
  readonly output: Schema;
  readonly handler: H | undefined;
}
/**
 * Defines a task.
 * @param name - 1 to 80 characters; the Lambda's and the queue job's name.
 * @throws {DefinitionError} with every problem.
 */
declare function task$1<I extends Schema, O extends Schema = z.ZodUnknown>(name: string, options: TaskOptions<I, O>): Task<Jsonified<z.input<I>>, Jsonified<z.output<O>>, TaskHandler<z.output<I>, z.input<O>>>;
/** A handler for a task that was defined without one. */
interface Handled {
  readonly task: Task;
  readonly handler: AnyHandler;
}
/** Attaches code to a task that is defined elsewhere: keeps workflow definitions free of what handlers import. */
export declare function handle<H extends AnyHandler>(task: TaskFacts<H> & Task, handler: NoInfer<H>): Handled;
/** States of the Amazon States Language as they stand in a definition: plain JSON. */
interface EmbeddedStates {
  /** As in a definition: what holds where a state names none. Default `JSONPath`. */
  readonly QueryLanguage?: "JSONPath" | "JSONata";
  readonly StartAt: string;
  readonly States: Readonly<Record<string, {
    readonly Type: string;
    readonly [field: string]: unknown;
  }>>;
}
/** How states are embedded. */
interface AslOptions {
  /**
   * What the first of them is given. Default: what the level begins with, as it is (the workflow's whole input; in a body
   * of `each` the item); so it can be left out only at the start of one.
   */
  readonly input?: unknown;
  /** Of what follows from them; default: the name of the first. */
  readonly name?: string;
}
/** A body whose failures are about to be handled: `.catch` follows directly. */
interface Attempt<B, Return> {
  /**
   * Handlers by error name: the error names of tasks, ASL's (`States.Timeout`, `States.TaskFailed`), and `States.ALL` for
   * the rest. One function under several names is one handler. Gives what the body or the handler comes to.
   */
  catch<H extends Handlers<Return>>(handlers: H): Expr<BranchResult<B> | BranchResult<H[keyof H]>>;
}
/** What is known of a step that was attempted, whether or not it answered. */
interface Attempted<I = unknown> {
  /** The idempotency key that the step itself was given. */
  readonly key: Expr<string>;
  /** What the step was given. */
  readonly input: Expr<I>;
}
/** What is known of a step that answered. */
interface Completed<O = unknown, I = unknown> extends Attempted<I> {
  readonly result: Expr<O>;
}
/**
 * What undoes a step. One function where the key and the input are enough, whatever became of the step; `known` and
 * `unknown` where undoing needs the result, which is missing when the step may have happened without answering. The
 * compensation's own key is `<key>~undo`.
 */
type Compensate<O = unknown, I = unknown> = ((step: Attempted<I>) => Call) | (PolicyOptions & {
  readonly known: (step: Completed<O, I>) => Call;
  readonly unknown: (step: Attempted<I>) => Call;
});
/** How one step is run. */
interface StepOptions<O = unknown, I = unknown> extends PolicyOptions {
  /**
   * Unique within its body, and part of the step's idempotency key. Default: the task's, event's or action's name,
   * numbered when it is taken.
   */
  readonly name?: string;
  readonly compensate?: Compensate<O, I>;
}
/** How an outside answer is awaited: `timeout` bounds the wait, `heartbeat` the silence. */
interface CallbackOptions<A extends Schema> extends StepOptions<z.output<A>> {
  /** What the answer must be: plain JSON. */
  readonly output: A;
}
/** A step's result that is a call too: given to `w.run`, or used as a branch, it moves there. */
type Step<O, I> = Expr<O> & Call<O, I>;
/** What starting an execution answers. */
interface StartedExecution {
  readonly ExecutionArn: string;
}
/** How a value is computed where it stands. */
interface ComputeOptions {
  /** Default: `compute`, numbered when it is taken. */
  readonly name?: string;
  /**
   * It belongs to the `w.run` or `w.callback` right before it: where that step's rules retry
   * `States.QueryEvaluationError`, a failure of this value runs the step again. Default: no step is retried for what is
   * computed after it.
   */
  readonly retried?: boolean;
}
/** How an `each` runs. */
interface EachOptions {
  readonly name?: string;
  /** How many items at once; default: as many as the runtime allows (AWS: 40 inline, 10,000 distributed). */
  readonly concurrency?: number;
  /** Each item becomes an execution of its own: for more than the history of one can hold. */
  readonly distributed?: true | {
    readonly execution?: "STANDARD" | "EXPRESS";
    readonly label?: string;
  };
  /** How many items may fail before the whole fails; default none. Only where distributed. */
  readonly tolerate?: {
    readonly count?: number;
    readonly percentage?: number;
  };
}
/** Items in batches: the body is given a list. Only where distributed. */
interface BatchOptions {
  readonly batch: {
    readonly items?: number;
    readonly bytes?: number;
  };
}
/** What undoes an item's step. The body gives one call. */
interface EachCompensate<R> {
  readonly compensate?: Compensate<R extends Call<infer O> ? O : never, R extends Call<unknown, infer I> ? I : never>;
}
type Scalar = string | number | boolean;
/** A body for each value; for a value without a known set of them there can be none. */
type Cases<T extends Scalar, Return> = { readonly [K in `${T}`]: Branch<Return, [value: Expr<Extract<T, Spelled<K>>>]>; };
/** A body for each value of a union's tag. */
type FieldCases<T, K extends keyof T, Return> = { readonly [V in TagOf<T, K>]: Branch<Return, [value: Expr<Extract<T, { readonly [P in K]: Spelled<V>; }>>]>; };
/** The values of a union's tag, as keys. */
type TagOf<T, K extends keyof T> = `${T[K] & Scalar}`;
/** The scalar that a key spells. */
type Spelled<K extends string> = K | (K extends `${infer N extends number}` ? N : never) | (K extends `${infer B extends boolean}` ? B : never);
/** Arguments that nobody can give where there is a case that the value can never equal; else none. */
type NoOthers<C, Keys> = [Exclude<KeyText<C>, Keys>] extends [never] ? [] : [noSuchCase: Exclude<KeyText<C>, Keys>];
type KeyText<C> = `${keyof C & (string | number)}`;
/** The same where no default follows: for values without end nobody can. */
type Exhaustive<C, Keys> = string extends Keys ? [otherwise: never] : `${number}` extends Keys ? [otherwise: never] : NoOthers<C, Keys>;
/** The bound of a `repeat`. */
interface RepeatBound {
  readonly name?: string;
  /**
   * The most passes; at least 1. `unbounded`: what the condition says alone decides, and on AWS the execution fails once
   * its history is full.
   */
  readonly max: number | "unbounded";
  /**
   * After `max` passes with the condition still asking for more: fail with `Stepwright.RepeatExhausted` (the default
   * where there is a condition) or go on.
   */
  readonly exhausted?: "fail" | "continue";
}
/** A repeat that carries a value from pass to pass. */
interface CarryOptions<V> extends RepeatBound {
  /** What the first pass is given. */
  readonly initial: V;
  /** Asked before each pass. */
  readonly while?: (carried: Expr<Resolved<V>>) => Expr<boolean>;
  /** Asked after each pass, over what it came to. */
  readonly until?: (carried: Expr<Resolved<V>>) => Expr<boolean>;
}
/** A repeat that starts from nothing: polling. */
interface PollOptions<R> extends RepeatBound {
  /** Asked after each pass, over what it came to. */
  readonly until?: (result: Expr<BodyResult<R>>) => Expr<boolean>;
}
/** A conditional that may go on: directly after it. */
interface When<B, Return> {
  /** Asked where no earlier condition held. */
  elseWhen<E extends Branch<Return>>(condition: Expr<boolean>, body: E): When<B | E, Return>;
  /** Taken where no condition held; gives what the taken branch comes to. */
  otherwise<E extends Branch<Return>>(body: E): Expr<BranchResult<B | E>>;
}
/**
 * What a body writes its steps with, in order. `Return` is what `w.return` takes: the workflow's output; in a branch of
 * `all` or `each` what you annotate, as in `(w: Builder<Outcome>) => …`, else nothing can be returned early there.
 */
interface Builder<Return = never> {
  /** Runs one call and gives its result. */
  run<O, I>(call: Call<O, I>, options?: StepOptions<O, I> & {
    readonly catch?: never;
  }): Expr<O>;
  /**
   * Runs one call and gives its result.
   * @param options - `catch` handles its failures, as `attempt` does.
   */
  run<O, I, H extends Handlers<Return>>(call: Call<O, I>, options: StepOptions<O, I> & {
    readonly catch: H;
  }): Expr<O | BranchResult<H[keyof H]>>;
  /** Runs branches at once; gives a record or a tuple of what they come to. The first failure stops the others. */
  all<const B extends Readonly<Record<string, Branch<never>>> | readonly Branch<never>[]>(branches: B, options?: {
    readonly name?: string;
  }): Expr<{ -readonly [K in keyof B]: OwnResult<B[K]>; }>;
  /**
   * Runs a body for each item, or for each batch of them, and gives the results in the items' order; over an object, a
   * record by the same keys.
   */
  each<T, R, Early = never>(items: Expr<readonly T[]> | readonly (T | Expr<T>)[], body: (item: Expr<T>, w: Builder<Early>, index: Expr<number>) => R, options?: EachOptions & {
    readonly batch?: never;
  } & EachCompensate<R>): Expr<(BranchResult<() => R> | Early)[]>;
  each<T, R, Early = never>(items: Expr<readonly T[]> | readonly (T | Expr<T>)[], body: (batch: Expr<T[]>, w: Builder<Early>, index: Expr<number>) => R, options: EachOptions & BatchOptions & EachCompensate<R>): Expr<(BranchResult<() => R> | Early)[]>;
  each<T extends object, R, Early = never>(items: Expr<T>, body: (item: Expr<T[keyof T]>, w: Builder<Early>, key: Expr<string>) => R, options?: EachOptions & EachCompensate<R>): Expr<{ [K in keyof T]: BranchResult<() => R> | Early; }>;
  /** Takes the body where the condition holds. `.otherwise` gives what the taken branch comes to. */
  when<B extends Branch<Return>>(condition: Expr<boolean>, body: B, options?: {
    readonly name?: string;
  }): When<B, Return>;
  /** Takes the body where an optional value is there and not null, and gives it the value. */
  whenPresent<T, B extends Branch<Return, [value: Expr<NonNullable<T>>]>>(value: Expr<T>, body: B, options?: {
    readonly name?: string;
  }): When<B, Return>;
  /** Takes the case of a value: one for each value that it can have. Each body is given the value, narrowed. */
  match<T extends string | number | boolean, C extends Cases<T, Return>>(value: Expr<T>, cases: C, ...none: Exhaustive<C, `${T}`>): Expr<BranchResult<C[keyof C]>>;
  /** Takes the case of a value, or the default. */
  match<T extends string | number | boolean, C extends Partial<Cases<T, Return>>, D extends Branch<Return>>(value: Expr<T>, cases: C, otherwise: D, ...none: NoOthers<C, `${T}`>): Expr<BranchResult<C[keyof C]> | BranchResult<D>>;
  /** Takes the case of a union's tag: one for each member. Each body is given the value, narrowed to its member. */
  match<T extends object, K extends keyof T & string, C extends FieldCases<T, K, Return>>(value: Expr<T>, tag: K, cases: C, ...none: Exhaustive<C, TagOf<T, K>>): Expr<BranchResult<C[keyof C]>>;
  match<T extends object, K extends keyof T & string, C extends Partial<FieldCases<T, K, Return>>, D extends Branch<Return>>(value: Expr<T>, tag: K, cases: C, otherwise: D, ...none: NoOthers<C, TagOf<T, K>>): Expr<BranchResult<C[keyof C]> | BranchResult<D>>;
  /** Repeats a body that carries a value from pass to pass; gives the last. */
  repeat<V>(body: (w: Builder<Return>, carried: Expr<Resolved<V>>) => NoInfer<Input<Resolved<V>> | Call<Resolved<V>>>, options: CarryOptions<V>): Expr<Resolved<V>>;
  /** Repeats a body until what it comes to satisfies; gives the last. */
  repeat<R>(body: (w: Builder<Return>) => R, options: PollOptions<R>): Expr<BranchResult<() => R>>;
  /** Waits. A number counts seconds, whole ones. */
  sleep(time: Duration | number | Expr<number>, options?: {
    readonly name?: string;
  }): void;
  /** Waits until an instant: ISO-8601 text. */
  sleepUntil(instant: string | Expr<string>, options?: {
    readonly name?: string;
  }): void;
  /** Hands out a task token and waits until somebody answers it: the answer is the result. */
  callback<A extends Schema>(call: (given: {
    readonly token: Expr<string>;
  }) => Call, options: CallbackOptions<A>): Expr<z.output<A>>;
  /** Tries a body; `.catch` handles its failures by error name. Compensates nothing. */
  attempt<B extends Branch<Return>>(body: B, options?: {
    readonly name?: string;
  }): Attempt<B, Return>;
  /** Fails the workflow, or what the enclosing attempt tries. Compensates first, in a saga. */
  fail(error: string | Expr<string>, cause?: string | Expr<string> | Expr<string | undefined>, options?: {
    readonly name?: string;
  }): never;
  /** Ends the workflow with a value; in a branch of `all` or `each` that branch only. */
  return(value: [Return] extends [never] ? never : Input<Return>, options?: {
    readonly name?: string;
  }): never;
  /** Compensates what its body attempted when that fails, then fails with the same error. */
  saga<B extends Branch<Return>>(body: B, options?: {
    readonly name?: string;
  }): Expr<BranchResult<B>>;
  /** The point of no return: before it a failure compensates, after it the workflow only goes forward. */
  pivot<O, I>(call: Call<O, I>, options?: PivotOptions<O, I>): Expr<O>;
  /** Runs a child workflow and gives its result. A step already, unless it is used as a branch or given to `w.run`. */
  call<I, O>(child: Workflow<I, O>): (input: Input<I>) => Step<O, I>;
  /** Starts a child workflow and goes on. */
  start<I, O>(child: Workflow<I, O>): (input: Input<I>) => Step<StartedExecution, I>;
  /**
   * Computes a value where it stands, once: what reads it later does not evaluate it again, and where it fails it fails
   * here, be it read or not. An expression elsewhere is evaluated where it is used.
   */
  compute<V>(value: V, options?: ComputeOptions): Expr<Resolved<V>>;
  /**
   * Embeds states of the Amazon States Language as they are, and gives what the last of them gives. Where one of them ends
   * (`End`, `Succeed`, a `Next` to none of them) the next step follows. Not inside an `attempt` or a saga.
   */
  asl(states: EmbeddedStates, options?: AslOptions): Expr<unknown>;
  /** Publishes an event. */
  emit(call: EventCall, options?: StepOptions): void;
}
/** How a pivot is run. */
interface PivotOptions<O, I> extends Omit<StepOptions<O, I>, "compensate"> {
  /** Asked where the pivot's outcome is unknown: a task that changes nothing and says what happened. */
  readonly probe?: (step: Attempted<I>) => Call<Probed<O>>;
}
/** What a pivot's probe found. */
type Probed<O> = {
  readonly outcome: "applied";
  readonly result: O;
} | {
  readonly outcome: "notApplied";
} | {
  readonly outcome: "unknown";
};
/** A branch: a call, or a body over the values that its construct provides. */
type Branch<Return, Provided extends readonly unknown[] = []> = Call | ((w: Builder<Return>, ...provided: Provided) => unknown);
/** What a body's returned value comes to: a call's result, null for none, the value of anything else. */
type BodyResult<R> = [R] extends [never] ? never : R extends Call<infer O> ? O : R extends undefined | void ? null : Resolved<R>;
/** What a branch comes to. */
type BranchResult<B> = B extends Call<infer O> ? O : B extends ((...args: never[]) => infer R) ? BodyResult<R> : never;
/** What a branch of `all` comes to: its result, or what it returns early. */
type OwnResult<B> = BranchResult<B> | (B extends ((...args: infer A) => unknown) ? EarlyResult<A> : never);
type EarlyResult<A> = A extends readonly [Builder<infer Return>] ? Return : never;
/** What an error handler is given: ASL's error output. `Cause` is text; for a task's failure JSON, see `parseJson`. */
interface ErrorOutput {
  readonly Error: string;
  readonly Cause?: string;
}
/** Handlers by error name; `States.ALL` takes what is left. */
type Handlers<Return> = Readonly<Record<string, Branch<Return, [error: Expr<ErrorOutput>]>>>;
declare const valueTypes: unique symbol;
/** A typed program over tasks: a value, not a running thing. */
interface Workflow<I = unknown, O = unknown> {
  readonly kind: "workflow";
  readonly name: string;
  /** What was traced: plain data, all that the compiler sees. */
  readonly tree: WorkflowTree;
  readonly input: Schema;
  readonly output: Schema;
  /** Every task named in its tree, compensations and probes included. */
  readonly tasks: ReadonlyMap<string, Task>;
  /** The child workflows that it calls or starts. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  /** Never there: carries the types. */
  readonly [valueTypes]?: {
    readonly input: I;
    readonly output: O;
  };
}
/** What a workflow declares. Its schemas must be plain JSON: no transform, default, coerce or date. */
interface WorkflowOptions<I extends Schema> {
  /** Default: anything. */
  readonly input?: I;
  /**
   * The state machine's type. An `EXPRESS` one is for short work that may run twice: it takes five minutes at most, each
   * start is another execution, and it holds no saga, callback, heartbeat, job, child workflow that it waits for, or
   * distributed `each`; the compiler refuses those (`EXPRESS_…`). Default `STANDARD`. (AWS: "Choosing workflow type")
   */
  readonly type?: "STANDARD" | "EXPRESS";
  /** A budget for the whole workflow. */
  readonly timeout?: Duration;
  /** How long compensation may take once the budget is spent. */
  readonly compensationTimeout?: Duration;
  /**
   * What it may do on AWS beside what its steps ask for by themselves: for steps whose target is known only at run time,
   * as a table that an expression names.
   */
  readonly permissions?: readonly Permission[];
}
/**
 * Defines a workflow: runs its body once and records what it does.
 * @param name - 1 to 80 characters; the state machine's name.
 * @throws {DefinitionError} with every problem.
 */
declare function workflow$1<I extends Schema, O extends Schema>(name: string, options: WorkflowOptions<I> & {
  readonly output: O;
}, body: (w: Builder<z.output<O>>, input: Expr<z.output<I>>) => Input<z.output<O>> | Call<z.output<O>>): Workflow<z.input<I>, z.output<O>>;
declare function workflow$1<R, I extends Schema = z.ZodUnknown>(name: string, options: WorkflowOptions<I>, body: (w: Builder, input: Expr<z.output<I>>) => R): Workflow<z.input<I>, BranchResult<() => R>>;
/** The type of what a workflow takes. */
type InputOf<W> = W extends Workflow<infer I> ? I : never;
/** The type of what a workflow gives. */
type OutputOf<W> = W extends Workflow<infer _, infer O> ? O : never;
declare const resultType: unique symbol;
declare const inputType: unique symbol;
/**
 * A call that has not been placed: give it to `w.run`, return it from a body, or use it as a branch. `O` is its result,
 * `I` its input. One that is left lying about is reported as `CALL_NOT_RUN`.
 */
interface Call<O = unknown, I = unknown> {
  readonly [resultType]: O;
  readonly [inputType]?: I;
}
declare const isEvent: unique symbol;
/** The call that publishes an event: for `w.emit`, or a branch. */
interface EventCall<T = unknown> extends Call<unknown, T> {
  readonly [isEvent]: true;
}
/** A kind of event. Called with its detail it gives a call for `w.emit`. */
interface EventType<T = unknown> {
  (detail: Input<T>): EventCall<T>;
  readonly kind: "event";
  readonly name: string;
  readonly bus: string;
  readonly source: string;
  readonly schema: Schema;
  readonly data: SchemaData;
}
/** Where an event is published. */
interface EventOptions {
  /** The bus's name in the deployment; default `default`. */
  readonly bus?: string;
  /** EventBridge's `source`; default `stepwright`. */
  readonly source?: string;
}
/**
 * Defines a kind of event.
 * @param name - EventBridge's `detail-type`: 1 to 128 characters.
 * @param schema - of its detail: plain JSON.
 * @throws {DefinitionError} with every problem.
 */
export declare function event<S extends Schema>(name: string, schema: S, options?: EventOptions): EventType<z.output<S>>;
/** How a service is called. */
interface ServiceOptions {
  /** Runs a job to its end: `.sync`, or `.sync:2` where the service has it. */
  readonly suffix?: ".sync" | ".sync:2";
}
/** A job: called it is started; `.sync` waits for its end and gives its description. */
interface Job<A, O> {
  (args: Input<A>): Call<O, A>;
  sync<R = unknown>(args: Input<A>): Call<R, A>;
}
/**
 * A call of a service by what follows `arn:aws:states:::`, as `ecs:runTask`.
 * @param args - as the service's API reference names them, in PascalCase.
 */
declare function service<O = unknown>(action: string, args: unknown, options?: ServiceOptions): Call<O>;
/** Arguments of `lambda:invoke`, for a function that is not a task of ours. */
interface InvokeFunction {
  readonly FunctionName: string;
  readonly Payload?: unknown;
  readonly Qualifier?: string;
  readonly InvocationType?: "RequestResponse" | "Event" | "DryRun";
  readonly ClientContext?: string;
}
/** What `lambda:invoke` answers. */
interface InvokedFunction<P> {
  readonly Payload: P;
  readonly StatusCode: number;
  readonly ExecutedVersion: string;
}
/** Arguments as the service's API reference names them, in PascalCase. */
type ServiceArguments = Readonly<Record<string, unknown>>;
/** Lambda functions that are not tasks of ours. */
declare const lambda: {
  readonly invoke: <P = unknown>(args: Input<InvokeFunction>) => Call<InvokedFunction<P>, InvokeFunction>;
};
/** Jobs of AWS Batch. */
declare const batch: {
  readonly submitJob: Job<ServiceArguments, unknown>;
};
/** Tasks of Amazon ECS and Fargate. */
declare const ecs: {
  readonly runTask: Job<ServiceArguments, unknown>;
};
/** Jobs of AWS Glue. */
declare const glue: {
  readonly startJobRun: Job<ServiceArguments, unknown>;
};
/** A DynamoDB value, tagged by its type. Numbers are text. */
type AttributeValue = {
  readonly S: string;
} | {
  readonly N: string;
} | {
  readonly B: string;
} | {
  readonly BOOL: boolean;
} | {
  readonly NULL: true;
} | {
  readonly SS: readonly string[];
} | {
  readonly NS: readonly string[];
} | {
  readonly M: {
    readonly [name: string]: AttributeValue;
  };
} | {
  readonly L: readonly AttributeValue[];
};
/** A DynamoDB item. */
interface Attributes {
  readonly [name: string]: AttributeValue;
}
/** What every action on one item takes. */
interface OnTable {
  readonly TableName: string;
  readonly ReturnConsumedCapacity?: "INDEXES" | "TOTAL" | "NONE";
}
interface Conditional extends OnTable {
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Attributes;
}
/** Arguments of `dynamodb:getItem`. */
interface GetItem extends OnTable {
  readonly Key: Attributes;
  readonly ConsistentRead?: boolean;
  readonly ProjectionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
}
/** Arguments of `dynamodb:putItem`. */
interface PutItem extends Conditional {
  readonly Item: Attributes;
  readonly ReturnValues?: "NONE" | "ALL_OLD";
}
/** Arguments of `dynamodb:updateItem`. */
interface UpdateItem extends Conditional {
  readonly Key: Attributes;
  readonly UpdateExpression: string;
  readonly ReturnValues?: "NONE" | "ALL_OLD" | "UPDATED_OLD" | "ALL_NEW" | "UPDATED_NEW";
}
/** Arguments of `dynamodb:deleteItem`. */
interface DeleteItem extends Conditional {
  readonly Key: Attributes;
  readonly ReturnValues?: "NONE" | "ALL_OLD";
}
/** What `dynamodb:getItem` answers; no `Item` where there is none. */
interface FoundItem<T> {
  readonly Item?: T;
}
/** What a change of an item answers where `ReturnValues` asks for it. */
interface ChangedItem<T> {
  readonly Attributes?: T;
}
/**
 * DynamoDB, called by Step Functions itself. `T` is the item's type, by the author's word.
 * @example aws.dynamodb.getItem<{ total: { N: string } }>({ TableName: resource("orders"), Key: { id: { S: id } } })
 */
declare const dynamodb: {
  readonly getItem: <T = Attributes>(args: Input<GetItem>) => Call<FoundItem<T>, GetItem>;
  readonly putItem: <T = Attributes>(args: Input<PutItem>) => Call<ChangedItem<T>, PutItem>;
  readonly updateItem: <T = Attributes>(args: Input<UpdateItem>) => Call<ChangedItem<T>, UpdateItem>;
  readonly deleteItem: <T = Attributes>(args: Input<DeleteItem>) => Call<ChangedItem<T>, DeleteItem>;
};
/** An attribute of an SQS or SNS message. */
interface MessageAttribute {
  readonly DataType: "String" | "Number" | "Binary";
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}
/** Arguments of `sqs:sendMessage`. A body that is not text is sent as JSON. */
interface SendMessage {
  readonly QueueUrl: string;
  readonly MessageBody: unknown;
  readonly DelaySeconds?: number;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>;
}
/** Arguments of `sns:publish`. A message that is not text is sent as JSON. */
interface Publish {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
  readonly PhoneNumber?: string;
  readonly Message: unknown;
  readonly Subject?: string;
  readonly MessageStructure?: "json";
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>;
}
/** Arguments of `events:putEvents`. A typed event is published by `w.emit`. */
interface PutEvents {
  readonly Entries: readonly {
    readonly Detail: unknown;
    readonly DetailType: string;
    readonly Source: string;
    readonly EventBusName?: string;
    readonly Resources?: readonly string[];
    readonly Time?: string;
  }[];
}
/** What `events:putEvents` answers. */
interface PutEventsResult {
  readonly FailedEntryCount: number;
  readonly Entries: readonly {
    readonly EventId?: string;
    readonly ErrorCode?: string;
    readonly ErrorMessage?: string;
  }[];
}
/** What sending or publishing answers. */
interface SentMessage {
  readonly MessageId: string;
}
/** SQS, called by Step Functions itself. */
declare const sqs: {
  readonly sendMessage: (args: Input<SendMessage>) => Call<SentMessage, SendMessage>;
};
/** SNS, called by Step Functions itself. */
declare const sns: {
  readonly publish: (args: Input<Publish>) => Call<SentMessage, Publish>;
};
/** EventBridge, called by Step Functions itself. */
declare const events: {
  readonly putEvents: (args: Input<PutEvents>) => Call<PutEventsResult, PutEvents>;
};
/** AWS services as typed calls: on AWS, Step Functions calls them itself; elsewhere a resource handler does. */
export declare const aws: {
  readonly dynamodb: typeof dynamodb;
  readonly sqs: typeof sqs;
  readonly sns: typeof sns;
  readonly events: typeof events;
  readonly lambda: typeof lambda;
  readonly batch: typeof batch;
  readonly ecs: typeof ecs;
  readonly glue: typeof glue;
  /**
   * Any action of the AWS SDK, as `s3:getObject`. `O` is its result, by the author's word.
   * @param args - as the service's API reference names them, in PascalCase.
   */
  readonly sdk: <O = unknown>(action: `${string}:${string}`, args: unknown) => Call<O>;
  /** Any other integration of Step Functions, as `ecs:runTask` with the suffix `.sync`. */
  readonly service: typeof service;
};
/** An HTTP request that Step Functions makes itself. */
interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE" | "HEAD" | "OPTIONS";
  readonly url: string;
  /** The ARN of the EventBridge connection that holds the credentials. */
  readonly connection: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}
/** What an HTTP request answers. A status of 400 or more fails the step with `States.Http.StatusCode.<status>`. */
interface HttpResponse<B> {
  readonly StatusCode: number;
  readonly StatusText: string;
  readonly Headers: Readonly<Record<string, readonly string[]>>;
  readonly ResponseBody: B;
}
type Request = { readonly [K in keyof HttpRequest]: Input<HttpRequest[K]>; };
/** HTTP endpoints as calls. `B` is the response's body, by the author's word. */
export declare const http: {
  readonly request: <B = unknown>(request: Request) => Call<HttpResponse<B>>;
};
export { type AllNode, type AnyHandler, type ArrayExpression, type AslNode, type AslOptions, type Attempt, type AttemptNode, type Attempted, type AttributeValue, type Attributes, type BatchOptions, type Block, type Branch, type BranchResult, type Builder, type Call, type CallData, type CallExpression, type CallbackNode, type CallbackOptions, type CarryOptions, type ChangedItem, type Compensate, type Compensation, type Completed, type ComputeNode, type ComputeOptions, type DefinitionCode, DefinitionError, type DefinitionIssue, type DeleteItem, type Duration, type EachCompensate, type EachNode, type EachOptions, type EffectState, type EffectStore, type EmbeddedStates, type ErrorOutput, type EventCall, type EventOptions, type EventType, type Expr, type Expression, type FailNode, type FoundItem, type FunctionExpression, type FunctionName, type GetItem, type Handled, type Handlers, type HttpRequest, type HttpResponse, type Input, type InputOf, type InvokeFunction, type InvokedFunction, type Job, type Json, type Jsonata, type JsonataExpression, type Jsonified, type KeyedEffects, type LambdaData, type LambdaOptions, type LiteralExpression, type MatchNode, type MessageAttribute, type Node, type ObjectExpression, type Origin, type OutputOf, type Parsing, type Permission, type PermissionData, type PivotOptions, type PolicyOptions, type PollOptions, type Probed, type Publish, type PutEvents, type PutEventsResult, type PutItem, type ReferenceExpression, type RepeatBound, type RepeatNode, type Resolved, type RetryOptions, type RetryRule, type ReturnNode, type RunNode, type SagaNode, type Schema, type SchemaData, type SendMessage, type SentMessage, type ServiceArguments, type ServiceOptions, type Shape, type SleepNode, type SourcePosition, type StartedExecution, type Step, type StepOptions, type StepPolicy, type Task, type TaskContext, type TaskData, TaskError, type TaskFacts, type TaskHandler, type TaskLogger, type TaskOptions, type TextExpression, type Undoable, type UpdateItem, type When, type WhenNode, type Workflow, type WorkflowOptions, type WorkflowTree, definitionCodes, formatIssue, functionNames, keyedEffects, memoryEffects, secret, task$1 as task, workflow$1 as workflow };