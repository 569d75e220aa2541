import type { Shape } from "../tree/index.ts"

/** What is known of a value that has one of several shapes; undefined for none. */
export function joinShapes(shapes: readonly Shape[]): Shape | undefined {
  if (shapes.length === 0) return undefined
  const present = shapes.filter(({ type }) => type !== "null").flatMap(members)
  const marks = {
    ...(shapes.some(({ optional }) => optional === true) ? { optional: true as const } : {}),
    ...(shapes.some(({ type, nullable }) => type === "null" || nullable === true) ? { nullable: true as const } : {}),
  }
  const joined = present.reduce<readonly Shape[]>((known, shape) => add(known, bare(shape)), [])
  const [only] = joined
  if (only === undefined) return { type: "null", ...(marks.optional === true ? { optional: true } : {}) }
  if (joined.some(({ type }) => type === "unknown")) return { type: "unknown", ...marks }
  return joined.length === 1 ? { ...only, ...marks } : { type: "union", anyOf: joined, ...marks }
}

function members(shape: Shape): readonly Shape[] {
  return shape.type === "union" ? (shape.anyOf ?? []) : [shape]
}

function bare(marked: Shape): Shape {
  const { optional: _, nullable: __, ...shape } = marked
  return shape
}

function add(known: readonly Shape[], shape: Shape): readonly Shape[] {
  const index = known.findIndex((other) => merged(other, shape) !== undefined)
  const found = known[index]
  if (found === undefined) return [...known, shape]
  return known.with(index, merged(found, shape) ?? shape)
}

/** Two shapes as one, where that loses nothing but bounds. */
function merged(left: Shape, right: Shape): Shape | undefined {
  if (JSON.stringify(left) === JSON.stringify(right)) return left
  const numbers = isNumber(left) && isNumber(right)
  if (!(numbers || (left.type === right.type && (left.type === "string" || left.type === "boolean")))) return undefined
  const values = new Set([...(left.values ?? []), ...(right.values ?? [])])
  const enumerated = left.values !== undefined && right.values !== undefined && values.size <= mostValues
  return {
    type: left.type === right.type ? left.type : "number",
    ...(enumerated ? { values: [...values] } : {}),
    ...(left.maxLength === undefined || right.maxLength === undefined
      ? {}
      : { maxLength: Math.max(left.maxLength, right.maxLength) }),
  }
}

/** Beyond it a list of values is no enumeration but data. */
const mostValues = 64

function isNumber({ type }: Shape): boolean {
  return type === "number" || type === "integer"
}
