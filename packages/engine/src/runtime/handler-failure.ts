import { longestCause, longestError } from "../asl/failure-bounds.ts"

/** A task's failure as the workflow sees it. */
export interface TaskFailure {
  readonly error?: string
  readonly cause?: string
}

/** Errors of the checks around a handler. */
export type RefusalName = "Stepwright.InputInvalid" | "Stepwright.OutputInvalid"

/** Raised by the checks around a handler: its name is the ASL error, its message the cause. */
export class Refusal extends Error {
  override readonly name: string

  constructor(name: RefusalName, message: string) {
    super(message)
    this.name = name
  }
}

/**
 * What was thrown by a task's handler, as a Lambda's wrapper reports it: the error's `name` (of a class
 * that sets none, the class's) as ASL error name, and as
 * cause the JSON `{ errorType, errorMessage, trace }`. A name that ASL cannot carry is replaced, and the cause says so.
 */
export function taskFailure(thrown: unknown): Required<TaskFailure> {
  const { name, message } = thrownError(thrown)
  return { error: name, cause: lambdaCause(name, message) }
}

/** Error name and message of what was thrown by a task's handler; of a name as {@link taskFailure}. */
export function thrownError(thrown: unknown): ThrownError {
  const { name, message } = described(thrown)
  const unfit = unfitName(name)
  if (unfit === undefined) return { name, message }
  const explained = `The handler failed with an error named '${cut(name, 300)}', ${unfit} Its message: ${message}`
  return { name: "Stepwright.ErrorInvalid", message: explained }
}

/** What a task's handler elsewhere is reported to have failed with, its cause as it is; of a name as {@link taskFailure}. */
export function reportedFailure({
  error,
  cause = "",
}: {
  readonly error: string
  readonly cause?: string
}): TaskFailure {
  if (error === "" || unfitName(error) !== undefined)
    return taskFailure(Object.assign(new Error(cause), { name: error }))
  return { error, cause: cut(cause, longestCause) }
}

/** What was thrown by a service's handler: error name and message as they are. It plays AWS's part, `States.*` too. */
export function serviceFailure(thrown: unknown): TaskFailure {
  const { name, message } = described(thrown)
  return { error: cut(name, longestError), cause: cut(message, longestCause) }
}

/** What of an error a workflow is told. */
export interface ThrownError {
  readonly name: string
  readonly message: string
}

function described(thrown: unknown): ThrownError {
  try {
    return looked(thrown)
  } catch {
    // A getter or proxy that throws in its turn.
    return { name: "Error", message: "The handler threw something that cannot be looked at." }
  }
}

function looked(thrown: unknown): ThrownError {
  // As Lambda does: the type of what is no error is its name.
  if (typeof thrown !== "object" || thrown === null) return { name: typeof thrown, message: String(thrown) }
  const { name, message, cause } = thrown as { name?: unknown; message?: unknown; cause?: unknown } // any object
  const isError = thrown instanceof Error
  // A TaskError, which names itself, says with its cause what its message may not.
  const ownCause = isError && Object.hasOwn(thrown, "name") && typeof cause === "string" ? cause : undefined
  const ownName = isError ? (className(thrown) ?? name) : name
  return {
    name: typeof ownName === "string" && ownName !== "" ? ownName : isError ? "Error" : "object",
    message: ownCause ?? (typeof message === "string" ? message : shown(thrown)),
  }
}

/** The class of an error that takes its `name` from JavaScript itself: `class CardDeclined extends Error {}`. */
function className(error: Error): string | undefined {
  let holder: object | null = error
  while (holder !== null && !Object.hasOwn(holder, "name")) holder = Object.getPrototypeOf(holder) as object | null
  const isBuiltIn = [
    Error,
    TypeError,
    RangeError,
    SyntaxError,
    ReferenceError,
    EvalError,
    URIError,
    AggregateError,
  ].some(({ prototype }) => prototype === holder)
  return isBuiltIn ? error.constructor.name : undefined
}

function unfitName(name: string): string | undefined {
  if (name.length > longestError)
    return `which has ${name.length} characters: an error name has at most ${longestError}.`
  if (name.startsWith("States."))
    return "but only the Amazon States Language itself raises errors that begin with 'States.'."
  return undefined
}

function lambdaCause(errorType: string, errorMessage: string): string {
  const whole = JSON.stringify({ errorType, errorMessage, trace: [] })
  if (whole.length <= longestCause) return whole
  // Escapes may double a character: halve until it fits.
  for (let kept = longestCause - 600; ; kept = kept >> 1) {
    const text = JSON.stringify({ errorType, errorMessage: cut(errorMessage, kept), trace: [] })
    if (text.length <= longestCause) return text
  }
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const end = text.charCodeAt(length - 2)
  // Not between the halves of a surrogate pair.
  return `${text.slice(0, end >= 0xd800 && end < 0xdc00 ? length - 2 : length - 1)}…`
}

function shown(value: object): string {
  try {
    return JSON.stringify(value) ?? Object.prototype.toString.call(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}
