import { type Evaluate, type Node, required } from "./ast.ts"
import type { Compile } from "./compile.ts"
import type { Frame } from "./frame.ts"
import { directStates, undecided } from "./direct-read.ts"
import { compileGroup } from "./group.ts"
import { compileSort } from "./sort.ts"
import { weightOf } from "./weight.ts"
import {
  hasMark,
  isFunctionValue,
  isMarked,
  isNumeric,
  isSequence,
  mark,
  marks,
  type Sequence,
  sequenceOf,
  toBoolean,
  type Value,
} from "./value.ts"

/** A tuple of a tuple stream: the item under `@`, and what `@$x`, `#$i` and `%` bound along the way. */
export type Tuple = Record<string, Value>

interface Step {
  readonly node: Node
  readonly evaluate: Evaluate
  readonly stages: readonly Stage[]
  /** The name, where the step is nothing but one. */
  readonly field: string | undefined
  /** What a visit of one item costs, in steps of the meter. */
  readonly weight: number
}

type Stage = { readonly index: string } | { readonly filter: Filter }
type Filter = (input: Value, frame: Frame) => Value

/** Compiles a path: each step over all items of the one before. */
export function compilePath(node: Node, compile: Compile): Evaluate {
  const nodes = required(node.steps)
  const steps: readonly Step[] = nodes.map((step) => ({
    node: step,
    evaluate: step.type === "sort" ? compileSort(step, compile) : compile(step),
    stages: (step.stages ?? []).map((stage) =>
      stage.type === "index"
        ? { index: String(stage.value) }
        : { filter: compileFilter(required(stage.expr), compile) },
    ),
    field: step.type === "name" && step.predicate === undefined && isUnbound(step) ? String(step.value) : undefined,
    weight: weightOf(step),
  }))
  const group = node.group === undefined ? undefined : compileGroup(node.group, compile)
  const fromVariable = nodes[0]?.type === "variable"
  const general: Evaluate = (input, frame) => {
    let sequence: Value[] = Array.isArray(input) && !fromVariable ? (input as Value[]) : sequenceOf(input)
    let result: Value = undefined
    let tuples: Sequence | undefined
    let streaming = false
    for (let index = 0; index < steps.length; index++) {
      const step = required(steps[index])
      if (step.node.tuple === true) streaming = true
      if (index === 0 && step.node.consarray === true) result = step.evaluate(sequence, frame)
      else if (streaming) tuples = tupleStep(step, sequence, tuples, frame)
      else result = plainStep(step, sequence, frame, index === steps.length - 1)
      if (!streaming && (result === undefined || (result as Value[]).length === 0)) break
      if (step.node.focus === undefined) sequence = result as Value[] // steps answer arrays
    }
    if (streaming && tuples !== undefined)
      result = node.tuple === true ? tuples : sequenceOf(...tuples.map((tuple) => (tuple as Tuple)["@"]))
    if (node.keepSingletonArray === true) result = keepSingleton(result)
    return group === undefined ? result : group(streaming ? tuples : result, frame)
  }
  return fastFields(node, nodes, steps, general) ?? general
}

function keepSingleton(result: Value): Value {
  if (!Array.isArray(result)) return result
  const array = result as Sequence
  const kept = hasMark(array, marks.cons) && !isSequence(array) ? sequenceOf(array) : array
  mark(kept, marks.keepSingleton)
  return kept
}

/** `$variable.a.b`, the commonest path: over plain objects and lists of them. What JSONata marked takes the general way. */
function fastFields(
  node: Node,
  nodes: readonly Node[],
  steps: readonly Step[],
  general: Evaluate,
): Evaluate | undefined {
  const [first, ...rest] = nodes
  if (node.group !== undefined || node.tuple === true || node.keepSingletonArray === true) return undefined
  if (first?.type !== "variable" || first.value === "" || !isUnbound(first) || first.stages !== undefined)
    return undefined
  const fields: Field[] = []
  for (const step of rest) {
    const field = step.type === "name" && step.predicate === undefined && isUnbound(step) ? fieldOf(step) : undefined
    if (field === undefined) return undefined
    fields.push(field)
  }
  const follow = follower(steps, fields, general)
  const start = required(steps[0]).evaluate
  const name = String(first.value)
  // Predicates of the first step are its own: what evaluates it applies them.
  if (first.predicate !== undefined) return (input, frame) => follow(start(input, frame), 0, input, frame)
  const direct = name === "states" ? directStates(fields.map((field) => field.name)) : undefined
  // What is read directly is whole: only its last name can have an index.
  const before = direct === undefined ? [] : fields.slice(0, direct.names - 1)
  if (direct === undefined || before.some(({ index }) => index !== undefined))
    return (input, frame) => follow(frame.lookup(name), 0, input, frame)
  const index = fields[direct.names - 1]?.index
  return (input, frame) => {
    const { states } = frame.evaluation
    const known = states === undefined || frame.binds(name) ? undecided : direct.start(states)
    if (known === undecided) return follow(frame.lookup(name), 0, input, frame)
    return follow(index === undefined ? known : itemAt(known, index), direct.names, input, frame)
  }
}

type Follow = (start: Value, from: number, input: Value, frame: Frame) => Value

/** Follows fields from a value, beginning with one of them; what is marked on the way takes the general way. */
function follower(steps: readonly Step[], fields: readonly Field[], general: Evaluate): Follow {
  return (start, from, input, frame) => {
    let value = start
    for (let at = from; at < fields.length; at++) {
      if (value === undefined) return undefined
      if (Array.isArray(value)) return isMarked(value) ? general(input, frame) : fieldsOfItems(steps, value, at, frame)
      if (typeof value !== "object" || value === null || isFunctionValue(value)) return general(input, frame)
      const { name, index } = fields[at] ?? nowhere
      if (!Object.hasOwn(value, name)) return undefined
      value = (value as Readonly<Record<string, Value>>)[name] // an object with this key
      if (index === undefined || value === undefined) continue
      if (isMarked(value)) return general(input, frame)
      value = itemAt(value, index)
    }
    return Array.isArray(value) && isMarked(value) ? general(input, frame) : value
  }
}

/** An item of a list without marks; any other value is a list of itself. */
function itemAt(value: Value, index: number): Value {
  if (Array.isArray(value)) return (value as readonly Value[])[place(index, value.length)]
  return place(index, 1) === 0 ? value : undefined
}

/** A step of a plain path: a member, and which of its items. */
interface Field {
  readonly name: string
  readonly index: number | undefined
}

const nowhere: Field = { name: "", index: undefined }

/** Undefined for a step with any other stage than one number. */
function fieldOf({ value, stages }: Node): Field | undefined {
  const name = String(value)
  if (stages === undefined) return { name, index: undefined }
  const [only] = stages
  if (stages.length !== 1 || only?.type !== "filter" || only.expr?.type !== "number") return undefined
  return { name, index: Number(only.expr.value) }
}

/** Nothing is bound on the way, nothing grouped or kept. */
function isUnbound(step: Node): boolean {
  return (
    step.tuple !== true &&
    step.focus === undefined &&
    step.index === undefined &&
    step.keepArray !== true &&
    step.group === undefined
  )
}

/** The rest of a path of plain fields, over a list that the names before `at` led to. */
function fieldsOfItems(steps: readonly Step[], list: readonly Value[], at: number, frame: Frame): Value {
  let result: Value = list
  for (let index = at + 1; index < steps.length; index++) {
    result = plainStep(required(steps[index]), result as readonly Value[], frame, index === steps.length - 1) // an array
    if ((result as readonly Value[]).length === 0) break
  }
  return result
}

function plainStep(step: Step, input: readonly Value[], frame: Frame, last: boolean): Value {
  if (step.node.type === "sort") return applyStages(step.stages, step.evaluate(input, frame), frame)
  frame.evaluation.meter.step(input.length * step.weight)
  const sequence = sequenceOf()
  let count = 0
  let only: Value = undefined
  for (let at = 0; at < input.length; at++) {
    const item = input[at]
    let result = step.field === undefined ? undefined : fieldOfItem(item, step.field)
    if (result === undefined) result = step.evaluate(item, frame)
    for (const stage of step.stages) if ("filter" in stage) result = stage.filter(result, frame)
    if (result === undefined) continue
    count++
    only = result
    if (!Array.isArray(result) || hasMark(result, marks.cons)) sequence.push(result)
    else for (let item = 0; item < result.length; item++) sequence.push(result[item])
  }
  if (last && count === 1 && Array.isArray(only) && !isSequence(only)) return only
  frame.evaluation.meter.elements(sequence.length)
  return sequence
}

/** A field of a plain object; undefined also where evaluation tells what there is. */
function fieldOfItem(item: Value, name: string): Value {
  if (typeof item !== "object" || item === null || Array.isArray(item) || isFunctionValue(item)) return undefined
  const value = Object.hasOwn(item, name) ? (item as Readonly<Record<string, Value>>)[name] : undefined // has it
  return Array.isArray(value) && isMarked(value) ? undefined : value
}

function tupleStep(step: Step, input: readonly Value[], before: Sequence | undefined, frame: Frame): Sequence {
  const { node } = step
  if (node.type === "sort") {
    const sorted = step.evaluate(before ?? input, frame) as Value[] // a sort of an array is one
    const tuples =
      before === undefined
        ? streamOf(sorted.map((item, at) => ({ "@": item, ...(node.index === undefined ? {} : { [node.index]: at }) })))
        : (sorted as Sequence)
    // As in the library, a sorted stream is a list of tuples to its own stages: a predicate on it sees no bindings.
    return applyStages(step.stages, tuples, frame) as Sequence
  }
  const result = streamOf([])
  for (const entry of before ?? input.map((item) => ({ "@": item }))) {
    const tuple = entry as Tuple // tuple streams hold tuples
    frame.evaluation.meter.step(step.weight)
    const found = step.evaluate(tuple["@"], frame.withTuple(tuple))
    if (found === undefined) continue
    const items: Sequence = Array.isArray(found) ? found : [found]
    for (const [at, item] of items.entries())
      result.push(nextTuple(node, tuple, item, at, hasMark(items, marks.tupleStream)))
  }
  return applyStages(step.stages, result, frame) as Sequence
}

function nextTuple(node: Node, before: Tuple, item: Value, at: number, streamed: boolean): Tuple {
  if (streamed) return { ...before, ...(item as Tuple) }
  const tuple: Tuple = { ...before }
  if (node.focus === undefined) tuple["@"] = item
  else tuple[node.focus] = item
  if (node.index !== undefined) tuple[node.index] = at
  if (node.ancestor !== undefined) tuple[node.ancestor.label] = before["@"]
  return tuple
}

function streamOf(tuples: Value[]): Sequence {
  const stream: Sequence = tuples
  mark(stream, marks.sequence | marks.tupleStream)
  return stream
}

function applyStages(stages: readonly Stage[], input: Value, frame: Frame): Value {
  let result = input
  for (const stage of stages) {
    if ("filter" in stage) result = stage.filter(result, frame)
    else (result as Tuple[]).forEach((tuple, at) => (tuple[stage.index] = at))
  }
  return result
}

/** Compiles a predicate: a number picks, anything else tests each item. */
export function compileFilter(predicate: Node, compile: Compile): Filter {
  if (predicate.type === "number") {
    const wanted = Math.floor(Number(predicate.value))
    return (input) => pick(input, wanted)
  }
  const test = compile(predicate)
  const weight = weightOf(predicate)
  return (input, frame) => {
    const items: Sequence = Array.isArray(input) ? input : sequenceOf(input)
    const results = sequenceOf()
    const streaming = hasMark(items, marks.tupleStream)
    if (streaming) mark(results, marks.tupleStream)
    frame.evaluation.meter.step(items.length * weight)
    for (const [index, item] of items.entries()) {
      const tuple = streaming ? (item as Tuple) : undefined
      const outcome = tuple === undefined ? test(item, frame) : test(tuple["@"], frame.withTuple(tuple))
      const indices = isNumeric(outcome) ? [outcome] : outcome
      if (Array.isArray(indices) && indices.length > 0 && indices.every(isNumeric)) {
        for (const at of indices) if (place(at, items.length) === index) results.push(item)
      } else if (toBoolean(outcome) === true) results.push(item)
    }
    return results
  }
}

function pick(input: Value, wanted: number): Value {
  const items: Sequence = Array.isArray(input) ? input : sequenceOf(input)
  const item = items[place(wanted, items.length)]
  if (Array.isArray(item)) return item
  const results = sequenceOf()
  if (hasMark(items, marks.tupleStream)) mark(results, marks.tupleStream)
  if (item !== undefined) results.push(item)
  return results
}

function place(index: number, length: number): number {
  const whole = Math.floor(index)
  return whole < 0 ? length + whole : whole
}
