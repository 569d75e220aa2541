import { type Expr, exprOf } from "../expr/expr.ts"
import { and, exists, ne } from "../expr/functions/comparison.ts"
import { lift } from "../expr/lift.ts"
import { misuse } from "../scope/tracing.ts"
import type { Expression, Shape, WhenNode } from "../tree/index.ts"
import type { BodyScope, StepBase } from "./body-scope.ts"
import type { Branch, BranchResult } from "./branch.ts"
import { joinBodies, runBranch, traceBody, type TracedBody } from "./trace-body.ts"

/** A conditional that may go on: directly after it. */
export interface When<B, Return> {
  /** Asked where no earlier condition held. */
  elseWhen<E extends Branch<Return>>(condition: Expr<boolean>, body: E): When<B | E, Return>
  /** Taken where no condition held; gives what the taken branch comes to. */
  otherwise<E extends Branch<Return>>(body: E): Expr<BranchResult<B | E>>
}

interface Taken {
  readonly condition: Expression
  readonly traced: TracedBody
}

/** Traces the branch that is taken where a condition holds. */
export function traceWhen(scope: BodyScope, condition: unknown, body: unknown, name?: string): When<unknown, unknown> {
  const base = scope.begin(name, "when")
  const taken: readonly Taken[] = [branch(scope, condition, body)]
  scope.push(nodeOf(base, taken).node)
  return whenOf(scope, base, taken)
}

/** Traces the branch that is taken where a value is there and not null. */
export function traceWhenPresent(
  scope: BodyScope,
  value: Expr<unknown>,
  body: unknown,
  name?: string,
): When<unknown, unknown> {
  const expression = lift(value)
  return traceWhen(
    scope,
    and(exists(value), ne(value, null)),
    (w: never) => runBranch(body, w, exprOf(presentOf(expression))),
    name,
  )
}

function presentOf(expression: Expression): Expression {
  if (!("shape" in expression)) return expression
  const { optional: _, nullable: __, ...shape } = expression.shape
  return { ...expression, shape }
}

function branch(scope: BodyScope, condition: unknown, body: unknown): Taken {
  return { condition: lift(condition), traced: traceBody(scope.definition, (w) => runBranch(body, w)) }
}

function whenOf(scope: BodyScope, base: StepBase, taken: readonly Taken[]): When<unknown, unknown> {
  return {
    elseWhen(condition, body) {
      scope.checkOpen()
      const more = [...taken, branch(scope, condition, body)]
      complete(scope, base, nodeOf(base, more).node)
      return whenOf(scope, base, more)
    },
    otherwise(body) {
      scope.checkOpen()
      const otherwise = traceBody(scope.definition, (w) => runBranch(body, w))
      const { node, shape } = nodeOf(base, taken, otherwise)
      complete(scope, base, node)
      return scope.result(base.id, shape)
    },
  }
}

function complete(scope: BodyScope, base: StepBase, node: WhenNode): void {
  if (!scope.replaceLast(base.id, node))
    misuse("SCOPE_CLOSED", `The ${JSON.stringify(base.name)} goes on after another step.`)
}

function nodeOf(
  base: StepBase,
  taken: readonly Taken[],
  otherwise?: TracedBody,
): { readonly node: WhenNode; readonly shape: Shape } {
  const bodies = taken.map(({ traced }) => traced)
  const { blocks, shape } = joinBodies(otherwise === undefined ? bodies : [...bodies, otherwise])
  const last = blocks.at(-1)
  const node: WhenNode = {
    ...base,
    kind: "when",
    branches: taken.map(({ condition }, index) => ({ condition, body: blocks[index] ?? { nodes: [] } })),
    ...(otherwise === undefined || last === undefined ? {} : { otherwise: last }),
    shape: otherwise === undefined ? { type: "null" } : shape,
  }
  return { node, shape: node.shape }
}
