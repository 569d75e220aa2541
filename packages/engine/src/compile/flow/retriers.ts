import type { RetryRule, StepPolicy } from "@stepwright/dsl"

import type { Retrier } from "../../asl/document.ts"

/** What makes a list of retriers. */
export interface Retrying {
  readonly policy: StepPolicy
  /** Errors that prove that nothing happened. */
  readonly notApplied: readonly string[]
  readonly lambda: boolean
  /** Rules where the policy has none. */
  readonly otherwise?: readonly RetryRule[]
  /** Seconds that there are in all: no wait is longer. */
  readonly budget?: number
}

/** The errors of Lambda itself that pass by themselves. (AWS: "Lambda service exceptions") */
const transient = [
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
]

/** An expression comes to the same each time: it is retried only where a rule asks for it by name. */
const queryFailed = "States.QueryEvaluationError"

/** Whether a policy's rules ask for that. */
export function retriesQueries({ retry = [] }: StepPolicy): boolean {
  return retry.some((rule) => rule.errors.includes(queryFailed))
}

/**
 * A task's retriers, in the order in which they must stand: what is never retried, the author's rules by name, Lambda's
 * transient errors, the author's rule for everything.
 */
export function retriers({ policy, notApplied, lambda, otherwise = [], budget }: Retrying): readonly Retrier[] {
  const rules = policy.retry ?? otherwise
  // Our own rule for everything tries no less often than the one for what passes by itself.
  const spare = policy.retry === undefined && otherwise.length > 0
  const named = rules.filter((rule) => !rule.errors.includes("States.ALL"))
  const [all] = rules.filter((rule) => rule.errors.includes("States.ALL"))
  const spoken = new Set(named.flatMap((rule) => rule.errors))
  const others = transient.filter((error) => !spoken.has(error))
  const never = [...notApplied, ...(retriesQueries({ retry: rules }) ? [] : [queryFailed])]
  return [
    ...(rules.length === 0 || never.length === 0 ? [] : [{ ErrorEquals: never, MaxAttempts: 0 }]),
    ...named.map((rule) => retrier(rule, rule.errors, budget)),
    ...(lambda && !spare && others.length > 0 ? [retrier({ ...transientRule, errors: others }, others, budget)] : []),
    ...(all === undefined ? [] : [retrier(all, ["States.ALL"], budget)]),
  ]
}

const transientRule: RetryRule = {
  errors: transient,
  attempts: 4,
  intervalSeconds: 1,
  backoffRate: 2,
  maxIntervalSeconds: 30,
  jitter: true,
}

function retrier(rule: RetryRule, errors: readonly string[], budget: number = Infinity): Retrier {
  if (rule.attempts <= 1) return { ErrorEquals: errors, MaxAttempts: 0 }
  const longest = Math.min(rule.maxIntervalSeconds ?? Infinity, budget)
  // A greatest wait that is no longer than the first one leaves nothing to grow.
  const grows = longest > rule.intervalSeconds
  return {
    ErrorEquals: errors,
    IntervalSeconds: Math.min(rule.intervalSeconds, longest),
    MaxAttempts: rule.attempts - 1,
    BackoffRate: grows ? rule.backoffRate : 1,
    ...(longest === Infinity || !grows ? {} : { MaxDelaySeconds: longest }),
    ...(rule.jitter ? { JitterStrategy: "FULL" as const } : {}),
  }
}

/** After a saga's pivot there is only forward: a step is tried for hours before the execution fails and can be redriven. */
export const forwardRule: RetryRule = {
  errors: ["States.ALL"],
  attempts: 21,
  intervalSeconds: 1,
  backoffRate: 2,
  maxIntervalSeconds: 600,
  jitter: true,
}
