import { type Expr, type Resolved, reference, shapeOf } from "../expr/expr.ts"
import { joinShapes } from "../expr/join-shapes.ts"
import { lift } from "../expr/lift.ts"
import { misuse } from "../scope/tracing.ts"
import { type Expression, type RepeatNode, type Shape, unknownShape } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"
import type { BodyResult } from "./branch.ts"
import type { Builder } from "./builder.ts"
import { traceBody } from "./trace-body.ts"

/** The bound of a `repeat`. */
export interface RepeatBound {
  readonly name?: string
  /**
   * The most passes; at least 1. `unbounded`: what the condition says alone decides, and on AWS the execution fails once
   * its history is full.
   */
  readonly max: number | "unbounded"
  /**
   * After `max` passes with the condition still asking for more: fail with `Stepwright.RepeatExhausted` (the default
   * where there is a condition) or go on.
   */
  readonly exhausted?: "fail" | "continue"
}

/** A repeat that carries a value from pass to pass. */
export interface CarryOptions<V> extends RepeatBound {
  /** What the first pass is given. */
  readonly initial: V
  /** Asked before each pass. */
  readonly while?: (carried: Expr<Resolved<V>>) => Expr<boolean>
  /** Asked after each pass, over what it came to. */
  readonly until?: (carried: Expr<Resolved<V>>) => Expr<boolean>
}

/** A repeat that starts from nothing: polling. */
export interface PollOptions<R> extends RepeatBound {
  /** Asked after each pass, over what it came to. */
  readonly until?: (result: Expr<BodyResult<R>>) => Expr<boolean>
}

type Condition = (carried: Expr<unknown>) => unknown
type Options = RepeatBound & { readonly initial?: unknown; readonly while?: Condition; readonly until?: Condition }

/** Traces a bounded loop. */
export function traceRepeat(
  scope: BodyScope,
  body: (w: Builder<unknown>, carried: Expr<unknown>) => unknown,
  options: Options,
): Expr<unknown> {
  const base = scope.begin(options.name, "repeat")
  const { max } = options
  const isBound =
    max === "unbounded" ? (options.while ?? options.until) !== undefined : Number.isInteger(max) && max >= 1
  if (!isBound) misuse("REPEAT_UNBOUNDED", `The repeat ${JSON.stringify(base.name)} has max ${options.max}.`)
  const initial = options.initial === undefined ? undefined : lift(options.initial)
  const origin = { from: "carried", repeat: base.id } as const
  const start = initial === undefined ? undefined : carriedShape(shapeOf(initial))
  const inBody = start === undefined ? { type: "null" as const } : anyForNull(start)
  const traced = traceBody(scope.definition, (w, owner) => body(w, reference(origin, inBody, owner)))
  const produced = traced.shape ?? { type: "null" as const }
  const shape = start === undefined ? produced : (joinShapes([start, produced]) ?? produced)
  const condition = (test: Condition | undefined): Expression | undefined =>
    test === undefined
      ? undefined
      : scope.tracing.inBlock(
          (block) => lift(test(reference(origin, shape, { tracing: scope.tracing, block }))),
          "call",
        )
  const [before, after] = [condition(options.while), condition(options.until)]
  const node: RepeatNode = {
    ...base,
    kind: "repeat",
    ...(max === "unbounded" ? {} : { max }),
    ...(initial === undefined ? {} : { initial }),
    ...(before === undefined ? {} : { while: before }),
    ...(after === undefined ? {} : { until: after }),
    body: traced.block,
    exhausted: options.exhausted ?? (before === undefined && after === undefined ? "continue" : "fail"),
    shape,
  }
  scope.push(node)
  return scope.result(base.id, shape)
}

/** The first value is one of many: what it happens to equal says nothing about the next. */
function carriedShape(first: Shape): Shape {
  const { values: _, maxLength: __, ...shape } = first
  return within(shape.type === "integer" ? { ...shape, type: "number" } : shape, carriedShape)
}

/** While the body is traced nobody knows yet what comes after a null. */
function anyForNull(shape: Shape): Shape {
  return shape.type === "null" ? unknownShape : within(shape, anyForNull)
}

function within(shape: Shape, change: (inner: Shape) => Shape): Shape {
  return {
    ...shape,
    ...(shape.fields === undefined
      ? {}
      : { fields: Object.fromEntries(Object.entries(shape.fields).map(([key, field]) => [key, change(field)])) }),
    ...(shape.items === undefined ? {} : { items: change(shape.items) }),
  }
}
