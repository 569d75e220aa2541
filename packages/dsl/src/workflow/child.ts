import type { Expr } from "../expr/expr.ts"
import { lift } from "../expr/lift.ts"
import { positionHere } from "../scope/source-position.ts"
import { alsoCall, type Call, type CallParts, makeCall } from "../task/call.ts"
import { holdsSaga } from "../tree/compensates.ts"
import type { Shape } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"
import { runStep } from "./run-step.ts"
import { expressionOf } from "../expr/expr.ts"
import { markPlaced } from "./take-call.ts"
import type { Workflow } from "./workflow.ts"

/** A step's result that is a call too: given to `w.run`, or used as a branch, it moves there. */
export type Step<O, I> = Expr<O> & Call<O, I>

/** What starting an execution answers. */
export interface StartedExecution {
  readonly ExecutionArn: string
}

const startedShape: Shape = { type: "object", fields: { ExecutionArn: { type: "string" } } }

/** Makes the call of a child workflow and places it, except where only a call is wanted: in a compensation. */
export function traceChild(
  scope: BodyScope,
  child: Workflow,
  mode: "call" | "start",
  input: unknown,
): Step<unknown, unknown> {
  const parts: CallParts = {
    name: child.name,
    shape: mode === "call" ? child.tree.output.shape : startedShape,
    workflow: child,
    data: {
      kind: "workflow",
      workflow: child.name,
      mode,
      ...(child.tree.type === "EXPRESS" ? { express: true } : {}),
      ...(mode === "call" && holdsSaga(child.tree.body) ? { saga: true } : {}),
      input: lift(input),
      at: positionHere(),
    },
  }
  const call = makeCall(parts)
  if (scope.tracing.innermost?.kind === "call") return call as Step<unknown, unknown> // used as a call, whose result nobody can see
  const result = runStep(scope, call)
  const expression = expressionOf(result)
  const node = scope.nodes.at(-1)
  if (expression?.kind === "reference" && node !== undefined) {
    alsoCall(result, parts)
    markPlaced(result, { scope, id: node.id, origin: expression.of })
  }
  return result as Step<unknown, unknown> // it is both now
}
