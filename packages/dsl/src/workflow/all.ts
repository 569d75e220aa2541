import { type Expr, exprOf } from "../expr/expr.ts"
import { joinShapes } from "../expr/join-shapes.ts"
import { lift } from "../expr/lift.ts"
import { checkName } from "../task/name.ts"
import type { AllNode, Shape } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"
import { outcomeShape } from "./outcome-shape.ts"
import { runBranch, traceBody } from "./trace-body.ts"

/** Traces branches that run at once. */
export function traceAll(
  scope: BodyScope,
  branches: Readonly<Record<string, unknown>> | readonly unknown[],
  name?: string,
): Expr<unknown> {
  const gather = Array.isArray(branches) ? "tuple" : "record"
  // ASL has no Parallel without branches; nothing at once comes to nothing.
  if (Object.keys(branches).length === 0) return exprOf(lift(branches))
  const base = scope.begin(name, "all")
  if (gather === "record") for (const branch of Object.keys(branches)) checkName(branch, "branch")
  const traced = Object.entries(branches).map(([branch, body]) => ({
    name: branch,
    ...traceBody(scope.definition, (w) => runBranch(body, w)),
  }))
  const shapes = traced.map((branch): [string, Shape] => [branch.name, outcomeShape(branch) ?? { type: "null" }])
  const shape: Shape =
    gather === "record"
      ? { type: "object", fields: Object.fromEntries(shapes) }
      : {
          type: "array",
          items: joinShapes(shapes.map(([, shape]) => shape)) ?? { type: "null" },
          maxLength: shapes.length,
        }
  const node: AllNode = {
    ...base,
    kind: "all",
    gather,
    branches: traced.map(({ name, block }) => ({ name, body: block })),
    shape,
  }
  scope.push(node)
  return scope.result(base.id, shape)
}
