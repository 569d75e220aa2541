import { characterCount } from "../../../asl/character-count.ts"
import { type Node, required } from "../ast.ts"
import { undecided } from "../direct-read.ts"
import { typeName } from "../functions/collection.ts"
import { isoToMillis } from "../functions/datetime.ts"
import { substring } from "../functions/string.ts"
import { isFunctionValue, type Value } from "../value.ts"
import { type CompileDirect, type Direct, longList, longText, type Names } from "./direct.ts"
import { holds } from "./operators.ts"

/** A built-in over arguments that fit it and are short; undecided for any others. */
type Call = (args: readonly Value[], nowMs: number) => Value

/** A call of a built-in by its own name. */
export function directCall(node: Node, names: Names, compile: CompileDirect): Direct | undefined {
  const procedure = required(node.procedure)
  const name = String(procedure.value)
  if (procedure.type !== "variable" || names.place(name) !== undefined) return undefined
  const given = required(node.arguments)
  const loop = Object.hasOwn(loops, name) ? loops[name] : undefined
  const called =
    loop === undefined ? directBuiltin(name, given, names, compile) : directLoop(loop, given, names, compile)
  // A workflow may give a built-in's name to a variable.
  return called === undefined
    ? undefined
    : (scope, locals) => (scope.variable(name) === undefined ? called(scope, locals) : undecided)
}

function directBuiltin(name: string, given: readonly Node[], names: Names, compile: CompileDirect): Direct | undefined {
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined
  if (call === undefined) return undefined
  const args: Direct[] = []
  for (const argument of given) {
    const arg = compile(argument, names)
    if (arg === undefined) return undefined
    args.push(arg)
  }
  const [only] = args
  if (only !== undefined && args.length === 1) {
    return (scope, locals) => {
      const value = only(scope, locals)
      return value === undecided ? undecided : call([value], scope.nowMs)
    }
  }
  return (scope, locals) => {
    const values: Value[] = []
    for (let at = 0; at < args.length; at++) {
      const value = (args[at] as Direct)(scope, locals) // within bounds
      if (value === undecided) return undecided
      values.push(value)
    }
    return call(values, scope.nowMs)
  }
}

const calls: Readonly<Record<string, Call>> = {
  millis: (args, nowMs) => (args.length === 0 ? nowMs : undecided),
  exists: (args) => (args.length === 1 ? args[0] !== undefined : undecided),
  not: ([value, ...more]) => {
    if (more.length > 0 || value === undefined) return undecided
    const is = holds(value)
    return is === undecided ? undecided : !is
  },
  type: ([value, ...more]) =>
    more.length > 0 || value === undefined || isFunctionValue(value) ? undecided : typeName(value),
  length: ([text, ...more]) => (isShort(text) && more.length === 0 ? characterCount(text) : undecided),
  substring: ([text, from, length, ...more]) => {
    if (!isShort(text) || typeof from !== "number" || more.length > 0) return undecided
    return length === undefined || typeof length === "number" ? substring(text, from, length) : undecided
  },
  contains: ([text, token, ...more]) =>
    isShort(text) && isShort(token) && more.length === 0 ? text.includes(token) : undecided,
  string: ([value, ...more]) => {
    if (more.length > 0) return undecided
    if (typeof value === "string") return value
    return value !== undefined && roughLength(value, 0) <= longText ? JSON.stringify(value) : undecided
  },
  floor: ([value, ...more]) => (typeof value === "number" && more.length === 0 ? Math.floor(value) : undecided),
  max: ([list, ...more]) => (areNumbers(list) && more.length === 0 ? Math.max(...list) : undecided),
  min: ([list, ...more]) => (areNumbers(list) && more.length === 0 ? Math.min(...list) : undecided),
  count: ([list, ...more]) => (Array.isArray(list) && more.length === 0 ? list.length : undecided),
  toMillis: ([text, ...more]) => (isCommonInstant(text) && more.length === 0 ? isoToMillis(text) : undecided),
  append: ([left, right, ...more]) => {
    if (!Array.isArray(left) || more.length > 0) return undecided
    if (right === undefined) return left as Value
    if (!Array.isArray(right) || left.length + right.length > longList) return undecided
    return [...(left as Value[]), ...(right as Value[])]
  },
}

/** `$map` and `$filter` of a list and a lambda of one parameter, without a value of its own. */
function directLoop(
  take: Take,
  [list, lambda]: readonly Node[],
  names: Names,
  compile: CompileDirect,
): Direct | undefined {
  const [parameter, ...more] = lambda?.arguments ?? []
  if (list === undefined || lambda?.type !== "lambda" || lambda.thunk === true || parameter === undefined)
    return undefined
  // Loops within loops are for the evaluation, which counts.
  if (more.length > 0 || lambda.signature !== undefined || names.looping) return undefined
  const own = names.with(String(parameter.value), true)
  const place = required(own.place(String(parameter.value)))
  const items = compile(list, names)
  const body = compile(required(lambda.body), own)
  if (items === undefined || body === undefined) return undefined
  return (scope, locals) => {
    const given = items(scope, locals)
    if (given === undecided || given === undefined || isFunctionValue(given)) return undecided
    const values: readonly Value[] = Array.isArray(given) ? given : [given]
    if (values.length > longLoop) return undecided
    const results: Value[] = []
    for (let at = 0; at < values.length; at++) {
      locals[place] = values[at]
      const result = take(body(scope, locals), values[at])
      if (result === undecided) return undecided
      if (result !== undefined) results.push(result)
    }
    return results.length > 1 ? results : results[0]
  }
}

/** What of an item goes into a loop's results, by what the lambda made of it; undefined for nothing. */
type Take = (made: Value, item: Value) => Value

const loops: Readonly<Record<string, Take>> = {
  // What a sequence makes of a list is the evaluation's to say.
  map: (made) => (typeof made === "object" && Array.isArray(made) ? undecided : made),
  filter: (made, item) => {
    const is = holds(made)
    return is === true ? item : is === undecided ? undecided : undefined
  },
}

function isShort(value: Value): value is string {
  return typeof value === "string" && value.length <= longText
}

function areNumbers(value: Value): value is readonly number[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > longList) return false
  for (let at = 0; at < value.length; at++) if (typeof value[at] !== "number") return false
  return true
}

/** Characters of plain JSON, about; no end of them where it is long, deep, or has numbers that are written in their own way. */
function roughLength(value: Value, depth: number): number {
  if (typeof value === "string") return value.length + 2
  if (typeof value === "number") return Number.isSafeInteger(value) ? 20 : Infinity
  if (value === null || typeof value === "boolean") return 5
  if (typeof value !== "object" || depth === 8 || isFunctionValue(value)) return Infinity
  let length = 2
  if (Array.isArray(value)) {
    const list = value as readonly Value[] // isArray does not narrow a readonly array
    for (let at = 0; at < list.length; at++) {
      length += 1 + roughLength(list[at], depth + 1)
      if (length > longText) return Infinity
    }
    return length
  }
  for (const name of Object.keys(value)) {
    length += name.length + 4 + roughLength((value as Readonly<Record<string, Value>>)[name], depth + 1) // its own
    if (length > longText) return Infinity
  }
  return length
}

/** Rounds of a loop: each may go over what is short, in every one of its nodes. */
const longLoop = 32

const commonInstant = /^\d{4}-\d\d-(?:[01]\d|2[0-8])T[01]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/

function isCommonInstant(value: Value): value is string {
  return typeof value === "string" && value.length === 24 && commonInstant.test(value)
}
