import type { Node } from "../ast.ts"
import { undecided } from "../direct-read.ts"
import { isFunctionValue, type Value } from "../value.ts"
import { literalMembers } from "./constructors.ts"
import { type CompileDirect, type Direct, longText, type Names } from "./direct.ts"

/** `$string(…)`: a text as it is, anything else as JSON. What an object constructor makes is written without making it. */
export function directText(node: Node, names: Names, compile: CompileDirect): Direct | undefined {
  const written = writtenObject(node, names, compile)
  if (written !== undefined) return written
  const read = compile(node, names)
  if (read === undefined) return undefined
  return (scope, locals) => {
    const value = read(scope, locals)
    return typeof value === "string" ? value : jsonOf(value, 0)
  }
}

/** The JSON of `{'a': b}` with literal keys; undefined for any other node. */
function writtenObject(node: Node, names: Names, compile: CompileDirect): Direct | undefined {
  if (node.type !== "unary" || node.value !== "{") return undefined
  const members = literalMembers(node, names, (value, known) => jsonDirect(value, known, compile))?.map((member) => ({
    name: `${JSON.stringify(member.key)}:`,
    read: member.value,
  }))
  if (members === undefined) return undefined
  return (scope, locals) => {
    let text = "{"
    for (let at = 0; at < members.length; at++) {
      const { name, read } = members[at] as (typeof members)[number] // within bounds
      const json = read(scope, locals)
      if (json === undecided) return undecided
      if (json === undefined) continue
      text += text === "{" ? name : `,${name}`
      text += json as string // or undecided, or nothing
      if (text.length > longText) return undecided
    }
    return `${text}}`
  }
}

/** A member's JSON; undefined where it is nothing. */
function jsonDirect(node: Node, names: Names, compile: CompileDirect): Direct | undefined {
  const written = writtenObject(node, names, compile)
  if (written !== undefined) return written
  const read = compile(node, names)
  if (read === undefined) return undefined
  return (scope, locals) => {
    const value = read(scope, locals)
    return value === undefined ? undefined : jsonOf(value, 0)
  }
}

/** Plain JSON as it is written; undecided where it is long, deep, or has numbers that are written in their own way. */
function jsonOf(value: Value, depth: number): string | typeof undecided {
  if (typeof value === "string") return quoted(value)
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : undecided
  if (value === null) return "null"
  if (typeof value === "boolean") return value ? "true" : "false"
  if (typeof value !== "object" || depth === 8 || isFunctionValue(value)) return undecided
  return Array.isArray(value)
    ? jsonOfList(value as readonly Value[], depth) // isArray does not narrow a readonly array
    : jsonOfObject(value as Readonly<Record<string, Value>>, depth) // no array, no function
}

function jsonOfList(list: readonly Value[], depth: number): string | typeof undecided {
  let text = "["
  for (let at = 0; at < list.length; at++) {
    const json = jsonOf(list[at], depth + 1)
    if (json === undecided) return undecided
    text += at === 0 ? json : `,${json}`
    if (text.length > longText) return undecided
  }
  return `${text}]`
}

function jsonOfObject(object: Readonly<Record<string, Value>>, depth: number): string | typeof undecided {
  const names = Object.keys(object)
  let text = "{"
  for (let at = 0; at < names.length; at++) {
    const name = names[at] as string // within bounds
    const key = quoted(name)
    const json = jsonOf(object[name], depth + 1)
    if (key === undecided || json === undecided) return undecided
    text += at === 0 ? `${key}:${json}` : `,${key}:${json}`
    if (text.length > longText) return undecided
  }
  return `${text}}`
}

/** A text in quotes. Most need no escapes, and those that are short are looked through faster than they are converted. */
function quoted(text: string): string | typeof undecided {
  if (text.length > longText) return undecided
  if (text.length > 64) return JSON.stringify(text)
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x20 || unit > 0x7e || unit === 0x22 || unit === 0x5c) return JSON.stringify(text)
  }
  return `"${text}"`
}
