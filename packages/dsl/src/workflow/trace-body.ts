import { expressionOf, shapeOf } from "../expr/expr.ts"
import { joinShapes } from "../expr/join-shapes.ts"
import { lift } from "../expr/lift.ts"
import { misuse } from "../scope/tracing.ts"
import { callParts } from "../task/call.ts"
import type { Block, Expression, Shape } from "../tree/index.ts"
import { BodyScope } from "./body-scope.ts"
import type { Builder } from "./builder.ts"
import type { Definition } from "./definition.ts"
import { runStep, type StepOptions } from "./run-step.ts"
import { isPlacedIn } from "./take-call.ts"

/** A body as data. */
export interface TracedBody {
  readonly block: Block
  /** Of its result; undefined where it never comes to one: it returns or fails. */
  readonly shape: Shape | undefined
}

/** What `w.return` and `w.fail` answer: the body ends there. */
export const ended: unique symbol = Symbol("ended")

/**
 * Traces a body.
 * @param run - runs the author's function.
 * @param options - of the step that the body's one call becomes.
 */
export function traceBody(
  definition: Definition,
  run: (w: Builder<unknown>, scope: BodyScope) => unknown,
  options?: StepOptions,
): TracedBody {
  return definition.tracing.inBlock((block) => {
    const scope = new BodyScope(definition, block)
    const value = run(definition.builderOf(scope), scope)
    const result = resultOf(scope, value, options)
    const shape = scope.ended ? undefined : result === undefined ? nullShape : shapeOf(result)
    return { block: { nodes: scope.nodes, ...(result === undefined ? {} : { result }) }, shape }
  })
}

/** Runs a branch: a call as it is, a function with the builder and what its construct provides. */
export function runBranch(branch: unknown, w: Builder<unknown>, ...provided: readonly unknown[]): unknown {
  if (callParts(branch) !== undefined || typeof branch !== "function" || expressionOf(branch) !== undefined)
    return branch
  return branch(w, ...provided)
}

const nullShape: Shape = { type: "null" }

function resultOf(scope: BodyScope, value: unknown, options: StepOptions | undefined): Expression | undefined {
  if (callParts(value) !== undefined) {
    return lift(options === undefined && isPlacedIn(value, scope) ? value : runStep(scope, value, options))
  }
  if (options?.compensate !== undefined) {
    misuse("COMPENSATION_WITHOUT_CALL", "The body of an each with compensate gives no call.")
  }
  if (scope.ended || value === undefined || value === ended) return undefined
  if (value instanceof Promise) {
    value.catch(() => undefined) // what it trips over is this misuse
    misuse("ASYNC_BODY", "A body is asynchronous.")
    return undefined
  }
  return lift(value)
}

/** Bodies of which one is taken: gives each a result where any has one, and the shape of what they come to. */
export function joinBodies(bodies: readonly TracedBody[]): {
  readonly blocks: readonly Block[]
  readonly shape: Shape
} {
  const some = bodies.some(({ block }) => block.result !== undefined)
  const blocks = bodies.map(({ block, shape }): Block =>
    some && shape !== undefined && block.result === undefined
      ? { ...block, result: { kind: "literal", value: null } }
      : block,
  )
  return { blocks, shape: joinShapes(bodies.flatMap(({ shape }) => shape ?? [])) ?? nullShape }
}
