import { type Expr, reference, shapeOf } from "../expr/expr.ts"
import { joinShapes } from "../expr/join-shapes.ts"
import { lift } from "../expr/lift.ts"
import { misuse } from "../scope/tracing.ts"
import type { Call } from "../task/call.ts"
import { type EachNode, type Shape, unknownShape } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"
import type { Builder } from "./builder.ts"
import type { Compensate } from "./compensation.ts"
import { outcomeShape } from "./outcome-shape.ts"
import { traceBody } from "./trace-body.ts"

/** How an `each` runs. */
export interface EachOptions {
  readonly name?: string
  /** How many items at once; default: as many as the runtime allows (AWS: 40 inline, 10,000 distributed). */
  readonly concurrency?: number
  /** Each item becomes an execution of its own: for more than the history of one can hold. */
  readonly distributed?: true | { readonly execution?: "STANDARD" | "EXPRESS"; readonly label?: string }
  /** How many items may fail before the whole fails; default none. Only where distributed. */
  readonly tolerate?: { readonly count?: number; readonly percentage?: number }
}

/** Items in batches: the body is given a list. Only where distributed. */
export interface BatchOptions {
  readonly batch: { readonly items?: number; readonly bytes?: number }
}

/** What undoes an item's step. The body gives one call. */
export interface EachCompensate<R> {
  readonly compensate?: Compensate<R extends Call<infer O> ? O : never, R extends Call<unknown, infer I> ? I : never>
}

type Options = EachOptions & Partial<BatchOptions> & { readonly compensate?: Compensate }
type Body = (item: Expr<unknown>, w: Builder<unknown>, at: Expr<unknown>) => unknown

/** Traces a body that runs for each item. */
export function traceEach(scope: BodyScope, given: unknown, body: Body, options: Options = {}): Expr<unknown> {
  const items = lift(given)
  const over = shapeOf(items)
  const kind = over.type === "object" ? "object" : "array"
  const base = scope.begin(options.name, "each")
  checkOptions(options, base.name)
  const element = elementShape(over)
  const item: Shape = options.batch === undefined ? element : { type: "array", items: element }
  const traced = traceBody(
    scope.definition,
    (w, owner) =>
      body(
        reference({ from: "item", each: base.id }, item, owner),
        w,
        kind === "object"
          ? reference({ from: "key", each: base.id }, { type: "string" }, owner)
          : reference({ from: "index", each: base.id }, { type: "integer" }, owner),
      ),
    options.compensate === undefined ? undefined : { compensate: options.compensate },
  )
  const result = outcomeShape(traced) ?? unknownShape
  const shape: Shape =
    kind === "array"
      ? { type: "array", items: inList(result), ...(over.maxLength === undefined ? {} : { maxLength: over.maxLength }) }
      : { type: "object", ...resultFields(over, result) }
  const { concurrency, tolerate, batch } = options
  const node: EachNode = {
    ...base,
    kind: "each",
    items,
    over: kind,
    body: traced.block,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(tolerate === undefined ? {} : { tolerate }),
    ...(batch === undefined ? {} : { batch }),
    ...distributedOf(options),
    shape,
  }
  scope.push(node)
  return scope.result(base.id, shape)
}

/** In a list null stands for what is absent. */
function inList({ optional, ...shape }: Shape): Shape {
  return optional === true ? { ...shape, nullable: true } : shape
}

function elementShape(over: Shape): Shape {
  if (over.type !== "object") return over.items ?? unknownShape
  const { optional: _, ...shape } =
    joinShapes([...Object.values(over.fields ?? {}), ...(over.rest === undefined ? [] : [over.rest])]) ?? unknownShape
  return shape
}

function resultFields(over: Shape, result: Shape): Pick<Shape, "fields" | "rest"> {
  const fields = Object.entries(over.fields ?? {}).map(([key, { optional }]): [string, Shape] => [
    key,
    optional === true ? { ...result, optional } : result,
  ])
  return {
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
    ...(over.rest === undefined ? {} : { rest: result }),
  }
}

function distributedOf({ distributed }: Options): Pick<EachNode, "distributed"> {
  if (distributed === undefined) return {}
  const { execution, label } = distributed === true ? {} : distributed
  return { distributed: { execution: execution ?? "STANDARD", ...(label === undefined ? {} : { label }) } }
}

function checkOptions({ concurrency, tolerate, batch, distributed }: Options, name: string): void {
  const wrong = [
    ...(concurrency === undefined || (Number.isInteger(concurrency) && concurrency >= 0)
      ? []
      : [`concurrency ${concurrency}`]),
    ...(tolerate?.count === undefined || (Number.isInteger(tolerate.count) && tolerate.count >= 0)
      ? []
      : [`tolerate.count ${tolerate.count}`]),
    ...(tolerate?.percentage === undefined || (tolerate.percentage >= 0 && tolerate.percentage <= 100)
      ? []
      : [`tolerate.percentage ${tolerate.percentage}`]),
    ...[batch?.items, batch?.bytes]
      .filter((size) => size !== undefined && !(Number.isInteger(size) && size >= 1))
      .map((size) => `a batch of ${size}`),
    ...(distributed === undefined && tolerate !== undefined ? ["tolerate, but is not distributed"] : []),
    ...(distributed === undefined && batch !== undefined ? ["batch, but is not distributed"] : []),
  ]
  for (const what of wrong) misuse("EACH_INVALID", `The each ${JSON.stringify(name)} has ${what}.`)
}
