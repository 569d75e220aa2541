import { type Expression, type Json, type Origin, type Shape, unknownShape } from "../tree/index.ts"
import { misuse, type OpenBlock, type Tracing } from "../scope/tracing.ts"
import { callerPosition } from "../scope/source-position.ts"
import { joinShapes } from "./join-shapes.ts"
import { fieldShape } from "./shape.ts"

declare const valueType: unique symbol

/**
 * A typed reference to a value that will exist at run time: the input, a step's result, or what is computed from them.
 * `T` is the value's type after a JSON round trip. Property access records a path; everything else is done with the
 * expression functions.
 *
 * It is not the value. Reported when the workflow is defined: template literals, arithmetic, `<`, `==` with a primitive,
 * JSON.stringify, iteration and spread, `in`, assignment, calling it or a method of it. JavaScript gives no way to see
 * `if (expr)`, `!expr`, `expr && …`, `expr ? … : …` and `expr === …`: TypeScript refuses the last where the types cannot
 * overlap; the others take an expression for true. Write `w.when(expr, …)`, `not`, `and`, `choose`, `eq`.
 */
export type Expr<T> = { readonly [valueType]: T } & Fields<T>

/** The fields of an expression's value; those of an optional value are optional themselves. */
type Fields<T> = [NonNullable<T>] extends [readonly (infer Item)[]]
  ? { readonly [index: number]: Expr<Item | undefined> }
  : [NonNullable<T>] extends [object]
    ? {
        readonly [K in keyof NonNullable<T>]-?: Expr<
          NonNullable<T>[K] | (T extends null | undefined ? undefined : never)
        >
      }
    : unknown

/** What may be given where a `T` is wanted: the value, an expression of it, or any mixture of both. */
export type Input<T> = Expr<T> | Plain<T>

type Plain<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Input<Item>[]
    : T extends object
      ? { readonly [K in keyof T]: Input<T[K]> }
      : T

/** The value that an input comes to. */
export type Resolved<V> =
  V extends Expr<infer T>
    ? T
    : V extends string | number | boolean | null | undefined
      ? V
      : V extends readonly unknown[]
        ? { -readonly [K in keyof V]: Resolved<V[K]> }
        : V extends object
          ? { -readonly [K in keyof V]: Resolved<V[K]> }
          : V

/** Where a reference starts, and until when it may be used. */
export interface Owner {
  readonly tracing: Tracing
  readonly block: OpenBlock
}

const nodes = new WeakMap<object, Expression>()
const owners = new WeakMap<Origin, Owner>()

/** The expression behind an `Expr`, or undefined for any other value. */
export function expressionOf(value: unknown): Expression | undefined {
  return typeof value === "function" ? nodes.get(value) : undefined
}

/** Who may use references that start here. */
export function ownerOf(origin: Origin): Owner | undefined {
  return owners.get(origin)
}

/** Ends the life of references that start here, or hands them to another owner. */
export function setOwner(origin: Origin, owner: Owner): void {
  owners.set(origin, owner)
}

/** A reference that starts at `origin`. */
export function reference<T>(origin: Origin, shape: Shape, owner?: Owner): Expr<T> {
  if (owner !== undefined) owners.set(origin, owner)
  return exprOf({ kind: "reference", of: origin, path: [], shape })
}

/** An `Expr` over an expression. */
export function exprOf<T>(expression: Expression): Expr<T> {
  const proxy = new Proxy(() => undefined, {
    get: (_, key) => access(expression, key),
    apply: () => reportUse("called"),
    has: (_, key) => typeof key === "string" && reportUse("searched with `in`") === undefined,
    ownKeys: () => reportUse("enumerated, as by spread, Object.keys or for…in") ?? [],
    getPrototypeOf: () => null,
    set: () => reportUse("assigned to") === undefined,
    deleteProperty: () => reportUse("assigned to") === undefined,
  })
  nodes.set(proxy, expression)
  return proxy as unknown as Expr<T> // the proxy answers what Expr promises
}

const objectMethods = new Set([
  "toString",
  "valueOf",
  "toLocaleString",
  "hasOwnProperty",
  "propertyIsEnumerable",
  "isPrototypeOf",
])

function access(expression: Expression, key: string | symbol): unknown {
  if (key === Symbol.toPrimitive) return primitive
  if (key === Symbol.iterator || key === Symbol.asyncIterator) return iteration
  if (typeof key === "symbol" || key === "then") return undefined
  if (key === "toJSON") return () => reportUse("given to JSON.stringify") ?? ""
  const shape = shapeOf(expression)
  if (objectMethods.has(key) && shape.fields?.[key] === undefined) return () => reportUse(`asked for .${key}()`) ?? ""
  const step = /^\d+$/.test(key) ? Number(key) : key
  if (isScalar(shape) || (shape.type === "array" && typeof step === "string")) reportUse(`asked for .${key}`)
  return exprOf(fieldOf(expression, step))
}

function isScalar({ type }: Shape): boolean {
  return type === "string" || type === "number" || type === "integer" || type === "boolean" || type === "null"
}

/** A field or element of what an expression comes to. */
export function fieldOf(expression: Expression, step: string | number): Expression {
  const at = callerPosition()
  const placed = at === undefined ? {} : { at }
  if (expression.kind === "object") {
    const field = expression.fields.findLast(({ key }) => key === String(step))
    if (field !== undefined) return field.value
  }
  const shape = fieldShape(shapeOf(expression), step)
  if (expression.kind === "reference") return { ...expression, path: [...expression.path, step], shape, ...placed }
  return { kind: "call", fn: "field", args: [expression, { kind: "literal", value: step }], shape, ...placed }
}

function primitive(hint: string): string | number {
  reportUse(
    hint === "string"
      ? "used as text, as in a template literal"
      : hint === "number"
        ? "used as a number"
        : "used in ==, + or <",
  )
  return hint === "number" ? Number.NaN : ""
}

function iteration(): Iterator<never> {
  reportUse("iterated, as by for…of or spread")
  return [].values()
}

function reportUse(how: string): undefined {
  misuse("EXPR_AS_VALUE", `An expression was ${how}; its value is not known while the workflow is defined.`)
}

/** What is known about an expression's value. */
export function shapeOf(expression: Expression): Shape {
  switch (expression.kind) {
    case "literal":
      return literalShape(expression.value)
    case "reference":
    case "call":
    case "jsonata":
      return expression.shape
    case "object":
      return {
        type: "object",
        fields: Object.fromEntries(expression.fields.map(({ key, value }) => [key, shapeOf(value)])),
      }
    case "array":
      return {
        type: "array",
        items: joinShapes(expression.items.map(shapeOf)) ?? unknownShape,
        maxLength: expression.items.length,
      }
    case "text":
      return { type: "string" }
    case "function":
      return unknownShape
  }
}

function literalShape(value: Json): Shape {
  if (value === null) return { type: "null" }
  if (typeof value === "number") return { type: Number.isInteger(value) ? "integer" : "number", values: [value] }
  if (typeof value === "string") return { type: "string", values: [value], maxLength: value.length }
  if (typeof value === "boolean") return { type: "boolean", values: [value] }
  if (Array.isArray(value))
    return { type: "array", items: joinShapes(value.map(literalShape)) ?? unknownShape, maxLength: value.length }
  return {
    type: "object",
    fields: Object.fromEntries(Object.entries(value).map(([key, field]) => [key, literalShape(field)])),
  }
}
