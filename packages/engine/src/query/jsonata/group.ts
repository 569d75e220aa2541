import type { Evaluate, Node } from "./ast.ts"
import type { Compile } from "./compile.ts"
import { JsonataError } from "./jsonata-error.ts"
import type { Tuple } from "./path.ts"
import { append, hasMark, marks, pushAll, type Value } from "./value.ts"
import { weightOf } from "./weight.ts"

interface Group {
  data: Value
  /** Whether the data is a list made here, to which more is added. */
  own: boolean
  readonly pair: number
}

/** Compiles an object constructor, or a group-by: pairs whose keys are evaluated for each item, values for each key. */
export function compileGroup(node: Node, compile: Compile): Evaluate {
  const pairs = (node.lhs as readonly (readonly [Node, Node])[]).map(
    ([key, value]) => [compile(key), compile(value)] as const,
  ) // an object's pairs
  const literal = literalKeys(node)
  const general = grouped(pairs, weightOf(node))
  return literal === undefined ? general : objectOfLiteralKeys(literal, pairs, general)
}

function grouped(pairs: readonly (readonly [Evaluate, Evaluate])[], weight: number): Evaluate {
  return (input, frame) => {
    const streaming = hasMark(input, marks.tupleStream)
    const items: readonly Value[] = Array.isArray(input) ? (input.length === 0 ? [undefined] : input) : [input]
    const groups = new Map<string, Group>()
    frame.evaluation.meter.step(items.length * weight)
    for (const item of items) {
      const tuple = streaming ? (item as Tuple) : undefined // tuple streams hold tuples
      const scope = tuple === undefined ? frame : frame.withTuple(tuple)
      for (const [pair, [evaluateKey]] of pairs.entries()) {
        const key = evaluateKey(tuple === undefined ? item : tuple["@"], scope)
        if (key === undefined) continue
        if (typeof key !== "string") throw new JsonataError("T1003", { value: key })
        const group = groups.get(key)
        if (group === undefined) groups.set(key, { data: item, own: false, pair })
        else if (group.pair !== pair) throw new JsonataError("D1009", { value: key })
        else addTo(group, item)
      }
    }
    const entries: [string, Value][] = []
    for (const [key, { data, pair }] of groups) {
      const evaluateValue = pairs[pair]?.[1]
      if (evaluateValue === undefined) continue
      const tuple = streaming ? reduceTuples(data) : undefined
      const value = tuple === undefined ? evaluateValue(data, frame) : evaluateValue(tuple["@"], frame.withTuple(tuple))
      if (value !== undefined) entries.push([key, value])
    }
    return Object.fromEntries(entries)
  }
}

/** An object whose keys are all different literals, over one item: no groups to build. */
function objectOfLiteralKeys(
  keys: readonly string[],
  pairs: readonly (readonly [Evaluate, Evaluate])[],
  general: Evaluate,
): Evaluate {
  return (input, frame) => {
    if (Array.isArray(input)) return general(input, frame)
    const result: Record<string, Value> = {}
    for (let at = 0; at < keys.length; at++) {
      const key = keys[at]
      const value = pairs[at]?.[1](input, frame)
      if (key !== undefined && value !== undefined) result[key] = value
    }
    return result
  }
}

function literalKeys(node: Node): readonly string[] | undefined {
  const keys = (node.lhs as readonly (readonly [Node, Node])[]).map(([key]) =>
    key.type === "string" ? String(key.value) : undefined,
  ) // pairs
  const all = keys.filter((key) => key !== undefined && key !== "__proto__")
  return all.length === keys.length && new Set(all).size === keys.length ? (all as readonly string[]) : undefined // filtered
}

/** As `append` again and again, without the copies. */
function addTo(group: Group, item: Value): void {
  if (item === undefined) return
  if (group.data === undefined) group.data = item
  else if (group.own) pushAll(group.data as Value[], item) // a list made here
  else {
    group.data = append(group.data, item)
    group.own = true
  }
}

function reduceTuples(data: Value): Tuple {
  if (!Array.isArray(data)) return data as Tuple // one tuple
  const groups = new Map<string, Group>()
  for (const tuple of data as readonly Tuple[]) {
    for (const name of Object.keys(tuple)) {
      const group = groups.get(name)
      if (group === undefined) groups.set(name, { data: tuple[name], own: false, pair: 0 })
      else addTo(group, tuple[name])
    }
  }
  return Object.fromEntries(Array.from(groups, ([name, group]) => [name, group.data]))
}
