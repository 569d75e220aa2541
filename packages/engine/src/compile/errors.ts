import type { SourcePosition } from "@stepwright/dsl"

/** Stable codes of what a compiler can find: what it means, and what to do. */
export const compileCodes = {
  CONCURRENCY_INLINE: {
    summary: "An inline map runs at most 40 items at once on AWS.",
    hint: "Ask for a concurrency of at most 40, or make it distributed.",
  },
  TOLERATE_INLINE: {
    summary: "Only a distributed map tolerates failed items.",
    hint: "Add distributed, or handle the failure of an item inside the body with attempt.",
  },
  BATCH_INLINE: { summary: "Only a distributed map hands out items in batches.", hint: "Add distributed." },
  BATCH_OBJECT: { summary: "Only a list can be handed out in batches.", hint: "Go over the object's entries." },
  EXPRESS_CHILD: {
    summary: "Nobody can wait for a child workflow of the type EXPRESS: AWS does not tell how one ended.",
    hint: "Make the child's type STANDARD, start it with w.start, or do its steps here.",
  },
  EXPRESS_MAP: {
    summary: "An Express execution has no distributed maps.",
    hint: 'Make the each an inline one, or what holds it STANDARD: the workflow by its type, a map by execution: "STANDARD".',
  },
  EXPRESS_TIMEOUT: {
    summary: "An Express execution takes at most five minutes.",
    hint: "Ask for 300 seconds or less, or make the workflow's type, or the map's execution, STANDARD.",
  },
  EXPRESS_WAITS: {
    summary: "An Express execution cannot wait for a callback, a heartbeat, a child workflow or a job.",
    hint: "Make the workflow's type, or the map's execution, STANDARD.",
  },
  NAME_TOO_LONG: {
    summary: "AWS refuses the name.",
    hint: "A workflow's name has 1 to 80 characters, a label 1 to 40.",
  },
  DEFINITION_TOO_LARGE: {
    summary: "A definition on AWS has at most 1 MB.",
    hint: "Move a part of it into a child workflow, or large literals into a task.",
  },
  DURATION_NOT_WHOLE: {
    summary: "ASL knows whole seconds, at least one.",
    hint: "Round the duration to whole seconds.",
  },
  HEARTBEAT_TOO_LONG: {
    summary: "A heartbeat must be shorter than the timeout.",
    hint: "Shorten the heartbeat, or lengthen the timeout.",
  },
  TIMEOUT_LAMBDA: {
    summary: "A Lambda function runs at most 15 minutes.",
    hint: "Split the task, or let it answer by callback.",
  },
  PAYLOAD_TOO_LARGE: {
    summary: "A value can grow beyond the 256 KiB that AWS carries between states.",
    hint: "Bound it in its schema, or pass a reference to where it is stored.",
  },
  HISTORY_TOO_LONG: {
    summary: "An execution can write more than the 25,000 events that AWS allows.",
    hint: "Lower the bounds of its loops and lists, make a map distributed, or call a child workflow.",
  },
  GROWTH_UNBOUNDED: {
    summary: "Nothing bounds how many events an execution writes or how much it gathers; AWS does.",
    hint: "Bound the list in its schema with max, or make the map distributed.",
  },
  COMPENSATION_PLACE: {
    summary:
      "A step that is to be compensated, or a call of a saga, stands in batches, whose borders nobody can tell again.",
    hint: "Hand out single items rather than batches.",
  },
  COMPENSATION_AFTER_PIVOT: {
    summary: "After the pivot a saga only goes forward, so nothing there is ever compensated.",
    hint: "Remove the compensation, or move the step before the pivot.",
  },
  STEP_UNCOMPENSATED: {
    summary: "A step of a saga changes something that nothing undoes: a later failure leaves it standing.",
    hint: "Give it compensate, make it the pivot, move it behind the pivot, or declare its task readOnly.",
  },
  JOURNAL_TOO_LARGE: {
    summary:
      "What a repeat or a distributed each has to keep for its compensation can grow beyond the 256 KiB that AWS keeps in a variable.",
    hint: "Lower max, or the bound of the list; let compensations read less of a step's result, or do the passes in a child workflow.",
  },
  COMPENSATION_INPUT_VOLATILE: {
    summary: "A compensation reads the input of its step, but that input depends on the time or on chance.",
    hint: "Let a task of its own give the value, and refer to its result in both.",
  },
  PIVOT_PLACE: {
    summary: "A pivot stands where it does not part a saga in two.",
    hint: "Give a saga one pivot, outside of any when, match, repeat, attempt, all or each.",
  },
  EXPRESS_SAGA: {
    summary: "A saga must not run in an Express execution: it runs at least once.",
    hint: "Make the workflow's type, or the map's execution, STANDARD.",
  },
  ASL_NAME: {
    summary:
      "Two embedded states have the same name: the names of a machine's states are unique, those inside included.",
    hint: "Rename one of them where it stands, and where it is led to.",
  },
  ASL_PLACE: {
    summary: "States embedded in a saga or an attempt: whoever wrote them says what handles their failures.",
    hint: "Embed them outside of it, or write them as steps.",
  },
  ASL_REFUSED: {
    summary: "AWS would refuse the plan that embedded states stand in.",
    hint: "Correct them as the message says.",
  },
  ERROR_NAME_TOO_LONG: { summary: "An error's name has at most 256 characters.", hint: "Shorten it." },
} as const

/** A stable code of the compiler. */
export type CompileCode = keyof typeof compileCodes

/** One thing that cannot be compiled (error), or that may surprise on AWS (warning). */
export interface CompileIssue {
  readonly code: CompileCode
  readonly severity: "error" | "warning"
  /** What and where, in a sentence. */
  readonly message: string
  readonly hint: string
  readonly at?: SourcePosition
}

/** A workflow that cannot be compiled. Carries every issue found, warnings included. */
export class CompileError extends Error {
  override readonly name = "CompileError"
  readonly code = "COMPILE_FAILED"
  readonly issues: readonly CompileIssue[]

  constructor(workflow: string, issues: readonly CompileIssue[]) {
    const errors = issues.filter(({ severity }) => severity === "error")
    const count = errors.length === 1 ? "a problem" : `${errors.length} problems`
    super(`Workflow ${workflow} cannot be compiled; it has ${count}:\n${errors.map(formatCompileIssue).join("\n")}`)
    this.issues = issues
  }
}

/** `file:line:column CODE message hint`. */
export function formatCompileIssue(issue: CompileIssue): string {
  const where = issue.at === undefined ? "" : `${issue.at.file}:${issue.at.line}:${issue.at.column} `
  return `  ${where}${issue.code} ${issue.message} ${issue.hint}`
}
