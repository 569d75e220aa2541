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
  if (operator === "and")
    return (input, frame) => toBoolean(left(input, frame)) === true && toBoolean(right(input, frame)) === true
  if (operator === "or")
    return (input, frame) => toBoolean(left(input, frame)) === true || toBoolean(right(input, frame)) === true
  const apply = operatorOf(operator)
  return (input, frame) => {
    const a = left(input, frame)
    const b = right(input, frame)
    try {
      return apply(a, b, frame)
    } catch (error) {
      if (error instanceof JsonataError) error.token ??= operator
      throw error
    }
  }
}

function operatorOf(operator: string): Operator {
  const compute = arithmetic[operator]
  if (compute !== undefined) return (left, right) => numeric(left, right, compute)
  const compare = comparisons[operator]
  if (compare !== undefined) return (left, right) => comparison(left, right, compare)
  switch (operator) {
    case "=":
      return (left, right) => left !== undefined && right !== undefined && deepEqual(left, right)
    case "!=":
      return (left, right) => left !== undefined && right !== undefined && !deepEqual(left, right)
    case "&":
      return (left, right, frame) => frame.evaluation.meter.text((toText(left) ?? "") + (toText(right) ?? ""))
    case "..":
      return range
    case "in":
      return (left, right, frame) => {
        if (left === undefined || right === undefined) return false
        if (!Array.isArray(right)) return left === right
        frame.evaluation.meter.items(right.length)
        return right.includes(left)
      }
    default:
      throw new JsonataError("S0204", { token: operator })
  }
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
