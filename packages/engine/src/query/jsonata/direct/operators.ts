import { undecided } from "../direct-read.ts"
import type { Value } from "../value.ts"
import { type Direct, longList, longText } from "./direct.ts"

/** The operators over operands that need no looking at. */
export function directBinary(operator: string, left: Direct, right: Direct): Direct | undefined {
  if (operator === "and") return (scope, locals) => both(holds(left(scope, locals)), () => holds(right(scope, locals)))
  if (operator === "or") return (scope, locals) => either(holds(left(scope, locals)), () => holds(right(scope, locals)))
  const apply = operators[operator]
  if (apply === undefined) return undefined
  return (scope, locals) => {
    const a = left(scope, locals)
    if (a === undecided) return undecided
    const b = right(scope, locals)
    return b === undecided ? undecided : apply(a, b)
  }
}

/** What a value means as a condition: lists, texts and objects are looked at elsewhere. */
export function holds(value: Value): boolean | typeof undecided {
  if (typeof value === "boolean") return value
  return value === undefined ? false : undecided
}

type Holds = ReturnType<typeof holds>

function both(left: Holds, right: () => Holds): Holds {
  return left === true ? right() : left
}

function either(left: Holds, right: () => Holds): Holds {
  return left === false ? right() : left
}

const operators: Readonly<Record<string, (left: Value, right: Value) => Value>> = {
  "+": arithmetic((left, right) => left + right),
  "-": arithmetic((left, right) => left - right),
  "*": arithmetic((left, right) => left * right),
  "/": arithmetic((left, right) => left / right),
  "<": ordered((left, right) => left < right),
  "<=": ordered((left, right) => left <= right),
  ">": ordered((left, right) => left > right),
  ">=": ordered((left, right) => left >= right),
  "=": equal,
  "!=": (left, right) => {
    if (left === undefined || right === undefined) return false
    const same = equal(left, right)
    return same === undecided ? undecided : !(same as boolean) // or a boolean
  },
  "&": joined,
  in: isIn,
}

function arithmetic(compute: (left: number, right: number) => number): (left: Value, right: Value) => Value {
  return (left, right) => {
    if (typeof left !== "number" || typeof right !== "number") return undecided
    const result = compute(left, right)
    return Number.isFinite(result) ? result : undecided
  }
}

function ordered(
  compare: (left: string | number, right: string | number) => boolean,
): (left: Value, right: Value) => Value {
  return (left, right) => {
    if (typeof left === "number" && typeof right === "number") return compare(left, right)
    return typeof left === "string" && typeof right === "string" ? compare(left, right) : undecided
  }
}

function equal(left: Value, right: Value): Value {
  if (left === undefined || right === undefined) return false
  if (!isScalar(left) || !isScalar(right)) return undecided
  return left === right
}

function joined(left: Value, right: Value): Value {
  const a = textOf(left)
  const b = textOf(right)
  return a === undefined || b === undefined || a.length + b.length > longText ? undecided : a + b
}

function textOf(value: Value): string | undefined {
  if (typeof value === "string") return value
  if (value === undefined) return ""
  return typeof value === "number" && Number.isSafeInteger(value) ? String(value) : undefined
}

function isIn(left: Value, right: Value): Value {
  if (left === undefined || right === undefined) return false
  if (!isScalar(left)) return undecided
  if (!Array.isArray(right)) return isScalar(right) ? left === right : undecided
  return right.length > longList ? undecided : right.includes(left)
}

function isScalar(value: Value): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null
}
