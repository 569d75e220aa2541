import type { SourcePosition } from "./tree/index.ts"

/** Stable codes of what can be wrong in a definition: what it means, and what to do. */
export const definitionCodes = {
  EXPR_AS_VALUE: {
    summary: "An expression stands for a value that exists only at run time, but was used as a JavaScript value.",
    hint: "Use the expression functions: eq, gt, add, fmt`…`, when(…).",
  },
  REF_OUT_OF_SCOPE: {
    summary: "A step's result is used where that step cannot be seen: it belongs to a branch or body that has ended.",
    hint: "Return the value from the body and use the result of all, each, when or repeat.",
  },
  REF_FOREIGN: {
    summary: "An expression of one workflow is used in another.",
    hint: "Pass the value as input: w.call(child)({ … }).",
  },
  SCOPE_CLOSED: {
    summary: "A builder is used after its body has ended, or while an inner body is open.",
    hint: "Use the builder that the innermost body was given.",
  },
  NAME_TAKEN: { summary: "Two steps of one block have the same name.", hint: "Give one of them another name." },
  NAME_INVALID: {
    summary:
      'A name does not fit: 1 to 80 characters, no white space or control characters, none of <>{}[]?*"#%\\^|~`$&,;:/',
    hint: "Use letters, digits, '-', '_' and '.'.",
  },
  DURATION_INVALID: {
    summary: "A duration is not a whole number of seconds as text: the Amazon States Language knows no smaller unit.",
    hint: 'Write "5s", "15m", "2h" or "1d".',
  },
  RETRY_INVALID: {
    summary: "A retry rule holds a number that is out of bounds.",
    hint: "attempts ≥ 1, backoff ≥ 1, interval at least 1s, maxInterval at least the interval and at most 365d.",
  },
  RETRIED_ALONE: {
    summary: "A compute is retried with the step before it, but no step that may be retried so stands there.",
    hint: "Put it right after its w.run or w.callback, one without compensate; or leave out retried.",
  },
  HEARTBEAT_INVALID: {
    summary: "A heartbeat is not shorter than the timeout beside it.",
    hint: "Make the heartbeat shorter, or the timeout longer.",
  },
  LAMBDA_INVALID: {
    summary: "What a task asks of its Lambda function is out of bounds.",
    hint: "memory 128 to 10240 MB, storage 512 to 10240 MB, a name of 1 to 64 letters, digits, `-` and `_`, at most 4096 bytes of environment, none of Lambda's own variables.",
  },
  PERMISSION_INVALID: {
    summary: "A permission does not name actions and resources as AWS does.",
    hint: 'Write actions as "dynamodb:GetItem", and resources as ARNs: "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders".',
  },
  REPEAT_UNBOUNDED: { summary: "A repeat has no bound.", hint: "Give max: the most passes it may take, at least 1." },
  COMPENSATION_NEEDS_UNKNOWN: {
    summary: "A compensation reads the result of its step, but the step may have happened without its answer arriving.",
    hint: "Give { known, unknown }: unknown undoes by key and input alone.",
  },
  COMPENSATION_COMPENSATED: {
    summary: "A compensation is itself compensated: the workflow that it calls undoes its own steps when it fails.",
    hint: "Let what undoes a step only go forward, and retry: call a workflow without compensations, or a task.",
  },
  COMPENSATED_OUTSIDE: {
    summary: "The key, input or result of a compensated step is used outside its compensation.",
    hint: "Use them only in the call that compensate returns.",
  },
  AFTER_END: {
    summary: "A step follows a return or fail, so it can never run.",
    hint: "Remove it, or put the return inside a when.",
  },
  ATTEMPT_WITHOUT_CATCH: {
    summary: "An attempt handles nothing.",
    hint: 'Add .catch({ "Error.Name": (w, error) => … }).',
  },
  ASYNC_BODY: {
    summary: "A body is asynchronous. Bodies run once, while the workflow is defined, and await nothing.",
    hint: "Remove async; put asynchronous work into a task's handler.",
  },
  SCHEMA_UNSTABLE: {
    summary:
      "A schema at a boundary changes its value (transform, default, coerce, date): nothing would run it on AWS.",
    hint: "Keep boundary schemas to plain JSON; a task's own schemas may do more.",
  },
  JSONATA_INVALID: {
    summary: "The text of a jsonata`…` expression cannot be parsed or used.",
    hint: "Write JSONata 2.0.6; refer to run-time values by ${…}.",
  },
  CALL_NOT_RUN: {
    summary: "A call was made but never placed, so it would never happen; or it stands where a value is wanted.",
    hint: "Give it to w.run, return it from a body, or use it as a branch.",
  },
  TASK_TAKEN: {
    summary: "One workflow uses two different tasks (or child workflows) of the same name.",
    hint: "Give one of them another name.",
  },
  COMPENSATION_WITHOUT_CALL: {
    summary:
      "A compensation, probe or callback gives something other than a call, or an each with compensate has a body that gives none.",
    hint: "Return one call: compensate: ({ key }) => undo({ key }).",
  },
  ERROR_NAME_INVALID: {
    summary:
      "An error name does not fit: 1 to 256 characters; `States.` is reserved, and none of its errors proves that nothing happened.",
    hint: 'Name it by what happened: "Order.Rejected".',
  },
  EACH_INVALID: {
    summary: "An option of an each is out of bounds.",
    hint: "concurrency ≥ 0, tolerate.count ≥ 0, tolerate.percentage 0 to 100, batch sizes ≥ 1; tolerate and batch need distributed.",
  },
  CASE_UNKNOWN: {
    summary: "A match has no cases, or one that the value can never equal.",
    hint: "Use the values of the schema's enum or literals as keys.",
  },
  CASE_MISSING: {
    summary: "A match has no default, and no case for a value that there can be.",
    hint: "Add the case, or a default as the last argument.",
  },
  SERVICE_INVALID: {
    summary: "A service call names no action.",
    hint: 'Write service:action in camelCase, as "s3:getObject" or "ecs:runTask".',
  },
  RESOURCE_IN_EXPRESSION: {
    summary: "A deployed resource's name is used inside a computation, but it is known only to the deployment.",
    hint: 'Give it whole as a field of a service\'s arguments: { TableName: resource("orders") }.',
  },
  ASL_INVALID: {
    summary: "Embedded states cannot stand there: they are no states, or what they begin with is not said.",
    hint: "Give w.asl({ StartAt, States }) with plain JSON, and { input } where steps come before it.",
  },
  VALUE_UNSUPPORTED: {
    summary: "A value cannot stand in a plan: it is not JSON.",
    hint: "Use strings, finite numbers, booleans, null, arrays, plain objects and expressions.",
  },
} as const

export type DefinitionCode = keyof typeof definitionCodes

/** One thing that is wrong in a definition. */
export interface DefinitionIssue {
  readonly code: DefinitionCode
  /** What and where, in a sentence. */
  readonly message: string
  readonly at?: SourcePosition
  readonly hint: string
}

/** A workflow or task that was written wrong. Carries every issue found, not only the first. */
export class DefinitionError extends Error {
  override readonly name = "DefinitionError"
  readonly code = "DEFINITION_INVALID"
  readonly issues: readonly DefinitionIssue[]

  constructor(subject: string, issues: readonly DefinitionIssue[]) {
    super(
      `${subject} has ${issues.length === 1 ? "a problem" : `${issues.length} problems`}:\n${issues.map(formatIssue).join("\n")}`,
    )
    this.issues = issues
  }
}

/** `file:line:column CODE message. What to do.` */
export function formatIssue(issue: DefinitionIssue): string {
  const where = issue.at === undefined ? "" : `${issue.at.file}:${issue.at.line}:${issue.at.column} `
  return `  ${where}${issue.code} ${issue.message} ${issue.hint}`
}

/** Makes an issue with its code's hint. */
export function issueOf(code: DefinitionCode, message: string, at?: SourcePosition): DefinitionIssue {
  return { code, message, hint: definitionCodes[code].hint, ...(at === undefined ? {} : { at }) }
}
