import type { Shape } from "@stepwright/dsl"

/** JSONata's `$type` of a JSON value. */
export type Kind = "null" | "boolean" | "number" | "string" | "array" | "object"

const all: readonly Kind[] = ["null", "boolean", "number", "string", "array", "object"]

/** The kinds of value that a shape allows, when there is a value. */
export function kindsOf(shape: Shape): ReadonlySet<Kind> {
  const kinds = new Set<Kind>(ownKinds(shape))
  if (shape.nullable === true) kinds.add("null")
  return kinds
}

function ownKinds(shape: Shape): Iterable<Kind> {
  if (shape.type === "unknown") return shape.values === undefined ? all : shape.values.map(kindOf)
  if (shape.type === "integer") return ["number"]
  if (shape.type !== "union") return [shape.type]
  return shape.anyOf === undefined ? all : shape.anyOf.flatMap((member) => [...kindsOf(member)])
}

function kindOf(value: string | number | boolean | null): Kind {
  return value === null ? "null" : (typeof value as "string" | "number" | "boolean") // the scalars of JSON
}

/** True where a value, when there is one, is surely of these kinds. */
export function isOnly(shape: Shape, ...allowed: readonly Kind[]): boolean {
  return [...kindsOf(shape)].every((kind) => allowed.includes(kind))
}

/** True where a value can be of this kind. */
export function mayBe(shape: Shape, kind: Kind): boolean {
  return kindsOf(shape).has(kind)
}

/** The shape of a list's items, where it is one. */
export function itemsOf(shape: Shape): Shape {
  if (shape.type === "array") return shape.items ?? { type: "unknown" }
  const lists = shape.type === "union" ? (shape.anyOf ?? []).filter((member) => mayBe(member, "array")) : []
  const [only] = lists
  return lists.length === 1 && only !== undefined ? itemsOf(only) : { type: "unknown" }
}

/** A value of either shape. */
export function eitherShape(left: Shape, right: Shape): Shape {
  const optional = left.optional === true || right.optional === true
  const [a, b] = [present(left), present(right)]
  const shape: Shape = sameShape(a, b) ? a : mixed(a, b)
  return optional ? { ...shape, optional: true } : shape
}

function mixed(a: Shape, b: Shape): Shape {
  if (a.type === "null") return { ...b, nullable: true }
  if (b.type === "null") return { ...a, nullable: true }
  const [plainA, plainB] = [withoutValues(a), withoutValues(b)]
  if (sameShape(plainA, plainB)) return plainA
  if (a.type === "unknown" || b.type === "unknown") return { type: "unknown" }
  return { type: "union", anyOf: [a, b] }
}

function sameShape(a: Shape, b: Shape): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function withoutValues(shape: Shape): Shape {
  const { values: _, maxLength: __, ...rest } = shape
  return rest
}

/** The shape of a value that is there. */
export function present(shape: Shape): Shape {
  const { optional: _, ...rest } = shape
  return rest
}

/** The shape of a value that is there and not null. */
export function solid(shape: Shape): Shape {
  const { optional: _, nullable: __, ...rest } = shape
  if (rest.type !== "union" || rest.anyOf === undefined) return rest
  return { ...rest, anyOf: rest.anyOf.filter((member) => member.type !== "null").map(solid) }
}

/** The shape, optional or not. */
export function optionalIf(shape: Shape, absent: boolean): Shape {
  return absent ? { ...shape, optional: true } : present(shape)
}

/** The shape at a field or index; through something absent, null or of another kind it is optional. */
export function stepShape(shape: Shape, key: string | number): Shape {
  const kinds = kindsOf(shape)
  const inner = innerShape(shape, key)
  const misses = shape.optional === true || kinds.has("null") || [...kinds].some((kind) => kind !== "object")
  return misses ? { ...inner, optional: true } : inner
}

function innerShape(shape: Shape, key: string | number): Shape {
  if (shape.type === "array" && typeof key === "number") return { ...itemsOf(shape), optional: true }
  if (shape.type === "object") {
    const fields = shape.fields ?? {}
    const declared = Object.hasOwn(fields, String(key)) ? fields[String(key)] : undefined
    return declared ?? { ...(shape.rest ?? { type: "unknown" }), optional: true }
  }
  if (shape.type === "union") return unionStep(shape.anyOf ?? [{ type: "unknown" }], key)
  return nothing
}

function unionStep(members: readonly Shape[], key: string | number): Shape {
  const steps = members
    .filter((member) => [...kindsOf(member)].some((kind) => kind === "object" || kind === "array"))
    .map((member) => stepShape(member, key))
  const [first, ...rest] = steps
  if (first === undefined) return nothing
  const joined = rest.reduce(eitherShape, first)
  return steps.length < members.length ? { ...joined, optional: true } : joined
}

/** Of what is not there, or of what nothing is known. */
const nothing: Shape = { type: "unknown", optional: true }
