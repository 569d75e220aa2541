import { longestCause, longestError } from "./failure-bounds.ts"

/** What Step Functions bounds. */
export type QuotaName =
  | "payload"
  | "assign"
  | "variables"
  | "historyEvents"
  | "duration"
  | "expressDuration"
  | "redriveWindow"
  | "redrives"
  | "inlineConcurrency"
  | "error"
  | "cause"
  | "definition"
  | "name"
  | "variableName"
  | "label"
  | "seconds"
  | "maxAttempts"
  | "maxDelay"
  | "maxItems"
  | "batchBytes"

/** How sure we are of AWS's error and words. */
export type Evidence = "recorded" | "documented" | "unverified"

/** One quota of Step Functions, and what becomes of it here. */
export interface Quota {
  /** What is bounded. */
  readonly what: string
  readonly unit: "bytes" | "characters" | "events" | "seconds" | "at once" | "attempts" | "items" | "times"
  /** The most that AWS allows: this much passes, one more does not. */
  readonly aws: number
  /** The most that the engine allows by itself; `Infinity` where it sets no bound. */
  readonly engine: number
  /** Where it is looked at. */
  readonly where: string
  /** What happens beyond it, with AWS's error and words as far as they are known. */
  readonly beyond: string
  readonly evidence: Evidence
  /** Where the number comes from. */
  readonly source: string
}

const kib = 1024
const mib = 1024 * kib
const servicePage = "AWS: Step Functions service quotas"
const variablesPage = "AWS: workflow variables"
const redrivePage = "AWS: API reference, RedriveExecution"
const failurePage = "AWS: API reference, SendTaskFailure, StopExecution"

/**
 * The quotas of Step Functions, as data: read wherever one is enforced, so that no number stands twice. Text is counted in
 * bytes of UTF-8 where the unit is bytes. `docs/quotas.md` is written from this.
 */
export const quotas: Readonly<Record<QuotaName, Quota>> = {
  payload: {
    what: "The input of an execution; the result of a task and the output of a state; the answer to a token",
    unit: "bytes",
    aws: 256 * kib,
    engine: 16 * mib,
    where: "start, run, answer",
    beyond:
      "While it runs: `States.DataLimitExceeded`, which `States.ALL` catches. At the start and in an answer: the call is refused (`INPUT_INVALID`, `TOO_LONG`), nothing changes.",
    evidence: "recorded",
    source: servicePage,
  },
  assign: {
    what: "All variables of one `Assign`, and so each of them",
    unit: "bytes",
    aws: 256 * kib,
    engine: 16 * mib,
    where: "run",
    beyond: "`States.DataLimitExceeded`",
    evidence: "unverified",
    source: variablesPage,
  },
  variables: {
    what: "All variables of an execution",
    unit: "bytes",
    aws: 10 * mib,
    engine: Infinity,
    where: "run",
    beyond: "`States.DataLimitExceeded`",
    evidence: "unverified",
    source: variablesPage,
  },
  historyEvents: {
    what: "The history of a Standard execution; an Express one has no such bound",
    unit: "events",
    aws: 25_000,
    engine: Infinity,
    where: "run",
    beyond:
      "Event 25,000 ends the execution: where it would be another, it is `ExecutionFailed` with `States.Runtime`, _The execution reached the maximum number of history events (25000)._",
    evidence: "documented",
    source: "AWS: avoid reaching the history quota",
  },
  duration: {
    what: "How long a Standard execution may take, from its start or its last redrive",
    unit: "seconds",
    aws: 365 * 86_400,
    engine: Infinity,
    where: "run",
    beyond: "The execution ends `TIMED_OUT`; its last event alone names `States.Timeout`.",
    evidence: "documented",
    source: servicePage,
  },
  expressDuration: {
    what: "How long an execution of the type `EXPRESS` may take: of such a state machine, or as a distributed Map's child",
    unit: "seconds",
    aws: 300,
    engine: Infinity,
    where: "run",
    beyond: "The execution ends `TIMED_OUT`, likewise.",
    evidence: "documented",
    source: servicePage,
  },
  redriveWindow: {
    what: "How long after its end an execution can be redriven",
    unit: "seconds",
    aws: 14 * 86_400,
    engine: Infinity,
    where: "redrive",
    beyond: "The call is refused (`NOT_REDRIVABLE`; AWS: `ExecutionNotRedrivable`).",
    evidence: "documented",
    source: redrivePage,
  },
  redrives: {
    what: "How often an execution can be redriven",
    unit: "times",
    aws: 1000,
    engine: Infinity,
    where: "redrive",
    beyond: "The call is refused, likewise. So it is where the history has no room for two events more.",
    evidence: "documented",
    source: servicePage,
  },
  inlineConcurrency: {
    what: "Iterations of an inline Map",
    unit: "at once",
    aws: 40,
    engine: Infinity,
    where: "compile, run",
    beyond: "Nothing fails: the others wait. A workflow that asks for more does not compile.",
    evidence: "documented",
    source: "AWS: Map state in inline mode",
  },
  error: {
    what: "The error's name in an answer to a token and in a stop",
    unit: "characters",
    aws: longestError,
    engine: 1024,
    where: "answer, stop",
    beyond: "The call is refused (`TOO_LONG`).",
    evidence: "documented",
    source: failurePage,
  },
  cause: {
    what: "The cause in an answer to a token and in a stop",
    unit: "characters",
    aws: longestCause,
    engine: mib,
    where: "answer, stop",
    beyond: "The call is refused (`TOO_LONG`).",
    evidence: "documented",
    source: failurePage,
  },
  definition: {
    what: "A state machine's definition",
    unit: "bytes",
    aws: mib,
    engine: mib,
    where: "definition, compile",
    beyond: "`SCHEMA_VALIDATION_FAILED`",
    evidence: "unverified",
    source: servicePage,
  },
  name: {
    what: "The name of a state, a state machine, an execution",
    unit: "characters",
    aws: 80,
    engine: 80,
    where: "definition, compile, start",
    beyond: "A state's: `INVALID_STATE_NAME`. The others': the call is refused (`NAME_INVALID`; AWS: `InvalidName`).",
    evidence: "documented",
    source: servicePage,
  },
  variableName: {
    what: "The name of a variable",
    unit: "characters",
    aws: 80,
    engine: 80,
    where: "definition",
    beyond: "`SCHEMA_VALIDATION_FAILED`",
    evidence: "unverified",
    source: variablesPage,
  },
  label: {
    what: "The `Label` of a distributed Map",
    unit: "characters",
    aws: 40,
    engine: 40,
    where: "definition",
    beyond: "`INVALID_LABEL_NAME`",
    evidence: "unverified",
    source: "AWS: Map state in distributed mode",
  },
  seconds: {
    what: "`TimeoutSeconds`, `HeartbeatSeconds`, `Seconds` and `IntervalSeconds`",
    unit: "seconds",
    aws: 99_999_999,
    engine: 99_999_999,
    where: "definition, run",
    beyond:
      "`SCHEMA_VALIDATION_FAILED` in a definition. By an expression: `States.QueryEvaluationError`, by a path: `States.Runtime`, in words of ours.",
    evidence: "unverified",
    source: "AWS: Task state, Retry",
  },
  maxAttempts: {
    what: "`MaxAttempts` of a retrier",
    unit: "attempts",
    aws: 99_999_999,
    engine: 99_999_999,
    where: "definition",
    beyond: "`SCHEMA_VALIDATION_FAILED`",
    evidence: "unverified",
    source: "AWS: error handling, Retry",
  },
  maxDelay: {
    what: "`MaxDelaySeconds` of a retrier",
    unit: "seconds",
    aws: 31_622_400,
    engine: 31_622_400,
    where: "definition",
    beyond: "`SCHEMA_VALIDATION_FAILED`",
    evidence: "unverified",
    source: "AWS: error handling, Retry",
  },
  maxItems: {
    what: "`MaxItems` of an ItemReader, `MaxItemsPerBatch` of an ItemBatcher",
    unit: "items",
    aws: 100_000_000,
    engine: 100_000_000,
    where: "definition",
    beyond: "`SCHEMA_VALIDATION_FAILED`",
    evidence: "unverified",
    source: "AWS: ItemReader, ItemBatcher",
  },
  batchBytes: {
    what: "`MaxInputBytesPerBatch` of an ItemBatcher",
    unit: "bytes",
    aws: 256 * kib,
    engine: 256 * kib,
    where: "definition",
    beyond: "`SCHEMA_VALIDATION_FAILED`",
    evidence: "unverified",
    source: "AWS: ItemBatcher",
  },
}

/** Whose quotas are enforced: `aws`, so that what passes here passes there. Without it the engine's own bounds hold. */
export type Target = "aws"

/** The most that is allowed, in each quota's unit. */
export type Limits = Readonly<Record<QuotaName, number>>

const columns = { aws: column("aws"), engine: column("engine") }

/** The bounds for a target. */
export function limitsOf(target: Target | undefined): Limits {
  return columns[target ?? "engine"]
}

function column(name: "aws" | "engine"): Limits {
  const names = Object.keys(quotas) as QuotaName[] // the table's own keys
  return Object.fromEntries(names.map((quota) => [quota, quotas[quota][name]])) as Limits // all of them
}
