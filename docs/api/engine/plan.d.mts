import { f as StateMachineDefinition } from "./document.mjs";
import { n as JsonObject, t as Json } from "./json.mjs";
/** What Step Functions bounds. */
type QuotaName = "payload" | "assign" | "variables" | "historyEvents" | "duration" | "expressDuration" | "redriveWindow" | "redrives" | "inlineConcurrency" | "error" | "cause" | "definition" | "name" | "variableName" | "label" | "seconds" | "maxAttempts" | "maxDelay" | "maxItems" | "batchBytes";
/** Whose quotas are enforced: `aws`, so that what passes here passes there. Without it the engine's own bounds hold. */
type Target = "aws";
/** The most that is allowed, in each quota's unit. */
type Limits = Readonly<Record<QuotaName, number>>;
/**
 * What a workflow compiles to, and what runs: an ASL document whose deployment-dependent names are `${Placeholders}`,
 * what stands behind each placeholder, and notes that tie states to the source.
 */
interface Plan {
  /** The workflow's name: 1–80 characters. */
  readonly name: string;
  /** Deterministic: the same workflow gives the same bytes when printed with `printDefinition` of `@stepwright/engine/compile`. */
  readonly definition: StateMachineDefinition;
  /** By placeholder name, without `${` and `}`. Letters and digits only. */
  readonly bindings: Readonly<Record<string, Binding>>;
  /** By state name, for every state of the definition. */
  readonly notes: Readonly<Record<string, Note>>;
  /** Whose quotas hold while it runs; absent for the engine's own. A part of the plan: a replay must meet the same. */
  readonly target?: Target;
  /** The state machine's type; absent for `STANDARD`. */
  readonly type?: "EXPRESS";
  /** JSON Schemas (draft 2020-12) of the workflow's input and output; absent where unconstrained. */
  readonly schemas: {
    readonly input?: JsonObject;
    readonly output?: JsonObject;
  };
}
/** What a placeholder stands for. */
type Binding =
/** A task's handler: a Lambda on AWS, a function here. `queue`: the task queue that serves it where there are any. */
{
  readonly kind: "task";
  readonly task: string;
  readonly queue?: string;
  readonly input?: JsonObject;
  readonly output?: JsonObject;
} |
/** Another workflow's state machine. */
{
  readonly kind: "workflow";
  readonly workflow: string;
  readonly type?: "EXPRESS";
} | {
  readonly kind: "eventBus";
  readonly bus: string;
} |
/** The queue that takes failed compensations. */
{
  readonly kind: "deadLetterQueue";
} |
/** Anything else that the deployment names: a table, a queue, a connection. */
{
  readonly kind: "resource";
  readonly resource: string;
};
/**
 * How a cancelled line of control leaves a state that it must not begin. The members are those of a Catch, in JSONata,
 * with `$states.errorOutput` naming `Stepwright.Cancelled`; `End` ends the line of control with `Output`. ASL has no
 * cancellation, so this stands in the notes. A part of the plan: a replay must meet the same.
 */
interface CancelledWay {
  readonly Assign?: JsonObject;
  readonly Output?: Json;
  readonly Next?: string;
  readonly End?: true;
}
/** What a state is for, and where in the author's source it comes from. */
interface Note {
  readonly role: "step" | "control" | "compensation" | "deadLetter" | "pivot" | "probe" | "saga" | "result";
  /** The step's name in the workflow, or of the step that a compensation undoes. */
  readonly step?: string;
  /** Before this state a cancelled line of control is led to its compensation, or ends with what it did. */
  readonly cancelled?: CancelledWay;
  /** It stands past the pivot: an execution that is cancelled here goes on to its end. */
  readonly forward?: true;
  /** `file:line:column`, the file relative to the project. Absent for states no line of source asks for. */
  readonly source?: string;
}
export { Target as a, Limits as i, Note as n, Plan as r, Binding as t };