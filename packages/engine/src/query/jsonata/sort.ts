import { type Evaluate, type Node, required } from "./ast.ts"
import type { Compile } from "./compile.ts"
import type { Frame } from "./frame.ts"
import { JsonataError } from "./jsonata-error.ts"
import { mergeSort } from "./merge-sort.ts"
import type { Tuple } from "./path.ts"
import { hasMark, marks, type Sequence, type Value } from "./value.ts"
import { weightOf } from "./weight.ts"

interface Keyed {
  readonly item: Value
  readonly keys: readonly Value[]
}

/** Compiles `^(…)`: a stable sort by the terms in order. */
export function compileSort(node: Node, compile: Compile): Evaluate {
  const terms = required(node.terms).map((term) => ({ key: compile(term.expression), descending: term.descending }))
  const weight = weightOf(node)
  return (input, frame) => {
    const items = input as Sequence // a step's input is an array
    if (items.length <= 1) return items
    const streaming = hasMark(items, marks.tupleStream)
    frame.evaluation.meter.step(items.length * weight)
    const keyed = items.map((item) => ({ item, keys: terms.map(({ key }) => keyOf(key, item, streaming, frame)) }))
    const after = (a: Keyed, b: Keyed): boolean => {
      for (const [at, { descending }] of terms.entries()) {
        const order = compareKeys(a.keys[at], b.keys[at])
        if (order === 0) continue
        return (descending && a.keys[at] !== undefined && b.keys[at] !== undefined ? -order : order) > 0
      }
      return false
    }
    // As in the library, what was sorted is a list of tuples, and no stream any more.
    return mergeSort(keyed, after).map(({ item }) => item)
  }
}

function keyOf(key: Evaluate, item: Value, streaming: boolean, frame: Frame): Value {
  if (!streaming) return key(item, frame)
  const tuple = item as Tuple // tuple streams hold tuples
  return key(tuple["@"], frame.withTuple(tuple))
}

/** Nothing sorts last. */
function compareKeys(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1
  const sortable = (value: Value): value is string | number => typeof value === "string" || typeof value === "number"
  if (!sortable(a) || !sortable(b)) throw new JsonataError("T2008", { value: sortable(a) ? b : a })
  if (typeof a !== typeof b) throw new JsonataError("T2007", { value: a, value2: b })
  return a === b ? 0 : a < b ? -1 : 1
}
