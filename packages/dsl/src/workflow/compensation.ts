import { type Expr, reference } from "../expr/expr.ts"
import { referencesIn } from "../expr/lift.ts"
import { shapeOf } from "../expr/expr.ts"
import { positionHere } from "../scope/source-position.ts"
import { misuse } from "../scope/tracing.ts"
import { type Call, type CallParts, inputOf } from "../task/call.ts"
import { type PolicyOptions, policyOf } from "../task/policy.ts"
import { compensates } from "../tree/compensates.ts"
import type { CallData, Compensation, Shape } from "../tree/index.ts"
import type { Definition } from "./definition.ts"
import { takeCallOr } from "./take-call.ts"

/** What is known of a step that was attempted, whether or not it answered. */
export interface Attempted<I = unknown> {
  /** The idempotency key that the step itself was given. */
  readonly key: Expr<string>
  /** What the step was given. */
  readonly input: Expr<I>
}

/** What is known of a step that answered. */
export interface Completed<O = unknown, I = unknown> extends Attempted<I> {
  readonly result: Expr<O>
}

/**
 * What undoes a step. One function where the key and the input are enough, whatever became of the step; `known` and
 * `unknown` where undoing needs the result, which is missing when the step may have happened without answering. The
 * compensation's own key is `<key>~undo`.
 */
export type Compensate<O = unknown, I = unknown> =
  | ((step: Attempted<I>) => Call)
  | (PolicyOptions & {
      readonly known: (step: Completed<O, I>) => Call
      readonly unknown: (step: Attempted<I>) => Call
    })

interface Undo extends PolicyOptions {
  readonly known?: unknown
  readonly unknown?: unknown
}

/** Traces what undoes a step. */
export function traceCompensation(
  definition: Definition,
  given: unknown,
  call: CallParts,
  result: Shape,
): Compensation | undefined {
  const at = positionHere()
  const options = (typeof given === "function" ? { known: given } : given) as Undo // by the type of Compensate
  const known = traceUndo(definition, options.known, call, result)
  const unknown = options.unknown === undefined ? undefined : traceUndo(definition, options.unknown, call, result)
  if (known === undefined) return undefined
  if (unknown === undefined ? readsResult(known) : readsResult(unknown)) {
    misuse(
      "COMPENSATION_NEEDS_UNKNOWN",
      `The compensation of ${call.name} needs its result${unknown === undefined ? "" : " where that is unknown"}.`,
    )
  }
  return {
    known,
    ...(unknown === undefined ? {} : { unknown }),
    policy: policyOf(options, `the compensation of ${call.name}`),
    at,
  }
}

/** Traces a function that makes a call out of an attempted step: a compensation or a probe. */
export function traceUndo(definition: Definition, make: unknown, call: CallParts, result: Shape): CallData | undefined {
  if (typeof make !== "function") {
    misuse("COMPENSATION_WITHOUT_CALL", `The compensation of ${call.name} is not a function.`)
    return undefined
  }
  return definition.tracing.inBlock((block) => {
    const owner = { tracing: definition.tracing, block }
    const step: Completed = {
      key: reference({ from: "compensated", field: "key" }, { type: "string" }, owner),
      input: reference({ from: "compensated", field: "input" }, shapeOf(inputOf(call.data)), owner),
      result: reference({ from: "compensated", field: "result" }, result, owner),
    }
    const made: unknown = make(step)
    const parts = takeCallOr(definition, made, `The compensation of ${call.name}`)
    if (parts?.workflow !== undefined && compensates(parts.workflow.tree.body))
      misuse("COMPENSATION_COMPENSATED", `The compensation of ${call.name} calls ${parts.name}, which is a saga.`)
    return parts?.data
  }, "call")
}

function readsResult(call: CallData): boolean {
  return referencesIn(inputOf(call)).some(({ of }) => of.from === "compensated" && of.field === "result")
}
