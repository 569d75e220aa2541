import type { Node } from "../ast.ts"
import { directStates, undecided } from "../direct-read.ts"
import { absent } from "../../scope.ts"
import type { Value } from "../value.ts"
import { type CompileDirect, type Direct, indexOf, isBare, isPlain, itemAt, longList, type Names } from "./direct.ts"

/** A variable that the expression, or the workflow, gave a value. */
export function directVariable(node: Node, names: Names): Direct | undefined {
  const name = String(node.value)
  if (name === "" || name === "$" || name === "states" || !isBare(node)) return undefined
  const place = names.place(name)
  const read: Direct = place === undefined ? (scope) => scope.variable(name) ?? undecided : (_, locals) => locals[place]
  return withIndex(node.predicate, read)
}

/** A member on the way of a path, and which of its items. */
interface Field {
  readonly name: string
  readonly index: number | undefined
}

/** `$name.a.b`, `$states.input.a.b` and `$call().a.b`, with indices. */
export function directPath({ steps = [], ...path }: Node, names: Names, compile: CompileDirect): Direct | undefined {
  const [first, ...rest] = steps
  if ((first?.type !== "variable" && first?.type !== "function") || !isPlain(path)) return undefined
  const fields: Field[] = []
  for (const step of rest) {
    const index = indexOf(step.stages)
    const odd = step.type !== "name" || !isBare(step) || step.predicate !== undefined
    if (odd || (step.stages !== undefined && index === undefined)) return undefined
    fields.push({ name: String(step.value), index })
  }
  if (first.type === "variable" && first.value === "states") return statesPath(first, fields)
  const start = compile(first, names)
  return start === undefined ? undefined : (scope, locals) => along(start(scope, locals), fields, 0)
}

function statesPath(first: Node, fields: readonly Field[]): Direct | undefined {
  if (!isPlain(first)) return undefined
  const [member, section, field] = fields
  if (member?.name === "context") {
    if (member.index !== undefined) return undefined
    const named =
      section !== undefined && field !== undefined && section.index === undefined ? { section, field } : undefined
    return (scope) => {
      const known = named === undefined ? undefined : scope.contextField?.(named.section.name, named.field.name)
      if (known === undefined) return along(scope.context(), fields, 1)
      if (known === absent) return undefined
      return along(named?.field.index === undefined ? known : itemAt(known, named.field.index), fields, 3)
    }
  }
  const begin = directStates(fields.map(({ name }) => name))
  if (begin === undefined || member === undefined) return undefined
  const { start } = begin
  const { index } = member
  if (index === undefined) return (scope) => along(start(scope), fields, 1)
  return (scope) => along(itemAt(start(scope), index), fields, 1)
}

function along(start: Value, fields: readonly Field[], from: number): Value {
  let value = start
  for (let at = from; at < fields.length; at++) {
    const field = fields[at]
    if (value === undefined || value === undecided || field === undefined) return value
    if (typeof value !== "object" || value === null) return undecided
    if (Array.isArray(value)) {
      if (field.index !== undefined) return undecided
      value = membersOf(value, field.name, at === fields.length - 1)
      continue
    }
    if (!Object.hasOwn(value, field.name)) return undefined
    value = (value as Readonly<Record<string, Value>>)[field.name] // an object with this key
    if (field.index !== undefined) value = itemAt(value, field.index)
  }
  return value
}

/**
 * A member of each object of a list, those that are lists as their items: none is nothing, one is itself, several are a
 * list. At a path's end the only one is as it is, a list too.
 */
function membersOf(list: readonly Value[], name: string, last: boolean): Value {
  if (list.length > longList) return undecided
  const members: Value[] = []
  let nested = false
  for (let at = 0; at < list.length; at++) {
    const item = list[at]
    if (typeof item !== "object" || item === null || Array.isArray(item)) return undecided
    if (!Object.hasOwn(item, name)) continue
    const member = (item as Readonly<Record<string, Value>>)[name] // an object with this key
    nested ||= typeof member === "object" && Array.isArray(member)
    members.push(member)
  }
  if (members.length === 1 && (last || !nested)) return members[0]
  const found = nested ? flattened(members) : members
  return found === undecided || found.length > 1 ? found : found[0]
}

function flattened(members: readonly Value[]): readonly Value[] | typeof undecided {
  const found: Value[] = []
  for (let at = 0; at < members.length; at++) {
    const member = members[at]
    if (typeof member !== "object" || !Array.isArray(member)) found.push(member)
    else if (found.length + member.length > longList) return undecided
    else for (let index = 0; index < member.length; index++) found.push((member as readonly Value[])[index])
  }
  return found
}

/** The same with an index on it; undefined for any other predicate. */
export function withIndex(predicates: readonly Node[] | undefined, read: Direct | undefined): Direct | undefined {
  if (read === undefined || predicates === undefined || predicates.length === 0) return read
  const index = indexOf(predicates)
  return index === undefined ? undefined : (scope, locals) => itemAt(read(scope, locals), index)
}
