import { type Expr, exprOf, fieldOf, shapeOf } from "../expr/expr.ts"
import { joinShapes } from "../expr/join-shapes.ts"
import { lift } from "../expr/lift.ts"
import { fieldShape } from "../expr/shape.ts"
import { misuse } from "../scope/tracing.ts"
import type { Expression, MatchNode, Shape } from "../tree/index.ts"
import type { BodyScope } from "./body-scope.ts"
import type { Branch } from "./branch.ts"
import { joinBodies, runBranch, traceBody } from "./trace-body.ts"

type Scalar = string | number | boolean

/** A body for each value; for a value without a known set of them there can be none. */
export type Cases<T extends Scalar, Return> = {
  readonly [K in `${T}`]: Branch<Return, [value: Expr<Extract<T, Spelled<K>>>]>
}

/** A body for each value of a union's tag. */
export type FieldCases<T, K extends keyof T, Return> = {
  readonly [V in TagOf<T, K>]: Branch<Return, [value: Expr<Extract<T, { readonly [P in K]: Spelled<V> }>>]>
}

/** The values of a union's tag, as keys. */
export type TagOf<T, K extends keyof T> = `${T[K] & Scalar}`

/** The scalar that a key spells. */
type Spelled<K extends string> =
  | K
  | (K extends `${infer N extends number}` ? N : never)
  | (K extends `${infer B extends boolean}` ? B : never)

/** Arguments that nobody can give where there is a case that the value can never equal; else none. */
export type NoOthers<C, Keys> = [Exclude<KeyText<C>, Keys>] extends [never]
  ? []
  : [noSuchCase: Exclude<KeyText<C>, Keys>]

type KeyText<C> = `${keyof C & (string | number)}`

/** The same where no default follows: for values without end nobody can. */
export type Exhaustive<C, Keys> = string extends Keys
  ? [otherwise: never]
  : `${number}` extends Keys
    ? [otherwise: never]
    : NoOthers<C, Keys>

/** Traces a choice by value, or by a field of a union. */
export function traceMatch(
  scope: BodyScope,
  value: Expr<unknown>,
  tag: string | undefined,
  cases: Readonly<Record<string, unknown>>,
  otherwise?: unknown,
): Expr<unknown> {
  const expression = lift(value)
  const compared = tag === undefined ? expression : fieldOf(expression, tag)
  const values = valuesOf(shapeOf(compared))
  const base = scope.begin(undefined, "match")
  const keys = Object.keys(cases)
  if (keys.length === 0) misuse("CASE_UNKNOWN", "A match has no cases.")
  const taken = keys.map((key) => {
    const equals = spelled(key, shapeOf(compared))
    if (equals === undefined) {
      misuse("CASE_UNKNOWN", `The case ${JSON.stringify(key)} is not a value of what is matched.`)
    }
    const narrowed = exprOf(narrow(expression, tag, equals ?? key))
    return { equals: equals ?? key, traced: traceBody(scope.definition, (w) => runBranch(cases[key], w, narrowed)) }
  })
  const missing = values?.filter((value) => !keys.includes(String(value))) ?? []
  if (otherwise === undefined && missing.length > 0) {
    misuse(
      "CASE_MISSING",
      `A match without a default has no case for ${missing.map((value) => JSON.stringify(value)).join(", ")}.`,
    )
  }
  const last = otherwise === undefined ? [] : [traceBody(scope.definition, (w) => runBranch(otherwise, w))]
  const { blocks, shape } = joinBodies([...taken.map(({ traced }) => traced), ...last])
  const rest = otherwise === undefined ? undefined : blocks.at(-1)
  const node: MatchNode = {
    ...base,
    kind: "match",
    value: compared,
    cases: taken.map(({ equals }, index) => ({ equals, body: blocks[index] ?? { nodes: [] } })),
    ...(rest === undefined ? {} : { otherwise: rest }),
    shape,
  }
  scope.push(node)
  return scope.result(base.id, shape)
}

/** The values that there can be, where the schema bounds them. */
function valuesOf(shape: Shape): Shape["values"] {
  if (shape.type === "boolean") return shape.values ?? [true, false]
  if (shape.type !== "union") return shape.values
  const members = (shape.anyOf ?? []).map(valuesOf)
  return members.every((values) => values !== undefined) ? members.flat() : undefined
}

/** A case's key as the value that it stands for. */
function spelled(key: string, shape: Shape): Scalar | undefined {
  const values = valuesOf(shape)
  if (values !== undefined) return values.find((value): value is Scalar => value !== null && String(value) === key)
  if (shape.type === "number" || shape.type === "integer") return Number.isNaN(Number(key)) ? undefined : Number(key)
  return key
}

function narrow(expression: Expression, tag: string | undefined, equals: Scalar): Expression {
  const whole = shapeOf(expression)
  const shape =
    tag === undefined
      ? equalShape(whole, equals)
      : joinShapes((whole.anyOf ?? []).filter((member) => canBe(fieldShape(member, tag), equals)))
  return shape === undefined || !("shape" in expression) ? expression : { ...expression, shape }
}

/** What is known of a value that equals a scalar: it is there, and of its kind. */
function equalShape({ type }: Shape, equals: Scalar): Shape {
  const kind = typeof equals as "string" | "number" | "boolean" // of a scalar
  return { type: kind === "number" && type === "integer" ? type : kind, values: [equals] }
}

/** Whether a union's member may be the one: several can have the same tag, or one of any value. */
function canBe(tag: Shape, equals: Scalar): boolean {
  return valuesOf(tag)?.includes(equals) ?? (tag.type === "unknown" || tag.type === typeof equals)
}
