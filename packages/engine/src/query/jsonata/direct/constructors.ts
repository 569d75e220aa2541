import { type Node, required } from "../ast.ts"
import { undecided } from "../direct-read.ts"
import type { Value } from "../value.ts"
import { type CompileDirect, type Direct, isBare, longList, type Names } from "./direct.ts"
import { withIndex } from "./read.ts"

/** `[a, b]`, with an index: the items of lists are its own items, unless they were written as lists here. */
export function directArray(node: Node, names: Names, compile: CompileDirect): Direct | undefined {
  if (node.consarray === true || !isBare(node)) return undefined
  const items: { readonly item: Direct; readonly nested: boolean }[] = []
  for (const expression of required(node.expressions)) {
    const item = compile(expression, names)
    if (item === undefined) return undefined
    items.push({ item, nested: expression.value === "[" })
  }
  return withIndex(node.predicate, (scope, locals) => {
    const list: Value[] = []
    for (let at = 0; at < items.length; at++) {
      const { item, nested } = items[at] as (typeof items)[number] // within bounds
      const value = item(scope, locals)
      if (value === undecided) return undecided
      if (value === undefined) continue
      if (nested || !Array.isArray(value)) list.push(value)
      else if (value.length > longList) return undecided
      else for (let index = 0; index < value.length; index++) list.push(value[index])
    }
    return list
  })
}

/** `{'a': b}` with literal keys, all different. */
export function directObject(node: Node, names: Names, compile: CompileDirect): Direct | undefined {
  const members = literalMembers(node, names, compile)
  if (members === undefined) return undefined
  return (scope, locals) => {
    const object: Record<string, Value> = {}
    for (let at = 0; at < members.length; at++) {
      const { key, value: read } = members[at] as (typeof members)[number] // within bounds
      const value = read(scope, locals)
      if (value === undecided) return undecided
      if (value !== undefined) object[key] = value
    }
    return object
  }
}

/** The members of an object constructor whose keys are literal and all different; undefined for any other. */
export function literalMembers(
  node: Node,
  names: Names,
  compile: CompileDirect,
): readonly { readonly key: string; readonly value: Direct }[] | undefined {
  if (!isBare(node) || node.predicate !== undefined) return undefined
  const members: { readonly key: string; readonly value: Direct }[] = []
  for (const [key, expression] of node.lhs as readonly (readonly [Node, Node])[]) {
    const value = compile(expression, names)
    const name = String(key.value)
    if (value === undefined || key.type !== "string" || name === "__proto__") return undefined
    if (members.some((member) => member.key === name)) return undefined
    members.push({ key: name, value })
  }
  return members
}
