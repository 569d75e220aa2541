/** What a stable error code means, and what to do about it. `docs/errors.md` is written from this. */
export interface ErrorText {
  readonly summary: string
  readonly hint: string
}

/** Every code of the engine and its backends. A code is stable; its wording is not. */
export const engineCodes = {
  UNBOUND: {
    summary: "Something that a plan calls has nobody to serve it.",
    hint: "Give the task a handler, list the workflow in `workflows`, or bind the service in `resources`.",
  },
  DUPLICATE_NAME: {
    summary: "Two different workflows, tasks or handlers carry one name.",
    hint: "Rename one of them; names are how a stored execution finds its code again.",
  },
  PLAN_INVALID: {
    summary: "A state machine's definition cannot be run.",
    hint: "Correct what the message names; `parseDefinition` lists every problem.",
  },
  PLAN_MISSING: {
    summary: "The backend does not know the plan that an execution was started with.",
    hint: "Start workflows through a client that was created with them: it stores their plans first.",
  },
  WORKFLOW_UNKNOWN: {
    summary: "No workflow of this name was given to the client.",
    hint: "List it in `workflows`.",
  },
  INPUT_INVALID: {
    summary: "The input does not fit the workflow's schema. Nothing was started.",
    hint: "Correct every problem that `issues` lists.",
  },
  NAME_INVALID: {
    summary: "An execution's name is not 1 to 80 characters of the ones AWS allows.",
    hint: "Use letters, digits, `-` and `_`.",
  },
  EXECUTION_EXISTS: {
    summary: "An execution of this name exists with another input.",
    hint: "Choose another name, or look at the one that exists.",
  },
  EXECUTION_NOT_FOUND: {
    summary: "There is no execution of this id.",
    hint: "It may have been pruned; `list` shows what exists.",
  },
  MAP_RUN_NOT_FOUND: {
    summary: "There is no map run of this ARN.",
    hint: "Its execution may have been pruned; `listMapRuns` shows those of an execution.",
  },
  WORK_UNSERVED: {
    summary:
      "Executions wait that no worker can run. Workers say so in their logs; nothing is lost, and nothing goes on.",
    hint: "Run a worker of the version that started them, or one whose tasks still take and give what their plan asks.",
  },
  HISTORY_INVALID: {
    summary: "A history is not one of this definition, or lacks data.",
    hint: "Give the whole history, with its data, of an execution of this very definition.",
  },
  NOT_COMPENSABLE: {
    summary: "Nothing is left to undo: the execution runs, succeeded, came to the end of its saga, or has none.",
    hint: "`cancel` undoes one that runs; its dead letters tell what could not be undone.",
  },
  NOT_REDRIVABLE: {
    summary: "Only an execution that failed, timed out, was aborted or is parked can be redriven, and not for ever.",
    hint: "The message says why; `describeRedrive` tells beforehand.",
  },
  TYPE_NOT_SUPPORTED: {
    summary: "AWS does not offer this for an execution of the type EXPRESS.",
    hint: "Use a state machine of the type STANDARD, or leave out `target`.",
  },
  RESULT_TIMEOUT: {
    summary: "The execution did not end within the time that the caller was willing to wait. It runs on.",
    hint: "Ask again with a longer `timeoutMs`, or describe it.",
  },
  TOKEN_UNKNOWN: {
    summary: "No task waits, or ever waited, for this token.",
    hint: "Hand tokens on unchanged; they are case sensitive.",
  },
  TOKEN_CLOSED: {
    summary: "The task no longer waits for this token: it was answered, timed out or was cancelled.",
    hint: "Nothing is left to do; the first answer counts.",
  },
  DEAD_LETTER_NOT_FOUND: {
    summary: "There is no dead letter of this id.",
    hint: "It may have been pruned with its execution, once it was settled; list them.",
  },
  DEAD_LETTER_SETTLED: {
    summary: "The dead letter was settled before: its compensation was called again and went well, or it was dropped.",
    hint: "Nothing is left to do; look at it to see what became of it.",
  },
  DEAD_LETTER_UNKNOWN: {
    summary:
      "Nobody knows what a dead letter's compensation would be sent: its expressions failed, or it is no saga's.",
    hint: "Undo the step by hand, by the key and the input that the letter tells, and drop the letter.",
  },
  CURSOR_INVALID: {
    summary: "A page cursor is not one that this backend handed out.",
    hint: "Pass `cursor` on unchanged, with the same filters.",
  },
  ENGINE_CLOSED: {
    summary: "The engine or worker was closed.",
    hint: "Create a new one.",
  },
  TOO_LONG: {
    summary: "An answer to a token, an error's name or a cause is longer than allowed.",
    hint: "docs/quotas.md lists the bounds; keep what is large elsewhere, and pass on where it is.",
  },
  LIMIT_INVALID: {
    summary: "A limit is not a whole number within its bounds.",
    hint: "Concurrency is at least 1; a page holds 1 to 1000, and its cursor leads to the next one.",
  },
  BACKEND_CLOSED: {
    summary: "The backend was closed.",
    hint: "Create a new one; what it acknowledged is still stored where it is durable.",
  },
  BACKEND_FAILED: {
    summary: "The backend's storage answered with an error.",
    hint: "Look at `cause`. Nothing that was not acknowledged can be relied on.",
  },
  QUEUES_FAILED: {
    summary: "The task queues could not be reached, or answered with an error.",
    hint: "Look at `cause`. A worker that runs tries again by itself; one that starts needs its queues.",
  },
  SCHEDULE_INVALID: {
    summary: "A schedule's cron expression, timezone or name cannot be used.",
    hint: "Five fields (or six that begin with seconds), an IANA timezone, and a name of letters, digits, `-` and `_`.",
  },
  BACKEND_FULL: {
    summary: "The backend's memory is nearly full: nothing new is started. What runs goes on.",
    hint: "Start it again later; prune what has ended, or give the server more memory.",
  },
  PEER_MISSING: {
    summary: "A package that this adapter works with is not installed.",
    hint: "Install the package that the message names beside Stepwright.",
  },
  SERVER_TOO_OLD: {
    summary: "The server is of a release that lacks what the backend needs.",
    hint: "Use Redis 7.0 or newer.",
  },
  SERVER_EVICTS: {
    summary: "The server may remove keys by itself when its memory is full: executions would be lost.",
    hint: "Set `maxmemory-policy noeviction`, or use a Redis of its own for executions.",
  },
  SERVER_NOT_DURABLE: {
    summary: "The server does not keep what it acknowledged as surely as the backend was asked to.",
    hint: "Set `appendonly yes`; for `fsync` also `appendfsync always`, or use Redis 7.2; or choose another `durability`.",
  },
  STORE_VERSION: {
    summary: "The store was written in a format that this release does not know. It was not touched.",
    hint: "Use the release that wrote it, or another prefix.",
  },
  STORE_PARTITIONS: {
    summary: "The store is divided into another number of partitions, which is chosen once. It was not touched.",
    hint: "Leave `partitions` out, or give the number that the message names; another number needs another prefix.",
  },
  STORE_FOR_TESTS: {
    summary: "A store whose time is a test's was opened without that option, or the other way round.",
    hint: "Use another prefix.",
  },
  ROUTE_TAKEN: {
    summary:
      "Another execution is stored under the same digest of its id: a coincidence of one in billions of billions.",
    hint: "Start it under another name.",
  },
  STORE_WENT_BACK: {
    summary:
      "A failover, or a file that was cut short, has taken the store back in time behind what it had acknowledged.",
    hint: 'Read again what you rely on, and start again what is not there. `durability: "replicated"` waits for replicas.',
  },
  FILE_BUSY: {
    summary: "Another process has this database open. One process at a time may use a file.",
    hint: "Stop the other process, or give this one a file of its own. A killed process frees its file at once.",
  },
  FILE_FOREIGN: {
    summary: "The file is not a Stepwright database. It was not touched.",
    hint: "Name another file.",
  },
  FILE_VERSION: {
    summary: "The file was written in a format that this release does not know. It was not touched.",
    hint: "Use the release that wrote it, or a newer one.",
  },
  FILE_CORRUPT: {
    summary: "The file is damaged. It was not touched.",
    hint: "Restore it from a copy, or recover it with sqlite3's `.recover`.",
  },
  KEY_INVALID: {
    summary: "A key for encryption is not 32 bytes long, has no proper id, or the one to write with is not among them.",
    hint: "Give each key 32 random bytes under an id of letters, digits, `-` and `_`, and name one in `writeWith`.",
  },
  KEY_UNKNOWN: {
    summary: "A stored text was encrypted with a key that this process was not given.",
    hint: "Give every process every key that texts may still be encrypted with, and redrive what was parked over it.",
  },
  TEXT_TAMPERED: {
    summary: "A stored text is not what was stored there: it was changed, moved, or written without encryption.",
    hint: "Find out who wrote to the store, or whether two keys were given one id. Nothing of the text was used.",
  },
  BLOB_MISSING: {
    summary: "A payload that was offloaded is not in its object store any more.",
    hint: "Restore the object that the message names, and redrive what was parked over it.",
  },
  BLOB_FAILED: {
    summary: "The object store of offloaded payloads answered with an error.",
    hint: "Look at `cause`. Executions that need it are tried again in a moment.",
  },
  KEYS_INVALID: {
    summary: "Access keys or tokens for the HTTP API cannot be used.",
    hint: "Correct every problem that the message names; docs/http-api.md shows the form.",
  },
  BINDINGS_INVALID: {
    summary: "Bindings of resources cannot be used: of a module, an endpoint, a queue or a service of AWS.",
    hint: "Correct every problem that the message names; docs/http-api.md shows the form.",
  },
  POLICY_INVALID: {
    summary: "A policy for the HTTP API cannot be used.",
    hint: "A statement has Effect, Action and Resource; what else IAM knows is not looked at, and therefore refused.",
  },
  TEST_STUCK: {
    summary: "A test's execution waits for something that nobody will give it.",
    hint: "Let a mock answer the callback (`context.succeed(…)`), or give the step a timeout.",
  },
  INVARIANT: {
    summary: "Something that cannot happen did: a fault in Stepwright.",
    hint: "Please report it with the message.",
  },
} as const

/** A stable code of the engine. */
export type EngineCode = keyof typeof engineCodes

/** What an error is made from. */
export interface ErrorDetails {
  readonly code: EngineCode
  /** What happened, with the names and values of this case. */
  readonly message: string
  /** Replaces the registry's hint. */
  readonly hint?: string
  readonly cause?: unknown
}

const brand = Symbol.for("stepwright.error")

/** The base of every error that the library throws. A workflow's own failures are data and never thrown. */
export class StepwrightError extends Error {
  override readonly name: string = "StepwrightError"
  readonly code: EngineCode
  /** What to do about it. */
  readonly hint: string

  constructor(details: ErrorDetails, kinds: readonly string[] = []) {
    const hint = details.hint ?? engineCodes[details.code].hint
    super(`${details.message} ${hint}`, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.hint = hint
    Object.defineProperty(this, brand, { value: ["StepwrightError", ...kinds] })
  }

  /** Recognises its own even when two copies of the package are loaded. */
  static is(value: unknown): value is StepwrightError {
    return isKind(value, "StepwrightError")
  }
}

/** One thing that does not fit a schema. */
export interface SchemaIssue {
  /** `items[0].sku`; empty for the value itself. */
  readonly path: string
  readonly expected: string
  readonly received: string
  readonly message: string
}

/** The caller asked for something that cannot be done. */
export class EngineError extends StepwrightError {
  override readonly name: string = "EngineError"
  /** Every problem, where there may be several. */
  readonly issues: readonly SchemaIssue[]

  constructor(details: ErrorDetails & { readonly issues?: readonly SchemaIssue[] }) {
    super(details, ["EngineError"])
    this.issues = details.issues ?? []
  }

  static override is(value: unknown): value is EngineError {
    return isKind(value, "EngineError")
  }
}

/** A backend could not do its part. */
export class AdapterError extends StepwrightError {
  override readonly name: string = "AdapterError"
  /** Whether the same call may succeed later. */
  readonly retryable: boolean

  constructor(details: ErrorDetails & { readonly retryable: boolean }) {
    super(details, ["AdapterError"])
    this.retryable = details.retryable
  }

  static override is(value: unknown): value is AdapterError {
    return isKind(value, "AdapterError")
  }
}

/** A fault in Stepwright itself. */
export class InvariantError extends StepwrightError {
  override readonly name: string = "InvariantError"

  constructor(message: string, cause?: unknown) {
    super({ code: "INVARIANT", message, ...(cause === undefined ? {} : { cause }) }, ["InvariantError"])
  }

  static override is(value: unknown): value is InvariantError {
    return isKind(value, "InvariantError")
  }
}

function isKind(value: unknown, kind: string): boolean {
  if (typeof value !== "object" || value === null) return false
  const kinds = (value as { readonly [brand]?: readonly string[] })[brand]
  return Array.isArray(kinds) && kinds.includes(kind)
}
