import { r as Plan } from "../plan.mjs";
import { Expression, Json, Origin, Shape, SourcePosition, WorkflowTree } from "@stepwright/dsl";
/** Stable codes of what a compiler can find: what it means, and what to do. */
export declare const compileCodes: {
  readonly CONCURRENCY_INLINE: {
    readonly summary: "An inline map runs at most 40 items at once on AWS.";
    readonly hint: "Ask for a concurrency of at most 40, or make it distributed.";
  };
  readonly TOLERATE_INLINE: {
    readonly summary: "Only a distributed map tolerates failed items.";
    readonly hint: "Add distributed, or handle the failure of an item inside the body with attempt.";
  };
  readonly BATCH_INLINE: {
    readonly summary: "Only a distributed map hands out items in batches.";
    readonly hint: "Add distributed.";
  };
  readonly BATCH_OBJECT: {
    readonly summary: "Only a list can be handed out in batches.";
    readonly hint: "Go over the object's entries.";
  };
  readonly EXPRESS_CHILD: {
    readonly summary: "Nobody can wait for a child workflow of the type EXPRESS: AWS does not tell how one ended.";
    readonly hint: "Make the child's type STANDARD, start it with w.start, or do its steps here.";
  };
  readonly EXPRESS_MAP: {
    readonly summary: "An Express execution has no distributed maps.";
    readonly hint: 'Make the each an inline one, or what holds it STANDARD: the workflow by its type, a map by execution: "STANDARD".';
  };
  readonly EXPRESS_TIMEOUT: {
    readonly summary: "An Express execution takes at most five minutes.";
    readonly hint: "Ask for 300 seconds or less, or make the workflow's type, or the map's execution, STANDARD.";
  };
  readonly EXPRESS_WAITS: {
    readonly summary: "An Express execution cannot wait for a callback, a heartbeat, a child workflow or a job.";
    readonly hint: "Make the workflow's type, or the map's execution, STANDARD.";
  };
  readonly NAME_TOO_LONG: {
    readonly summary: "AWS refuses the name.";
    readonly hint: "A workflow's name has 1 to 80 characters, a label 1 to 40.";
  };
  readonly DEFINITION_TOO_LARGE: {
    readonly summary: "A definition on AWS has at most 1 MB.";
    readonly hint: "Move a part of it into a child workflow, or large literals into a task.";
  };
  readonly DURATION_NOT_WHOLE: {
    readonly summary: "ASL knows whole seconds, at least one.";
    readonly hint: "Round the duration to whole seconds.";
  };
  readonly HEARTBEAT_TOO_LONG: {
    readonly summary: "A heartbeat must be shorter than the timeout.";
    readonly hint: "Shorten the heartbeat, or lengthen the timeout.";
  };
  readonly TIMEOUT_LAMBDA: {
    readonly summary: "A Lambda function runs at most 15 minutes.";
    readonly hint: "Split the task, or let it answer by callback.";
  };
  readonly PAYLOAD_TOO_LARGE: {
    readonly summary: "A value can grow beyond the 256 KiB that AWS carries between states.";
    readonly hint: "Bound it in its schema, or pass a reference to where it is stored.";
  };
  readonly HISTORY_TOO_LONG: {
    readonly summary: "An execution can write more than the 25,000 events that AWS allows.";
    readonly hint: "Lower the bounds of its loops and lists, make a map distributed, or call a child workflow.";
  };
  readonly GROWTH_UNBOUNDED: {
    readonly summary: "Nothing bounds how many events an execution writes or how much it gathers; AWS does.";
    readonly hint: "Bound the list in its schema with max, or make the map distributed.";
  };
  readonly COMPENSATION_PLACE: {
    readonly summary: "A step that is to be compensated, or a call of a saga, stands in batches, whose borders nobody can tell again.";
    readonly hint: "Hand out single items rather than batches.";
  };
  readonly COMPENSATION_AFTER_PIVOT: {
    readonly summary: "After the pivot a saga only goes forward, so nothing there is ever compensated.";
    readonly hint: "Remove the compensation, or move the step before the pivot.";
  };
  readonly STEP_UNCOMPENSATED: {
    readonly summary: "A step of a saga changes something that nothing undoes: a later failure leaves it standing.";
    readonly hint: "Give it compensate, make it the pivot, move it behind the pivot, or declare its task readOnly.";
  };
  readonly JOURNAL_TOO_LARGE: {
    readonly summary: "What a repeat or a distributed each has to keep for its compensation can grow beyond the 256 KiB that AWS keeps in a variable.";
    readonly hint: "Lower max, or the bound of the list; let compensations read less of a step's result, or do the passes in a child workflow.";
  };
  readonly COMPENSATION_INPUT_VOLATILE: {
    readonly summary: "A compensation reads the input of its step, but that input depends on the time or on chance.";
    readonly hint: "Let a task of its own give the value, and refer to its result in both.";
  };
  readonly PIVOT_PLACE: {
    readonly summary: "A pivot stands where it does not part a saga in two.";
    readonly hint: "Give a saga one pivot, outside of any when, match, repeat, attempt, all or each.";
  };
  readonly EXPRESS_SAGA: {
    readonly summary: "A saga must not run in an Express execution: it runs at least once.";
    readonly hint: "Make the workflow's type, or the map's execution, STANDARD.";
  };
  readonly ASL_NAME: {
    readonly summary: "Two embedded states have the same name: the names of a machine's states are unique, those inside included.";
    readonly hint: "Rename one of them where it stands, and where it is led to.";
  };
  readonly ASL_PLACE: {
    readonly summary: "States embedded in a saga or an attempt: whoever wrote them says what handles their failures.";
    readonly hint: "Embed them outside of it, or write them as steps.";
  };
  readonly ASL_REFUSED: {
    readonly summary: "AWS would refuse the plan that embedded states stand in.";
    readonly hint: "Correct them as the message says.";
  };
  readonly ERROR_NAME_TOO_LONG: {
    readonly summary: "An error's name has at most 256 characters.";
    readonly hint: "Shorten it.";
  };
};
/** A stable code of the compiler. */
type CompileCode = keyof typeof compileCodes;
/** One thing that cannot be compiled (error), or that may surprise on AWS (warning). */
interface CompileIssue {
  readonly code: CompileCode;
  readonly severity: "error" | "warning";
  /** What and where, in a sentence. */
  readonly message: string;
  readonly hint: string;
  readonly at?: SourcePosition;
}
/** A workflow that cannot be compiled. Carries every issue found, warnings included. */
export declare class CompileError extends Error {
  readonly name = "CompileError";
  readonly code = "COMPILE_FAILED";
  readonly issues: readonly CompileIssue[];
  constructor(workflow: string, issues: readonly CompileIssue[]);
}
/** `file:line:column CODE message hint`. */
export declare function formatCompileIssue(issue: CompileIssue): string;
/** How a workflow is compiled. */
interface CompileOptions {
  /** Sources in the notes are named relative to it; default: as the runtime reported them. */
  readonly projectRoot?: string;
}
/** What compiling a workflow gives. */
interface Compiled {
  readonly plan: Plan;
  readonly warnings: readonly CompileIssue[];
}
/**
 * Compiles a traced workflow to a plan: ASL in JSONata, its bindings and its notes. The same tree gives the same bytes.
 * @throws {CompileError} with every issue.
 */
export declare function compile(tree: WorkflowTree, options?: CompileOptions): Compiled;
/** An expression of the tree as JSONata. */
interface Lowered {
  /** JSONata without `{% %}`; parenthesised where needed, so that it can stand as an operand. */
  readonly text: string;
  /** Given schema-checked operands it neither throws nor is undefined. (`docs/expressions.md`, "Total or partial") */
  readonly total: boolean;
  /** What is known about its value; optional where it can be absent. */
  readonly shape: Shape;
  /** The same without outer parentheses: what `{% … %}` holds. */
  readonly bare?: string;
  /** JSONata that never throws and is true where this does not; only where the expression can throw. */
  readonly sound?: string;
  /** It can throw, not only be undefined. Taken from `total` and `shape` where left out. */
  readonly throws?: boolean;
}
/** JSONata that denotes an origin's value where the expression will stand: `$charge`, `$states.input`, `$box.value`. */
interface Resolve {
  (origin: Origin): string;
  /**
   * The shape of that value. Without it, a path whose end is of known shape is taken to lead through objects and arrays
   * as it is written, and one whose end is of unknown shape is guarded at every step.
   */
  readonly shapeOf?: (origin: Origin) => Shape | undefined;
  /** JSONata of one field of that value, where it can be had without the whole. */
  readonly fieldOf?: (origin: Origin, field: string) => string | undefined;
  /** What stands for a resource, whole, in a payload: `${Orders}`. */
  readonly placeholder?: (resource: string) => string;
}
/**
 * A partial expression made total: the fallback where it is absent or would throw. Stays partial where it can throw
 * and no condition tells when (the author's own JSONata; a failing function inside a list function).
 * @param fallbackText - JSONata of the same shape, total, that binds at least as much as `? :`.
 */
export declare function guarded(lowered: Lowered, fallbackText: string): Lowered;
/** An expression as JSONata: the meaning that `docs/expressions.md` gives it, guards only where its shape asks for them. */
export declare function lowerExpression(expression: Expression, resolve: Resolve): Lowered;
/** An expression as a condition: always true or false, never undefined. */
export declare function lowerCondition(expression: Expression, resolve: Resolve): Lowered;
/**
 * An expression as a JSON value of a state (`Arguments`, `Output`, `Assign`, `Items`): what is literal stands as JSON,
 * what is computed as `{% … %}`. Author's text that a tool would take for an expression or a deployment substitution
 * is written as an expression that yields it. A resource stands as its placeholder.
 */
export declare function payload(expression: Expression, resolve: Resolve): Json;
/** The definition as text: the same bytes for the same plan, with a newline at its end. */
export declare function printDefinition(plan: Plan): string;
/** The bindings as text, by placeholder name: the same bytes for the same plan, with a newline at its end. */
export declare function printBindings(plan: Plan): string;
export type { CompileCode, CompileIssue, CompileOptions, Compiled, Lowered, Resolve };