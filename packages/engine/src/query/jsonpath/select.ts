import { isJsonObject, type Json } from "../../asl/json.ts"

import { Missing } from "./missing.ts"
import type { FilterTest, Operand, Segment } from "./parse-path.ts"

/** Follows a definite path. */
export function selectOne(value: Json, segments: readonly Segment[]): Json | Missing {
  let current = value
  for (let at = 0; at < segments.length; at++) {
    const segment = segments[at]
    if (segment === undefined) break
    const next = follow(current, segment)
    if (next === undefined) return new Missing(segments, at, current)
    current = next
  }
  return current
}

/** Follows an indefinite path: everything that matches, in document order. */
export function selectAll(root: Json, segments: readonly Segment[]): readonly Json[] {
  let current: readonly Json[] = [root]
  for (const segment of segments) current = current.flatMap((value) => spread(value, segment, root))
  return current
}

function follow(value: Json, segment: Segment): Json | undefined {
  switch (segment.kind) {
    case "name":
      return isJsonObject(value) && Object.hasOwn(value, segment.name) ? value[segment.name] : undefined
    case "index":
      return Array.isArray(value) ? (value as readonly Json[]).at(segment.index) : undefined
    case "function":
      return applyFunction(value, segment.name)
    case "names":
    case "indices":
    case "slice":
    case "wildcard":
    case "descend":
    case "filter":
      return undefined
  }
}

function spread(value: Json, segment: Segment, root: Json): readonly Json[] {
  const array = Array.isArray(value) ? (value as readonly Json[]) : undefined
  switch (segment.kind) {
    case "name":
    case "index":
    case "function": {
      const one = follow(value, segment)
      return one === undefined ? [] : [one]
    }
    case "names":
      return segment.names.flatMap((name) => spread(value, { kind: "name", name }, root))
    case "indices":
      return segment.indices.flatMap((index) => spread(value, { kind: "index", index }, root))
    case "slice":
      return array === undefined
        ? []
        : array.slice(segment.from ?? 0, segment.to).filter((_, index) => index % segment.by === 0)
    case "wildcard":
      return array ?? (isJsonObject(value) ? Object.values(value) : [])
    case "descend":
      return descendants(value)
    case "filter":
      return (array ?? (isJsonObject(value) ? [value] : [])).filter((item) => holds(segment.test, item, root))
  }
}

function descendants(value: Json): readonly Json[] {
  const found: Json[] = []
  const pending: Json[] = [value]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    found.push(next)
    const inner = Array.isArray(next) ? (next as readonly Json[]) : isJsonObject(next) ? Object.values(next) : []
    for (const item of inner.toReversed()) if (typeof item === "object" && item !== null) pending.push(item)
  }
  return found
}

function applyFunction(value: Json, name: string): Json | undefined {
  if (name === "keys") return isJsonObject(value) ? Object.keys(value) : undefined
  if (name === "length" || name === "size") {
    if (Array.isArray(value) || typeof value === "string") return value.length
    return isJsonObject(value) ? Object.keys(value).length : undefined
  }
  if (!Array.isArray(value)) return undefined
  const numbers = (value as readonly Json[]).filter((item) => typeof item === "number")
  if (numbers.length === 0) return undefined
  if (name === "min") return numbers.reduce((a, b) => Math.min(a, b))
  if (name === "max") return numbers.reduce((a, b) => Math.max(a, b))
  const sum = numbers.reduce((a, b) => a + b, 0)
  return name === "sum" ? sum : sum / numbers.length
}

function holds(test: FilterTest, item: Json, root: Json): boolean {
  switch (test.kind) {
    case "and":
      return holds(test.left, item, root) && holds(test.right, item, root)
    case "or":
      return holds(test.left, item, root) || holds(test.right, item, root)
    case "not":
      return !holds(test.test, item, root)
    case "exists":
      return operand(test.operand, item, root) !== undefined
    case "compare":
      return compare(test, item, root)
  }
}

function operand(side: Operand, item: Json, root: Json): Json | undefined {
  if (side.kind === "value") return side.value
  if (side.kind === "values") return side.values
  if (side.kind === "regex") return side.source
  const found = selectAll(side.from === "item" ? item : root, side.segments)
  return found.length > 1 ? found : found[0]
}

type Held = Json | undefined

/** The operators that look into lists and texts. */
const membership: Readonly<Record<string, (left: Held, right: Held) => boolean>> = {
  in: (left, right) => includes(right, left),
  nin: (left, right) => !includes(right, left),
  subsetof: (left, right) => Array.isArray(left) && left.every((value: Json) => includes(right, value)),
  anyof: (left, right) => Array.isArray(left) && left.some((value: Json) => includes(right, value)),
  noneof: (left, right) => Array.isArray(left) && !left.some((value: Json) => includes(right, value)),
  size: (left, right) => (Array.isArray(left) || typeof left === "string") && left.length === right,
  empty: (left, right) => (Array.isArray(left) || typeof left === "string") && (left.length === 0) === right,
  contains: (left, right) =>
    typeof left === "string" ? typeof right === "string" && left.includes(right) : includes(left, right),
}

function includes(list: Held, value: Held): boolean {
  return Array.isArray(list) && (list as readonly Json[]).some((item) => same(value, item))
}

function compare(test: Extract<FilterTest, { kind: "compare" }>, item: Json, root: Json): boolean {
  const left = operand(test.left, item, root)
  const right = operand(test.right, item, root)
  if (test.operator === "==") return same(left, right)
  if (test.operator === "!=") return !same(left, right)
  const member = membership[test.operator]
  if (member !== undefined) return member(left, right)
  if (test.operator === "=~")
    return test.right.kind === "regex" && typeof left === "string" && test.right.pattern.matches(left)
  if (typeof left !== typeof right || (typeof left !== "number" && typeof left !== "string")) return false
  const order = left === right ? 0 : left < (right as typeof left) ? -1 : 1 // of one type, checked above
  switch (test.operator) {
    case "<":
      return order < 0
    case "<=":
      return order <= 0
    case ">":
      return order > 0
    default:
      return order >= 0
  }
}

/** As in Jayway: a number and a text are compared as what the left one is. */
function same(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true
  if (typeof left === "number" && typeof right === "string") return right.trim() !== "" && left === Number(right)
  if (typeof left === "string" && typeof right === "number") return left === String(right)
  return left !== undefined && right !== undefined && JSON.stringify(left) === JSON.stringify(right)
}
