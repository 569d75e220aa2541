import type { Json } from "./json.ts"
import type { Shape } from "./shape.ts"
import type { SourcePosition } from "./source.ts"

/** An expression over run-time values, as data. It has a meaning of its own (`docs/expressions.md`); JSONata is one lowering. */
export type Expression =
  | LiteralExpression
  | ReferenceExpression
  | ObjectExpression
  | ArrayExpression
  | CallExpression
  | FunctionExpression
  | TextExpression
  | JsonataExpression

export interface LiteralExpression {
  readonly kind: "literal"
  readonly value: Json
}

/** A path into a value that some step, scope or the workflow's input provides. */
export interface ReferenceExpression {
  readonly kind: "reference"
  readonly of: Origin
  /** Field names and array indices, outermost first. */
  readonly path: readonly (string | number)[]
  /** The shape at the end of the path. A path through an optional field is itself optional. */
  readonly shape: Shape
  readonly at?: SourcePosition
}

/** What a reference starts from. `step` names a node of the tree by its id. */
export type Origin =
  | { readonly from: "input" }
  /** The result of a step. */
  | { readonly from: "step"; readonly step: string }
  /** The current item, its index, or (over an object) its key, of the `each` with this id. */
  | { readonly from: "item" | "index" | "key"; readonly each: string }
  /** The value that a `repeat` carries into its body. */
  | { readonly from: "carried"; readonly repeat: string }
  /** The `{ Error, Cause }` that a handler of the `attempt` with this id caught. */
  | { readonly from: "error"; readonly attempt: string }
  /** A parameter of an enclosing {@link FunctionExpression}. */
  | { readonly from: "parameter"; readonly parameter: string }
  /** Inside a compensation: what the compensated step was given and answered. */
  | { readonly from: "compensated"; readonly field: "key" | "input" | "result" }
  /** Inside a callback's call: the task token. */
  | { readonly from: "token" }
  | { readonly from: "execution"; readonly field: "id" | "name" | "startTime" }
  /** What the deployment provides under this name: a table, a queue. Stands only as a whole payload field, never in a computation. */
  | { readonly from: "resource"; readonly resource: string }

export interface ObjectExpression {
  readonly kind: "object"
  /** In the author's order. A field whose value is absent at run time is dropped. */
  readonly fields: readonly { readonly key: string; readonly value: Expression }[]
}

export interface ArrayExpression {
  readonly kind: "array"
  readonly items: readonly Expression[]
}

/** One of the expression functions of the DSL (`gt`, `map`, `coalesce`…); the compiler holds a lowering for each name. */
export interface CallExpression {
  readonly kind: "call"
  readonly fn: string
  readonly args: readonly Expression[]
  readonly shape: Shape
  readonly at?: SourcePosition
}

/** A function argument of `map`, `filter`, `sort`…: its parameters are referred to by name. */
export interface FunctionExpression {
  readonly kind: "function"
  readonly parameters: readonly string[]
  readonly body: Expression
}

/** `` fmt`…` ``: strings and expressions in turn, joined as text. */
export interface TextExpression {
  readonly kind: "text"
  readonly parts: readonly (string | Expression)[]
}

/** The escape hatch: checked JSONata in which `$name` stands for a captured expression. */
export interface JsonataExpression {
  readonly kind: "jsonata"
  readonly source: string
  readonly captures: Readonly<Record<string, Expression>>
  readonly shape: Shape
  readonly at?: SourcePosition
}
