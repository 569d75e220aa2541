import { callerPosition } from "../scope/source-position.ts"
import { currentTracing, misuse } from "../scope/tracing.ts"
import { type Expression, type Shape, unknownShape } from "../tree/index.ts"
import { type Expr, exprOf, type Input, type Owner, reference, shapeOf } from "./expr.ts"
import type { FunctionName } from "./function-names.ts"
import { lift } from "./lift.ts"

/** A value that stands in a JSON scalar's place. */
export type Scalar = string | number | boolean | null
/** A number, or an expression of one. */
export type Numeric = number | Expr<number>
/** Text, or an expression of it. */
export type Text = string | Expr<string>
/** A condition, or a constant one. */
export type Bool = boolean | Expr<boolean>
/** A list, or an expression of one. */
export type List<T> = Expr<readonly T[]> | readonly Input<T>[]

/** Shapes of results. */
export const boolean: Shape = { type: "boolean" }
export const number: Shape = { type: "number" }
export const integer: Shape = { type: "integer" }
export const string: Shape = { type: "string" }

/** An expression that calls one of the functions of `docs/expressions.md`. */
export function callOf<T>(fn: FunctionName, args: readonly unknown[], shape: Shape): Expr<T> {
  const at = callerPosition()
  return exprOf({ kind: "call", fn, args: args.map(asArgument), shape, ...(at === undefined ? {} : { at }) })
}

function asArgument(value: unknown): Expression {
  return value instanceof Body ? value.expression : liftOperand(value)
}

/** An operand of a computation; reports one that only the deployment knows. */
export function liftOperand(value: unknown): Expression {
  const expression = lift(value)
  if (expression.kind === "reference" && expression.of.from === "resource") {
    misuse("RESOURCE_IN_EXPRESSION", `The resource ${JSON.stringify(expression.of.resource)} is used in a computation.`)
  }
  return expression
}

/** A traced function argument. */
export class Body {
  readonly expression: Expression

  constructor(expression: Expression) {
    this.expression = expression
  }
}

/** Traces a function argument over parameters of these shapes; its result's shape comes with it. */
export function bodyOf(
  run: (...args: never[]) => unknown,
  shapes: readonly Shape[],
): { readonly body: Body; readonly shape: Shape } {
  const tracing = currentTracing()
  if (tracing === undefined) return functionOf(run, shapes, freeName)
  return tracing.inBlock((block) => functionOf(run, shapes, () => tracing.nextParameter(), { tracing, block }), "call")
}

let outside = 0

/** For functions outside any definition. */
function freeName(): string {
  return `x${++outside}`
}

function functionOf(
  run: (...args: never[]) => unknown,
  shapes: readonly Shape[],
  nextName: () => string,
  owner?: Owner,
): { readonly body: Body; readonly shape: Shape } {
  const parameters = shapes.map(nextName)
  const args = parameters.map((parameter, index) =>
    reference({ from: "parameter", parameter }, shapes[index] ?? unknownShape, owner),
  )
  const result = liftOperand(run(...(args as unknown as never[]))) // each is an Expr of its parameter's type
  return { body: new Body({ kind: "function", parameters, body: result }), shape: shapeOf(result) }
}

/** What is known of a list's items. */
export function itemShape(list: unknown): Shape {
  return shapeOf(lift(list)).items ?? unknownShape
}
