import { type Evaluate, type Node, required } from "./ast.ts"
import { builtins } from "./builtins.ts"
import { call, noFocus, TailCall } from "./call.ts"
import type { Frame } from "./frame.ts"
import { runBuiltin } from "./functions/define.ts"
import { compileGroup } from "./group.ts"
import { JsonataError } from "./jsonata-error.ts"
import { compileBinary } from "./operators.ts"
import { compileFilter, compilePath } from "./path.ts"
import { compileRegex } from "./regex.ts"
import { Signature } from "./signature.ts"
import { compileTransform } from "./transform.ts"
import {
  collapse,
  FunctionValue,
  isFunctionValue,
  isMarked,
  lookup,
  mark,
  marks,
  type Sequence,
  sequenceOf,
  toBoolean,
  unwrapped,
  type Value,
} from "./value.ts"
import { weightOf } from "./weight.ts"

/** Compiles a node and what hangs on it: predicates, a group-by, the collapse of sequences. */
export type Compile = (node: Node) => Evaluate

/**
 * Compiles the library's syntax tree to a closure.
 * @throws {JsonataError} for what cannot be run: a regular expression that is not linear.
 */
export const compileNode: Compile = (node) => {
  const inner = compileKind(node)
  const filters = (node.predicate ?? []).map((predicate) => compileFilter(required(predicate.expr), compileNode))
  const group = node.type !== "path" && node.group !== undefined ? compileGroup(node.group, compileNode) : undefined
  const keepArray = node.keepArray === true
  const [only] = node.predicate ?? []
  if (filters.length === 1 && only?.expr?.type === "number" && group === undefined && !keepArray)
    return compileIndexed(inner, Math.floor(Number(only.expr.value)), required(filters[0]))
  if (filters.length === 0 && group === undefined) {
    if (neverSequence(node)) return inner
    return (input, frame) => {
      const result = inner(input, frame)
      return typeof result === "object" && Array.isArray(result) ? collapse(result, keepArray) : result
    }
  }
  return (input, frame) => {
    let result = inner(input, frame)
    for (const filter of filters) result = filter(result, frame)
    if (group !== undefined) result = group(result, frame)
    return collapse(result, keepArray)
  }
}

/** One item of a list that has no marks; of any other value what the filter says. */
function compileIndexed(inner: Evaluate, index: number, filter: (value: Value, frame: Frame) => Value): Evaluate {
  return (input, frame) => {
    const value = inner(input, frame)
    if (Array.isArray(value) && !isMarked(value))
      return collapse(value[index < 0 ? value.length + index : index], false)
    return collapse(filter(value, frame), false)
  }
}

function neverSequence(node: Node): boolean {
  if (node.keepArray === true) return false
  if (node.type === "binary") return node.value !== ".."
  // Constructors: a list or an object of its own.
  if (node.type === "unary") return true
  return node.type === "string" || node.type === "number" || node.type === "value" || node.type === "lambda"
}

function compileKind(node: Node): Evaluate {
  switch (node.type) {
    case "path":
      return compilePath(node, compileNode)
    case "binary":
      return compileBinary(String(node.value), compileNode(node.lhs as Node), compileNode(required(node.rhs))) // a binary's operand
    case "unary":
      return compileUnary(node)
    case "name": {
      const name = String(node.value)
      return (input, frame) => lookup(input, name, frame.evaluation.meter)
    }
    case "string":
    case "number":
    case "value": {
      const { value } = node
      return () => value
    }
    case "wildcard":
      return wildcard
    case "descendant":
      return descendants
    case "parent": {
      const { label } = required(node.slot)
      return (_, frame) => frame.lookup(label)
    }
    case "condition":
      return compileCondition(node)
    case "block":
      return compileBlock(node)
    case "bind": {
      const name = String((node.lhs as Node).value) // a binding's variable
      const value = compileNode(required(node.rhs))
      return (input, frame) => {
        const bound = value(input, frame)
        frame.bind(name, bound)
        return bound
      }
    }
    case "regex": {
      const regex = compileRegex(node.value as RegExp) // the parser's
      return () => regex
    }
    case "function":
      return compileCall(node)
    case "variable":
      return compileVariable(String(node.value))
    case "lambda":
      return node.thunk === true ? compileTail(required(node.body)) : compileLambda(node)
    case "partial":
      return compilePartial(node)
    case "apply":
      return compileApply(node)
    case "transform":
      return compileTransform(node, compileNode)
    default:
      throw new JsonataError("S0206", { token: node.type })
  }
}

function compileVariable(name: string): Evaluate {
  if (name === "") return unwrapped
  return (_, frame) => frame.lookup(name)
}

function compileUnary(node: Node): Evaluate {
  if (node.value === "{") return compileGroup(node, compileNode)
  if (node.value === "[") return compileArray(node)
  const operand = compileNode(required(node.expression))
  return (input, frame) => {
    const value = operand(input, frame)
    if (value === undefined) return undefined
    if (typeof value === "number") return -value
    throw new JsonataError("D1002", { value, token: "-" })
  }
}

function compileArray(node: Node): Evaluate {
  const items = required(node.expressions).map((item) => ({ evaluate: compileNode(item), nested: item.value === "[" }))
  const cons = node.consarray === true
  const [only] = items
  const whole = items.length === 1 && only?.nested === false && !cons ? only.evaluate : undefined
  return (input, frame) => {
    if (whole !== undefined) {
      const value = whole(input, frame)
      if (!Array.isArray(value)) return value === undefined ? [] : [value]
      frame.evaluation.meter.elements(value.length)
      return value.slice()
    }
    const result: Sequence = []
    for (let at = 0; at < items.length; at++) {
      const { evaluate, nested } = required(items[at])
      const value = evaluate(input, frame)
      if (value === undefined) continue
      if (nested || !Array.isArray(value)) result.push(value)
      else for (let item = 0; item < value.length; item++) result.push(value[item])
    }
    frame.evaluation.meter.elements(result.length)
    if (cons) mark(result, marks.cons)
    return result
  }
}

const wildcard: Evaluate = (input, frame) => {
  const value = unwrapped(input)
  let result: Sequence = sequenceOf()
  if (typeof value !== "object" || value === null || isFunctionValue(value)) return result
  for (const item of Array.isArray(value) ? (value as Value[]) : Object.values(value)) {
    // An array on the way makes the result one that does not collapse, as in the library.
    if (Array.isArray(item)) result = result.concat((item as unknown[]).flat(Infinity))
    else result.push(item)
    if (Array.isArray(item)) frame.evaluation.meter.elements(result.length)
  }
  frame.evaluation.meter.elements(result.length)
  return result
}

const descendants: Evaluate = (input, frame) => {
  if (input === undefined) return undefined
  const result = sequenceOf()
  const { meter } = frame.evaluation
  const walk = (value: Value): void => {
    meter.read(16)
    if (!Array.isArray(value)) result.push(value)
    if (typeof value !== "object" || value === null || isFunctionValue(value)) return
    for (const item of Array.isArray(value) ? (value as Value[]) : Object.values(value)) walk(item)
  }
  walk(input)
  meter.elements(result.length)
  return result.length === 1 ? result[0] : result
}

function compileCondition(node: Node): Evaluate {
  const condition = compileNode(required(node.condition))
  const then = compileNode(required(node.then))
  const otherwise = node.else === undefined ? () => undefined : compileNode(node.else)
  return (input, frame) => {
    const holds = condition(input, frame)
    if (Array.isArray(holds)) frame.evaluation.meter.read(holds.length)
    return toBoolean(holds) === true ? then(input, frame) : otherwise(input, frame)
  }
}

function compileBlock(node: Node): Evaluate {
  const expressions = required(node.expressions).map(compileNode)
  const [only] = expressions
  const binds = required(node.expressions).some((expression) => expression.type === "bind")
  if (expressions.length === 1 && only !== undefined && !binds) return only
  return (input, frame) => {
    const scope = frame.child()
    let result: Value = undefined
    for (const expression of expressions) result = expression(input, scope)
    return result
  }
}

function compileLambda(node: Node): Evaluate {
  const parameters = required(node.arguments).map((parameter) => String(parameter.value))
  const body = compileNode(required(node.body))
  const signature = node.signature === undefined ? undefined : new Signature(node.signature.definition)
  const weight = weightOf(required(node.body)) - 1
  return (input, frame) =>
    new FunctionValue(parameters.length, signature, (args) => {
      if (weight > 0) frame.evaluation.meter.step(weight)
      return body(input, frame.withParameters(parameters, args))
    })
}

function compileCall(node: Node): Evaluate {
  const procedure = compileNode(required(node.procedure))
  const args = required(node.arguments).map(compileNode)
  const name = nameOf(required(node.procedure))
  const any: Evaluate = (input, frame) => {
    const called = procedure(input, frame)
    const given = evaluateAll(args, input, frame)
    return invokeNamed(called, given, input, frame, node, name)
  }
  const { type, predicate, group } = required(node.procedure)
  const builtin = type === "variable" && name !== undefined ? builtins.get(name) : undefined
  if (builtin === undefined || name === undefined || predicate !== undefined || group !== undefined) return any
  const { signature } = builtin
  // As a call of the built-in's value, without the value.
  return (input, frame) => {
    if (frame.hides(name)) return any(input, frame)
    const given = evaluateAll(args, input, frame)
    const { meter } = frame.evaluation
    meter.enter()
    try {
      const result = runBuiltin(builtin, signature.validate(given, input), frame)
      meter.leave()
      return result
    } catch (error) {
      throw named(error, node, name)
    }
  }
}

/** The values of a call's arguments. Lists that grow would be made far too long for one or two. */
function evaluateAll(args: readonly Evaluate[], input: Value, frame: Frame): readonly Value[] {
  const first = args[0]
  if (first === undefined) return []
  const second = args[1]
  if (second === undefined) return [first(input, frame)]
  if (args.length === 2) return [first(input, frame), second(input, frame)]
  return args.map((arg) => arg(input, frame))
}

/** An error of a call, with the place and the name of what was called unless it has others. */
function named(error: unknown, node: Node, name: string | undefined): unknown {
  if (error instanceof JsonataError) {
    error.position ??= node.position
    error.token ??= name
  }
  return error
}

/** A call in tail position: evaluated as far as its arguments, and left to the caller's trampoline. */
function compileTail(node: Node): Evaluate {
  const procedure = compileNode(required(node.procedure))
  const args = required(node.arguments).map(compileNode)
  return (input, frame) =>
    new TailCall(
      procedure(input, frame),
      args.map((arg) => arg(input, frame)),
    )
}

function invokeNamed(
  procedure: Value,
  args: readonly Value[],
  input: Value,
  frame: Parameters<Evaluate>[1],
  node: Node,
  name: string | undefined,
): Value {
  if (
    procedure === undefined &&
    name !== undefined &&
    node.procedure?.type === "path" &&
    frame.lookup(name) !== undefined
  ) {
    throw new JsonataError("T1005", { token: name })
  }
  try {
    return call(procedure, args, input, frame.evaluation.meter)
  } catch (error) {
    throw named(error, node, name)
  }
}

/** What a called expression is named; undefined for a lambda that is called where it stands. */
function nameOf(procedure: Node): string | undefined {
  const name = procedure.type === "path" ? procedure.steps?.[0]?.value : procedure.value
  return typeof name === "string" ? name : undefined
}

function compilePartial(node: Node): Evaluate {
  const procedure = compileNode(required(node.procedure))
  const name = nameOf(required(node.procedure))
  const args = required(node.arguments).map((arg) =>
    arg.type === "operator" && arg.value === "?" ? undefined : compileNode(arg),
  )
  return (input, frame) => {
    const given = args.map((arg) => arg?.(input, frame))
    const target = procedure(input, frame)
    if (!isFunctionValue(target)) {
      const known =
        target === undefined &&
        node.procedure?.type === "path" &&
        name !== undefined &&
        frame.lookup(name) !== undefined
      throw new JsonataError(known ? "T1007" : "T1008", { token: name })
    }
    return new FunctionValue(args.filter((arg) => arg === undefined).length, undefined, (rest, focus) => {
      let next = 0
      return call(
        target,
        args.map((arg, index) => (arg === undefined ? rest[next++] : given[index])),
        focus,
        frame.evaluation.meter,
      )
    })
  }
}

function compileApply(node: Node): Evaluate {
  const left = compileNode(node.lhs as Node) // an application's operand
  const rhs = required(node.rhs)
  if (rhs.type === "function") {
    const procedure = compileNode(required(rhs.procedure))
    const args = required(rhs.arguments).map(compileNode)
    const name = nameOf(required(rhs.procedure))
    return (input, frame) => {
      const first = left(input, frame)
      return invokeNamed(
        procedure(input, frame),
        [first, ...args.map((arg) => arg(input, frame))],
        input,
        frame,
        rhs,
        name,
      )
    }
  }
  const right = compileNode(rhs)
  return (input, frame) => {
    const first = left(input, frame)
    const target = right(input, frame)
    if (!isFunctionValue(target)) throw new JsonataError("T2006", { value: target })
    const { meter } = frame.evaluation
    if (!isFunctionValue(first)) return call(target, [first], noFocus, meter)
    return new FunctionValue(1, undefined, (args) => call(target, [call(first, args, noFocus, meter)], noFocus, meter))
  }
}
