import { type Node, required } from "../ast.ts"
import { undecided } from "../direct-read.ts"
import type { Scope } from "../../scope.ts"
import type { Value } from "../value.ts"
import { directCall } from "./calls.ts"
import { directArray, directObject } from "./constructors.ts"
import { type CompileDirect, type Direct, isBare, isPlain, Names, never } from "./direct.ts"
import { directBinary, holds } from "./operators.ts"
import { directPath, directVariable, withIndex } from "./read.ts"

/**
 * Compiles an expression, or undefined for one that only its evaluation can answer. What most expressions of a plan are,
 * `$name`, `$key & '/step'`, `$exists($states.input.a) ? … : …`, is answered without one.
 */
export function compileDirect(ast: Node): ((scope: Scope) => Value) | undefined {
  const names = new Names()
  const direct = compile(ast, names)
  if (direct === undefined) return undefined
  const unbound: readonly Value[] = Array.from({ length: names.bound })
  return (scope) => {
    try {
      return direct(scope, unbound.length === 0 ? none : unbound.slice())
    } catch (error) {
      // Nested too deeply for the stack: the evaluation says so.
      if (error instanceof RangeError) return undecided
      throw error
    }
  }
}

/** The places of an expression that binds nothing: nobody writes there. */
const none: Value[] = []

const compile: CompileDirect = (node, names) => {
  switch (node.type) {
    case "variable":
      return directVariable(node, names)
    case "path":
      return directPath(node, names, compile)
    case "string":
    case "number":
    case "value":
      return literal(node)
    case "binary":
      return binary(node, names)
    case "condition":
      return condition(node, names)
    case "block":
      return block(node, names)
    case "function":
      if (node.stages !== undefined || !isBare(node)) return undefined
      return withIndex(node.predicate, directCall(node, names, compile))
    case "unary":
      if (node.value === "[") return directArray(node, names, compile)
      return node.value === "{" ? directObject(node, names, compile) : undefined
    default:
      return undefined
  }
}

function literal(node: Node): Direct | undefined {
  const { value } = node
  return isPlain(node) ? () => value : undefined
}

function binary(node: Node, names: Names): Direct | undefined {
  if (!isPlain(node)) return undefined
  const left = compile(node.lhs as Node, names) // a binary's operand
  const right = compile(required(node.rhs), names)
  return left === undefined || right === undefined ? undefined : directBinary(String(node.value), left, right)
}

/** A branch that has no direct way may never be taken. */
function condition(node: Node, names: Names): Direct | undefined {
  const test = isPlain(node) ? compile(required(node.condition), names) : undefined
  if (test === undefined) return undefined
  const then = compile(required(node.then), names) ?? never
  const otherwise = node.else === undefined ? nothing : (compile(node.else, names) ?? never)
  if (then === never && otherwise === never) return undefined
  return (scope, locals) => {
    const is = holds(test(scope, locals))
    if (is === undecided) return undecided
    return is ? then(scope, locals) : otherwise(scope, locals)
  }
}

const nothing: Direct = () => undefined

/** What a block binds is bound from there on; a binding anywhere else has no direct way. */
function block(node: Node, names: Names): Direct | undefined {
  if (!isPlain(node)) return undefined
  const steps: Direct[] = []
  let known = names
  for (const expression of required(node.expressions)) {
    const bind = expression.type === "bind" ? expression : undefined
    const step = compile(bind === undefined ? expression : required(bind.rhs), known)
    if (step === undefined) return undefined
    if (bind === undefined) {
      steps.push(step)
      continue
    }
    const name = String((bind.lhs as Node).value) // a binding's variable
    if (name === "states") return undefined
    known = known.with(name)
    const place = required(known.place(name))
    steps.push((scope, locals) => (locals[place] = step(scope, locals)))
  }
  return (scope, locals) => {
    let result: Value = undefined
    for (let at = 0; at < steps.length; at++) {
      result = (steps[at] as Direct)(scope, locals) // within bounds
      if (result === undecided) return undecided
    }
    return result
  }
}
