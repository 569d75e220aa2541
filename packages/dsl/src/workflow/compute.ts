import { type Expr, shapeOf } from "../expr/expr.ts"
import { lift } from "../expr/lift.ts"
import { misuse } from "../scope/tracing.ts"
import type { ComputeNode, Node } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"

/** How a value is computed where it stands. */
export interface ComputeOptions {
  /** Default: `compute`, numbered when it is taken. */
  readonly name?: string
  /**
   * It belongs to the `w.run` or `w.callback` right before it: where that step's rules retry
   * `States.QueryEvaluationError`, a failure of this value runs the step again. Default: no step is retried for what is
   * computed after it.
   */
  readonly retried?: boolean
}

/** Traces a value that is computed where it stands. */
export function traceCompute(
  scope: BodyScope,
  given: unknown,
  { name, retried = false }: ComputeOptions = {},
): Expr<unknown> {
  const value = lift(given)
  const before = scope.nodes.at(-1)
  const base = scope.begin(name, "compute")
  if (retried && !(before !== undefined && isRetryable(before)))
    misuse("RETRIED_ALONE", `The compute ${JSON.stringify(base.name)} is retried with the step before it.`)
  const shape = shapeOf(value)
  const node: ComputeNode = { ...base, kind: "compute", value, ...(retried ? { retried } : {}), shape }
  scope.push(node)
  return scope.result(base.id, shape)
}

/** Whether a step may run again for what is computed after it: what undoes a step must not depend on that. */
function isRetryable(node: Node): boolean {
  return (
    (node.kind === "run" || node.kind === "callback") &&
    node.compensate === undefined &&
    !(node.kind === "run" && node.pivot !== undefined)
  )
}
