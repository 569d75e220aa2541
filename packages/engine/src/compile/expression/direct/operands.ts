import type { Expression, Json, Shape } from "@stepwright/dsl"

import type { Variables } from "./outcome.ts"

const number: Shape = { type: "number" }
const integer: Shape = { type: "integer" }
const text: Shape = { type: "string" }
const list = (items: Shape): Shape => ({ type: "array", items })
const object = (fields: Readonly<Record<string, Shape>>): Shape => ({ type: "object", fields })

/** What the examples of the document's table are over. */
export const shapes: Readonly<Record<string, Shape>> = {
  a: number,
  b: number,
  n: integer,
  time: number,
  text,
  part: text,
  by: text,
  yes: { type: "boolean" },
  no: { type: "boolean" },
  maybe: { type: "number", optional: true },
  numbers: list(number),
  texts: list(text),
  lists: list(list(number)),
  items: list(object({ id: text, tags: list(text), size: { type: "integer", optional: true } })),
  entries: list(object({ key: text, value: number })),
  order: object({ id: text, note: { type: "string", optional: true } }),
  record: { type: "object", rest: number },
}

/** A variable, or what is inside. */
export const of = (step: string, ...path: readonly (string | number)[]): Expression => ({
  kind: "reference",
  of: { from: "step", step },
  path,
  shape: shapes[step] ?? { type: "unknown" },
})
/** A literal. */
export const literal = (value: Json): Expression => ({ kind: "literal", value })
/** A function argument of one parameter. */
export const body = (parameter: string, made: Expression): Expression => ({
  kind: "function",
  parameters: [parameter],
  body: made,
})
/** That parameter, or what is inside. */
export const parameter = (name: string, ...path: readonly string[]): Expression => ({
  kind: "reference",
  of: { from: "parameter", parameter: name },
  path,
  shape: { type: "unknown" },
})

/** One function of the table, over examples. */
export interface Row {
  readonly args: readonly Expression[]
  /** Variables and what the call comes to; `absent` and `fails` say so. */
  readonly cases: readonly (readonly [Variables, Json])[]
}
