import type { Json } from "../../asl/json.ts"
import { parseInstant } from "../instant.ts"

type Comparison = (left: Json, right: Json) => boolean

/** Operands of another type than the operator's never hold. */
const comparisons: Record<string, Comparison> = {
  BooleanEquals: (left, right) => typeof left === "boolean" && left === right,
  StringMatches: (left, right) => typeof left === "string" && typeof right === "string" && matchesPattern(left, right),
}

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  Equals: (order) => order === 0,
  LessThan: (order) => order < 0,
  LessThanEquals: (order) => order <= 0,
  GreaterThan: (order) => order > 0,
  GreaterThanEquals: (order) => order >= 0,
}

for (const [name, holds] of Object.entries(orders)) {
  comparisons[`Numeric${name}`] = (left, right) =>
    typeof left === "number" && typeof right === "number" && holds(left - right)
  comparisons[`String${name}`] = (left, right) =>
    typeof left === "string" && typeof right === "string" && holds(left === right ? 0 : left < right ? -1 : 1)
  comparisons[`Timestamp${name}`] = (left, right) => {
    const a = instant(left)
    const b = instant(right)
    return a !== undefined && b !== undefined && holds(a < b ? -1 : a > b ? 1 : 0)
  }
}

const typeTests: Readonly<Record<string, (value: Json) => boolean>> = {
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === "number",
  IsString: (value) => typeof value === "string",
  IsBoolean: (value) => typeof value === "boolean",
  IsTimestamp: (value) => instant(value) !== undefined,
}

export { comparisons, typeTests }

function instant(value: Json): bigint | undefined {
  return typeof value === "string" ? parseInstant(value) : undefined
}

/** `*` stands for any characters; `\*` and `\\` for themselves. Linear: never more than one place to go back to. */
function matchesPattern(text: string, pattern: string): boolean {
  const parts = [""]
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at)
    if (char === "*") parts.push("")
    else parts[parts.length - 1] += char === "\\" ? pattern.charAt(++at) : char
  }
  const first = parts.shift() ?? ""
  if (parts.length === 0) return text === first
  if (!text.startsWith(first)) return false
  const last = parts.pop() ?? ""
  let from = first.length
  for (const part of parts) {
    const found = text.indexOf(part, from)
    if (found < 0) return false
    from = found + part.length
  }
  return text.length - last.length >= from && text.endsWith(last)
}
