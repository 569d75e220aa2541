import { misuse } from "../scope/tracing.ts"
import type { RetryRule, StepPolicy } from "../tree/index.ts"
import { type Duration, toSeconds } from "./duration.ts"
import { checkHandledName } from "./name.ts"

/** When and how often a failed attempt is repeated. */
export interface RetryOptions {
  /** Attempts in all, the first included. */
  readonly attempts: number
  /** Before the second attempt; default `1s`. */
  readonly interval?: Duration
  /** Each further wait is this many times the one before; default 2, at least 1. */
  readonly backoff?: number
  readonly maxInterval?: Duration
  /** Each wait is drawn between 0 and its length; default false. */
  readonly jitter?: boolean
  /** Which errors; default all. */
  readonly errors?: readonly string[]
}

/** How a step is tried. */
export interface PolicyOptions {
  readonly retry?: RetryOptions | readonly RetryOptions[]
  /** Of one attempt. */
  readonly timeout?: Duration
  /** The attempt fails when the handler calls `heartbeat()` less often. */
  readonly heartbeat?: Duration
}

/** A policy as data; reports what is out of bounds. */
export function policyOf(options: PolicyOptions, what: string): StepPolicy {
  const { retry } = options
  const rules = retry === undefined ? undefined : "attempts" in retry ? [retry] : retry
  const timeoutSeconds =
    options.timeout === undefined ? undefined : toSeconds(options.timeout, `The timeout of ${what}`)
  const heartbeatSeconds =
    options.heartbeat === undefined ? undefined : toSeconds(options.heartbeat, `The heartbeat of ${what}`)
  if (timeoutSeconds !== undefined && heartbeatSeconds !== undefined && heartbeatSeconds >= timeoutSeconds) {
    misuse("HEARTBEAT_INVALID", `The heartbeat of ${what} is not shorter than its timeout.`)
  }
  return {
    ...(rules === undefined ? {} : { retry: rules.map((rule) => ruleOf(rule, what)) }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds }),
  }
}

function ruleOf(rule: RetryOptions, what: string): RetryRule {
  const backoffRate = rule.backoff ?? 2
  if (!Number.isInteger(rule.attempts) || rule.attempts < 1)
    misuse("RETRY_INVALID", `${what} asks for ${rule.attempts} attempts.`)
  if (rule.errors?.length === 0) misuse("RETRY_INVALID", `${what} retries no errors.`)
  for (const error of rule.errors ?? []) checkHandledName(error)
  if (!(backoffRate >= 1)) misuse("RETRY_INVALID", `${what} has a backoff of ${backoffRate}.`)
  const intervalSeconds = rule.interval === undefined ? 1 : toSeconds(rule.interval, `The retry interval of ${what}`)
  const maxIntervalSeconds =
    rule.maxInterval === undefined ? undefined : toSeconds(rule.maxInterval, `The greatest retry interval of ${what}`)
  // States Language: MaxDelaySeconds is less than 31622400.
  if (maxIntervalSeconds !== undefined && (maxIntervalSeconds < intervalSeconds || maxIntervalSeconds >= 31_622_400)) {
    misuse("RETRY_INVALID", `${what} has a maxInterval of ${maxIntervalSeconds} seconds.`)
  }
  return {
    errors: rule.errors ?? ["States.ALL"],
    attempts: rule.attempts,
    intervalSeconds,
    backoffRate,
    ...(maxIntervalSeconds === undefined ? {} : { maxIntervalSeconds }),
    jitter: rule.jitter ?? false,
  }
}
