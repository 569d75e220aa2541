import type { Expr } from "../expr/expr.ts"
import { misuse } from "../scope/tracing.ts"
import { type PolicyOptions, policyOf } from "../task/policy.ts"
import { type RunNode, unknownShape } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"
import { type Compensate, traceCompensation, traceUndo } from "./compensation.ts"
import { takeCall } from "./take-call.ts"

/** How one step is run. */
export interface StepOptions<O = unknown, I = unknown> extends PolicyOptions {
  /**
   * Unique within its body, and part of the step's idempotency key. Default: the task's, event's or action's name,
   * numbered when it is taken.
   */
  readonly name?: string
  readonly compensate?: Compensate<O, I>
}

/** What a step may be told beside its {@link StepOptions}. */
export interface RunExtras {
  readonly pivot?: { readonly probe?: unknown }
}

/** Places a call; answers its result. */
export function runStep(
  scope: BodyScope,
  given: unknown,
  options: StepOptions = {},
  extras: RunExtras = {},
): Expr<unknown> {
  const call = takeCall(scope.definition, given)
  if (call === undefined) {
    misuse("VALUE_UNSUPPORTED", "Something other than a call was given to be run.")
    return scope.result("none", unknownShape)
  }
  const base = scope.begin(options.name, call.name)
  const compensate =
    options.compensate === undefined
      ? undefined
      : traceCompensation(scope.definition, options.compensate, call, call.shape)
  const probe =
    extras.pivot?.probe === undefined ? undefined : traceUndo(scope.definition, extras.pivot.probe, call, call.shape)
  const node: RunNode = {
    ...base,
    kind: "run",
    call: call.data,
    policy: policyOf(options, `step ${base.name}`),
    ...(compensate === undefined ? {} : { compensate }),
    ...(extras.pivot === undefined ? {} : { pivot: probe === undefined ? {} : { probe } }),
    shape: call.shape,
  }
  scope.push(node)
  return scope.result(base.id, call.shape)
}
