import type { Json } from "../../asl/json.ts"
import { abortChildren, drop } from "../abort.ts"
import type { RunTask } from "../command.ts"
import { EvalScope } from "../eval-scope.ts"
import type { TaskFailed, TaskSucceeded, TaskTimedOut } from "../fact.ts"
import { failState } from "../fail-state.ts"
import type { Failure } from "../failure.ts"
import { editFan, Fan, Running } from "../fan.ts"
import { effectiveInput, leave } from "../flow.ts"
import type { Frame, MapItem } from "../frame.ts"
import { readItems } from "../item-reader/read-items.ts"
import type { CompiledMap, CompiledReader } from "../machine.ts"
import { batched } from "../map/batches.ts"
import { type Items, itemsOf } from "../map/items.ts"
import { concurrencyOf, maxItemsOf, type Tolerated, toleratedOf } from "../map/limits.ts"
import { childExecution, mapRunArn, sourceOf } from "../map/map-run.ts"
import { exceeded, tolerates } from "../map/tolerance.ts"
import { pathOf } from "../path.ts"
import type { Step } from "../step.ts"

const readerFailed = "States.ItemReaderFailed"

/** A Map state: a frame for each item, as many at once as `MaxConcurrency` allows. */
export function begin(step: Step, frame: Frame, state: CompiledMap): boolean {
  const input = effectiveInput(step, frame, state)
  const scope = new EvalScope(step, frame, input)
  if (state.reader !== undefined) return beginReading(step, frame, state, state.reader, scope)
  const items = itemsOf(state, scope, input)
  const concurrency = concurrencyOf(step, state, scope)
  step.event(frame, "MapStateStarted", step.recording ? { length: items.values.length } : {})
  const tolerated = toleratedOf(state, scope)
  if (state.distributed) runStarted(step, frame, state)
  return fanOut(step, frame, state, { items, concurrency, tolerated, scope })
}

interface Opening {
  readonly items: Items
  readonly concurrency: number
  readonly tolerated: Tolerated
  readonly scope: EvalScope
}

function fanOut(
  step: Step,
  frame: Frame,
  state: CompiledMap,
  { items, concurrency, tolerated, scope }: Opening,
): boolean {
  const { values, keys } = state.batcher === undefined ? items : batched(state.batcher, scope, items)
  const fan = new Fan(step.rev, { total: values.length, items: values, keys, concurrency, ...tolerated })
  frame.fan = fan
  step.wait(frame, "children")
  return proceed(step, frame, state, fan, frame.lastEvent)
}

function runStarted(step: Step, frame: Frame, state: CompiledMap): void {
  step.event(frame, "MapRunStarted", step.recording ? { mapRunArn: mapRunArn(step, frame, state) } : {})
}

/** An ItemReader's data is asked for like a task's answer. */
function beginReading(step: Step, frame: Frame, state: CompiledMap, reader: CompiledReader, scope: EvalScope): boolean {
  const order = readOrder(step, frame, state, frame.seq + 1)
  const maxItems = maxItemsOf(state, reader, scope)
  concurrencyOf(step, state, scope)
  step.event(frame, "MapStateStarted", step.recording ? { length: 0 } : {})
  toleratedOf(state, scope)
  runStarted(step, frame, state)
  if (maxItems < 0) return runFailed(step, frame, { error: readerFailed, cause: "field MaxItems must be positive" })
  step.wait(frame, "read")
  step.commands.push(order)
  return false
}

/** The order that a Map frame waits for while its ItemReader's data is read. */
export function readOrder(step: Step, frame: Frame, state: CompiledMap, seq: number): RunTask {
  if (state.reader === undefined) throw new Error(`the Map '${state.name}' has no ItemReader`)
  const input = effectiveInput(step, frame, state)
  const { resource, arguments: given } = state.reader
  return {
    type: "RunTask",
    frame: frame.id,
    seq,
    state: state.name,
    path: pathOf(step, frame),
    resource: resource.arn,
    pattern: "request-response",
    input: given === undefined ? {} : given(new EvalScope(step, frame, input)),
    stateInput: frame.input,
    retryCount: frame.retryCount,
    sinceMs: step.at,
  }
}

/** The answer to {@link readOrder}. */
export function read(
  step: Step,
  frame: Frame,
  state: CompiledMap,
  fact: TaskSucceeded | TaskFailed | TaskTimedOut,
): boolean {
  if (state.reader === undefined) return false
  if (fact.type !== "TaskSucceeded") {
    return runFailed(step, frame, {
      error: readerFailed,
      cause: fact.type === "TaskFailed" ? fact.cause : "States.Timeout",
    })
  }
  const scope = new EvalScope(step, frame, effectiveInput(step, frame, state))
  const { items: values, cause } = readItems(state.reader, fact.output, maxItemsOf(state, state.reader, scope))
  if (values === undefined) return runFailed(step, frame, { error: readerFailed, cause })
  const concurrency = concurrencyOf(step, state, scope)
  return fanOut(step, frame, state, {
    items: { values, keys: undefined },
    concurrency,
    tolerated: toleratedOf(state, scope),
    scope,
  })
}

/**
 * Begins iterations up to the concurrency, and joins when none is left.
 * @param lane - The event that the next iteration follows: the Map's start, or the end of the one whose place it takes.
 */
function proceed(step: Step, frame: Frame, state: CompiledMap, fan: Fan, lane: number): boolean {
  while (fan.begun < fan.total && fan.open < fan.concurrency) {
    const index = fan.begun
    const item: MapItem = {
      value: fan.items?.[index] ?? null,
      key: fan.keys?.[index],
      source: state.distributed ? sourceOf(step, frame, state) : undefined,
    }
    const input = selected(step, frame, state, index, item)
    const child = step.open(
      frame,
      index,
      item,
      state.distributed ? childExecution(step, frame, state, index, input) : undefined,
    )
    child.state = state.startAt
    child.input = input
    if (!state.distributed) {
      const details = step.recording ? { name: state.name, index } : {}
      child.lastEvent = step.aside(frame, lane, "MapIterationStarted", details)
    }
    fan.slots.set(index, new Running(child.id))
    fan.begun++
    fan.open++
  }
  return fan.open > 0 ? false : join(step, frame, state, fan)
}

function selected(step: Step, frame: Frame, state: CompiledMap, index: number, item: MapItem): Json {
  if (state.arguments === undefined || state.batcher !== undefined) return item.value
  const scope = new EvalScope(step, frame, effectiveInput(step, frame, state))
  scope.item = item
  scope.itemIndex = index
  return state.arguments(scope)
}

function join(step: Step, frame: Frame, state: CompiledMap, fan: Fan): boolean {
  // Recorded: neither event is what the exit follows.
  const ran = state.distributed ? step.aside(frame, frame.lastEvent, "MapRunSucceeded") : frame.lastEvent
  step.aside(frame, ran, "MapStateSucceeded")
  frame.fan = undefined
  return leave(step, frame, state, fan.results())
}

/** An iteration ended well. */
export function childEnded(step: Step, frame: Frame, state: CompiledMap, child: Frame, output: Json): boolean {
  const fan = editFan(step.rev, frame)
  const lane = child.lastEvent
  if (!state.distributed) {
    const details = step.recording ? { name: state.name, index: child.index } : {}
    frame.lastEvent = step.aside(frame, lane, "MapIterationSucceeded", details)
  }
  fan.slots.set(child.index, output)
  fan.open--
  drop(step, child.id)
  return proceed(step, frame, state, fan, lane)
}

/** An iteration failed: tolerated within the thresholds, else the Map fails. */
export function childFailed(step: Step, frame: Frame, state: CompiledMap, child: Frame, failure: Failure): boolean {
  const fan = editFan(step.rev, frame)
  if (!state.distributed) {
    const details = step.recording ? { name: state.name, index: child.index } : {}
    step.aside(frame, child.lastEvent, "MapIterationFailed", details)
    frame.lastEvent = child.lastEvent
  }
  fan.failed++
  // A child execution that ended from within, on an error that nothing may catch, may have other lines still under way.
  abortChildren(step, child)
  if (tolerates(fan)) {
    fan.slots.remove(child.index)
    fan.open--
    drop(step, child.id)
    return proceed(step, frame, state, fan, child.lastEvent)
  }
  step.own(child.id).waiting = "aborted"
  return state.distributed
    ? runFailed(step, frame, exceeded())
    : failState(step, frame, limited(fan) ? exceeded() : failure)
}

function limited(fan: Fan): boolean {
  return fan.toleratedCount !== undefined || fan.toleratedPercentage !== undefined
}

function runFailed(step: Step, frame: Frame, failure: Failure): boolean {
  step.event(frame, "MapRunFailed", step.recording ? { error: failure.error ?? "", cause: failure.cause ?? "" } : {})
  return failState(step, frame, failure)
}
