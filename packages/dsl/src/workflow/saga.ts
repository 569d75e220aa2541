import type { Expr } from "../expr/expr.ts"
import type { SagaNode } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"
import { runBranch, traceBody } from "./trace-body.ts"

/** Traces a body that is compensated when it fails. */
export function traceSaga(scope: BodyScope, body: unknown, name?: string): Expr<unknown> {
  const base = scope.begin(name, "saga")
  const { block, shape = { type: "null" } } = traceBody(scope.definition, (w) => runBranch(body, w))
  const node: SagaNode = { ...base, kind: "saga", body: block, shape }
  scope.push(node)
  return scope.result(base.id, shape)
}
