import { type Expr, shapeOf } from "../expr/expr.ts"
import { lift } from "../expr/lift.ts"
import type { ComputeNode } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"

/** Traces a value that is computed where it stands. */
export function traceCompute(scope: BodyScope, given: unknown, name?: string): Expr<unknown> {
  const value = lift(given)
  const base = scope.begin(name, "compute")
  const shape = shapeOf(value)
  const node: ComputeNode = { ...base, kind: "compute", value, shape }
  scope.push(node)
  return scope.result(base.id, shape)
}
