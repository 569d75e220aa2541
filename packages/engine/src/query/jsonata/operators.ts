import type { Evaluate } from "./ast.ts"
import type { Frame } from "./frame.ts"
import { JsonataError } from "./jsonata-error.ts"
import { deepEqual, isNumeric, sequenceOf, toBoolean, toText, type Value } from "./value.ts"

type Operator = (left: Value, right: Value, frame: Frame) => Value

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
}

const comparisons: Readonly<Record<string, (left: string | number, right: string | number) => boolean>> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
}

/** Compiles a binary operator over two compiled operands. */
export function compileBinary(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === "and") return (input, frame) => holds(left(input, frame), frame) && holds(right(input, frame), frame)
  if (operator === "or") return (input, frame) => holds(left(input, frame), frame) || holds(right(input, frame), frame)
  const any = operatorOf(operator)
  const apply: Operator = (a, b, frame) => {
    try {
      return any(a, b, frame)
    } catch (error) {
      if (error instanceof JsonataError) error.token ??= operator
      throw error
    }
  }
  return (
    overPlain(operator, left, right, apply) ?? ((input, frame) => apply(left(input, frame), right(input, frame), frame))
  )
}

/** The commonest operators over operands that need no looking at; any others are left to `apply`. */
function overPlain(operator: string, left: Evaluate, right: Evaluate, apply: Operator): Evaluate | undefined {
  const compute = arithmetic[operator]
  if (compute !== undefined)
    return (input, frame) => {
      const a = left(input, frame)
      const b = right(input, frame)
      return Number.isFinite(a) && Number.isFinite(b) ? compute(a as number, b as number) : apply(a, b, frame) // finite
    }
  if (operator === "&")
    return (input, frame) => {
      const a = left(input, frame)
      const b = right(input, frame)
      return typeof a === "string" && typeof b === "string" ? frame.evaluation.meter.text(a + b) : apply(a, b, frame)
    }
  if (operator === "=")
    return (input, frame) => {
      const a = left(input, frame)
      const b = right(input, frame)
      if (typeof a !== "string") return apply(a, b, frame)
      if (typeof b !== "string" || a.length !== b.length) return false
      frame.evaluation.meter.characters(2 * a.length)
      return a === b
    }
  return undefined
}

function operatorOf(operator: string): Operator {
  const compute = arithmetic[operator]
  if (compute !== undefined) return (left, right) => numeric(left, right, compute)
  const compare = comparisons[operator]
  if (compare !== undefined) return (left, right) => comparison(left, right, compare)
  switch (operator) {
    case "=":
      return (left, right, frame) =>
        left !== undefined && right !== undefined && deepEqual(left, right, frame.evaluation.meter)
    case "!=":
      return (left, right, frame) =>
        left !== undefined && right !== undefined && !deepEqual(left, right, frame.evaluation.meter)
    case "&":
      return (left, right, frame) => joined(left, right, frame)
    case "..":
      return range
    case "in":
      return (left, right, frame) => {
        if (left === undefined || right === undefined) return false
        const items: readonly Value[] = Array.isArray(right) ? right : [right]
        frame.evaluation.meter.read(items.length)
        return items.includes(left)
      }
    default:
      throw new JsonataError("S0204", { token: operator })
  }
}

/** Whether a condition holds: of a list, whether an item of it does. */
function holds(value: Value, frame: Frame): boolean {
  if (Array.isArray(value)) frame.evaluation.meter.read(value.length)
  return toBoolean(value) === true
}

function joined(left: Value, right: Value, frame: Frame): string {
  const { meter } = frame.evaluation
  const text = (toText(left) ?? "") + (toText(right) ?? "")
  // Texts are joined without being copied; of anything else there was a text to make.
  if (typeof left === "object" || typeof right === "object") meter.read(text.length)
  return meter.text(text)
}

function numeric(left: Value, right: Value, compute: (left: number, right: number) => number): Value {
  if (left !== undefined && !isNumeric(left)) throw new JsonataError("T2001", { value: left })
  if (right !== undefined && !isNumeric(right)) throw new JsonataError("T2002", { value: right })
  return left === undefined || right === undefined ? undefined : compute(left, right)
}

function comparison(
  left: Value,
  right: Value,
  compare: (left: string | number, right: string | number) => boolean,
): Value {
  const fits = (value: Value): value is string | number | undefined =>
    value === undefined || typeof value === "string" || typeof value === "number"
  if (!fits(left) || !fits(right)) {
    throw new JsonataError("T2010", { value: left === undefined || !fits(left) ? left : right })
  }
  if (left === undefined || right === undefined) return undefined
  if (typeof left !== typeof right) throw new JsonataError("T2009", { value: left, value2: right })
  return compare(left, right)
}

function range(left: Value, right: Value, frame: Frame): Value {
  if (left !== undefined && !Number.isInteger(left)) throw new JsonataError("T2003", { value: left })
  if (right !== undefined && !Number.isInteger(right)) throw new JsonataError("T2004", { value: right })
  if (typeof left !== "number" || typeof right !== "number" || left > right) return undefined
  const size = right - left + 1
  if (size > 1e7) throw new JsonataError("D2014", { value: size })
  frame.evaluation.meter.elements(size)
  const result = sequenceOf()
  for (let item = left; item <= right; item++) result.push(item)
  return result
}
