import { type Call, callParts } from "../task/call.ts"
import type { Expr } from "../expr/expr.ts"
import { traceAll } from "./all.ts"
import { traceAsl } from "./asl.ts"
import { traceAttempt } from "./attempt.ts"
import type { BodyScope } from "./body-scope.ts"
import type { Handlers } from "./branch.ts"
import type { Builder, PivotOptions } from "./builder.ts"
import { traceCallback } from "./callback.ts"
import { traceChild } from "./child.ts"
import { traceCompute } from "./compute.ts"
import { traceEach } from "./each.ts"
import { traceFail, traceReturn } from "./ending.ts"
import { traceMatch } from "./match.ts"
import { traceRepeat } from "./repeat.ts"
import { runStep, type StepOptions } from "./run-step.ts"
import { traceSaga } from "./saga.ts"
import { traceSleep, traceSleepUntil } from "./sleep.ts"
import { ended } from "./trace-body.ts"
import { traceWhen, traceWhenPresent } from "./when.ts"

interface Named {
  readonly name?: string
}

/** What the body of a scope is given to build with. */
export function makeBuilder(scope: BodyScope): Builder<unknown> {
  const builder = {
    run: (call: Call, options: StepOptions & { readonly catch?: Handlers<unknown> } = {}) => run(scope, call, options),
    all: (branches: Parameters<typeof traceAll>[1], options?: Named) => traceAll(scope, branches, options?.name),
    each: (...args: Tail<typeof traceEach>) => traceEach(scope, ...args),
    when: (condition: unknown, body: unknown, options?: Named) => traceWhen(scope, condition, body, options?.name),
    whenPresent: (value: Expr<unknown>, body: unknown, options?: Named) =>
      traceWhenPresent(scope, value, body, options?.name),
    match: (value: Expr<unknown>, ...args: readonly unknown[]) => match(scope, value, args),
    repeat: (...args: Tail<typeof traceRepeat>) => traceRepeat(scope, ...args),
    sleep: (time: unknown, options?: Named) => traceSleep(scope, time, options?.name),
    sleepUntil: (instant: unknown, options?: Named) => traceSleepUntil(scope, instant, options?.name),
    callback: (...args: Tail<typeof traceCallback>) => traceCallback(scope, ...args),
    attempt: (body: unknown, options?: Named) => traceAttempt(scope, body, options?.name, "attempt"),
    fail(error: unknown, cause?: unknown, options?: Named) {
      traceFail(scope, error, cause, options?.name)
      return ended
    },
    return(value: unknown, options?: Named) {
      traceReturn(scope, value, options?.name)
      return ended
    },
    saga: (body: unknown, options?: Named) => traceSaga(scope, body, options?.name),
    pivot: (call: Call, { probe, ...options }: PivotOptions<unknown, unknown> = {}) =>
      runStep(scope, call, options, { pivot: { probe } }),
    call: (child: Parameters<typeof traceChild>[1]) => (input: unknown) => traceChild(scope, child, "call", input),
    start: (child: Parameters<typeof traceChild>[1]) => (input: unknown) => traceChild(scope, child, "start", input),
    compute: (...args: Tail<typeof traceCompute>) => traceCompute(scope, ...args),
    asl: (...args: Tail<typeof traceAsl>) => traceAsl(scope, ...args),
    emit: (call: Call, options?: StepOptions) => void runStep(scope, call, options),
  }
  return builder as unknown as Builder<unknown> // the same methods; their types tell authors more
}

type Tail<F extends (scope: BodyScope, ...rest: never[]) => unknown> = F extends (
  scope: BodyScope,
  ...rest: infer R
) => unknown
  ? R
  : never

function run(
  scope: BodyScope,
  call: Call,
  { catch: handlers, ...options }: StepOptions & { readonly catch?: Handlers<unknown> },
): Expr<unknown> {
  if (handlers === undefined) return runStep(scope, call, options)
  const attempt = traceAttempt(
    scope,
    (w: Builder<unknown>) => w.run(call, options),
    options.name,
    callParts(call)?.name ?? "attempt",
  )
  return attempt.catch(handlers)
}

function match(scope: BodyScope, value: Expr<unknown>, args: readonly unknown[]): Expr<unknown> {
  const [tag, cases, otherwise] = typeof args[0] === "string" ? args : [undefined, ...args]
  return traceMatch(scope, value, tag as string | undefined, cases as Readonly<Record<string, unknown>>, otherwise) // by the overloads of match
}
