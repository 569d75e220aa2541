import { characterCount } from "../../../asl/character-count.ts"
import { type Node, required } from "../ast.ts"
import { undecided } from "../direct-read.ts"
import { typeName } from "../functions/collection.ts"
import { isoToMillis } from "../functions/datetime.ts"
import { substring } from "../functions/string.ts"
import { isFunctionValue, type Value } from "../value.ts"
import { type CompileDirect, type Direct, longList, longText, type Names } from "./direct.ts"
import { holds } from "./operators.ts"
import { directText } from "./text.ts"

/** A built-in over so many arguments, which fit it and are short; undecided for any others. */
interface Builtin {
  readonly least: number
  readonly most: number
  readonly call: (first: Value, second: Value, third: Value) => Value
}

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
  if (name === "millis" && given.length === 0) return (scope) => scope.nowMs
  const [argument] = given
  if (name === "string" && argument !== undefined && given.length === 1) return directText(argument, names, compile)
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined
  if (builtin === undefined || given.length < builtin.least || given.length > builtin.most) return undefined
  const [first, second, third] = given.map((argument) => compile(argument, names))
  if (first === undefined || (given.length > 1 && second === undefined) || (given.length > 2 && third === undefined))
    return undefined
  const { call } = builtin
  if (second === undefined) {
    return (scope, locals) => {
      const a = first(scope, locals)
      return a === undecided ? undecided : call(a, undefined, undefined)
    }
  }
  return (scope, locals) => {
    const a = first(scope, locals)
    if (a === undecided) return undecided
    const b = second(scope, locals)
    if (b === undecided) return undecided
    const c = third?.(scope, locals)
    return c === undecided ? undecided : call(a, b, c)
  }
}

const builtins: Readonly<Record<string, Builtin>> = {
  exists: one((value) => value !== undefined),
  not: one((value) => {
    if (value === undefined) return undecided
    const is = holds(value)
    return is === undecided ? undecided : !is
  }),
  type: one((value) => (value === undefined || isFunctionValue(value) ? undecided : typeName(value))),
  length: one((text) => (isShort(text) ? characterCount(text) : undecided)),
  floor: one((value) => (typeof value === "number" ? Math.floor(value) : undecided)),
  max: one((list) => (areNumbers(list) ? Math.max(...list) : undecided)),
  min: one((list) => (areNumbers(list) ? Math.min(...list) : undecided)),
  count: one((list) => (Array.isArray(list) ? list.length : undecided)),
  toMillis: one((text) => (isCommonInstant(text) ? isoToMillis(text) : undecided)),
  contains: two((text, token) => (isShort(text) && isShort(token) ? text.includes(token) : undecided)),
  append: two((left, right) => {
    if (!Array.isArray(left)) return undecided
    if (right === undefined) return left as Value
    if (!Array.isArray(right) || left.length + right.length > longList) return undecided
    return [...(left as Value[]), ...(right as Value[])]
  }),
  substring: {
    least: 2,
    most: 3,
    call: (text, from, length) => {
      if (!isShort(text) || typeof from !== "number") return undecided
      return length === undefined || typeof length === "number" ? substring(text, from, length) : undecided
    },
  },
}

function one(call: (value: Value) => Value): Builtin {
  return { least: 1, most: 1, call }
}

function two(call: (first: Value, second: Value) => Value): Builtin {
  return { least: 2, most: 2, call }
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

/** Rounds of a loop: each may go over what is short, in every one of its nodes. */
const longLoop = 32

const commonInstant = /^\d{4}-\d\d-(?:[01]\d|2[0-8])T[01]\d:[0-5]\d:[0-5]\d\.\d{3}Z$/

function isCommonInstant(value: Value): value is string {
  return typeof value === "string" && value.length === 24 && commonInstant.test(value)
}
