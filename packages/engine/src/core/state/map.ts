import type { Json } from "../../asl/json.ts"
import { abortChildren, abortState, drop } from "../abort.ts"
import { beginsNoMore, raise } from "../cancel.ts"
import { isCancelled } from "../is-cancelled.ts"
import type { RunTask } from "../command.ts"
import { EvalScope } from "../eval-scope.ts"
import type { TaskFailed, TaskSucceeded, TaskTimedOut } from "../fact.ts"
import { failState } from "../fail-state.ts"
import type { Failure } from "../failure.ts"
import { editFan, Fan, Running } from "../fan.ts"
import { effectiveInput } from "../flow.ts"
import type { Frame, MapItem } from "../frame.ts"
import type { CompiledMap, CompiledReader } from "../machine.ts"
import { batched } from "../map/batches.ts"
import { selected } from "../map/child.ts"
import * as children from "../map/children.ts"
import { type Items, itemsOf } from "../map/items.ts"
import { join } from "../map/join.ts"
import { boundedConcurrency, concurrencyOf, maxItemsOf, type Tolerated, toleratedOf } from "../map/limits.ts"
import { sourceOf, startMapRun } from "../map/map-run.ts"
import { editMapRun, emptyTally, type MapRun } from "../map/tally.ts"
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
  if (state.distributed) startMapRun(step, frame, state, scope, tolerated)
  return fanOut(step, frame, state, { items, concurrency, tolerated, scope })
}

interface Opening {
  readonly items: Items
  readonly concurrency: number
  readonly tolerated: Tolerated
  readonly scope: EvalScope
}

function fanOut(step: Step, frame: Frame, state: CompiledMap, opening: Opening): boolean {
  const { items, concurrency, tolerated } = opening
  const { values, keys } = iterations(step, frame, state, opening)
  const total = values.length
  const fan = new Fan(step.rev, { total, items: values, keys, concurrency, ...tolerated })
  frame.fan = fan
  step.wait(frame, "children")
  if (!state.distributed) return proceed(step, frame, state, fan, frame.lastEvent)
  editMapRun(step, frame.mapRun, (run) => ({
    ...run,
    executions: emptyTally(total),
    ...(state.batcher === undefined ? {} : { items: emptyTally(items.values.length) }),
  }))
  return children.proceed(step, frame, state, fan)
}

/** What the iterations go over: the items, or batches of what the ItemSelector makes of them. (AWS: input-output-itembatcher) */
function iterations(step: Step, frame: Frame, state: CompiledMap, { items, scope }: Opening): Items {
  if (state.batcher === undefined) return items
  if (state.arguments === undefined) return batched(state.batcher, scope, items.values)
  const source = sourceOf(step, frame, state)
  const values = items.values.map((value, index) =>
    selected(step, frame, state, index, { value, key: items.keys?.[index], source }, step.at),
  )
  return batched(state.batcher, scope, values)
}

/** An ItemReader's data is asked for like a task's answer. */
function beginReading(step: Step, frame: Frame, state: CompiledMap, reader: CompiledReader, scope: EvalScope): boolean {
  const order = readOrder(step, frame, state, frame.seq + 1)
  const maxItems = maxItemsOf(state, reader, scope)
  concurrencyOf(step, state, scope)
  step.event(frame, "MapStateStarted", step.recording ? { length: 0 } : {})
  startMapRun(step, frame, state, scope, toleratedOf(state, scope))
  if (maxItems < 0) return failState(step, frame, { error: readerFailed, cause: "field MaxItems must be positive" })
  step.wait(frame, "read")
  step.order(order)
  return false
}

/** The order that a Map frame waits for while its ItemReader's data is read. */
export function readOrder(step: Step, frame: Frame, state: CompiledMap, seq: number): RunTask {
  if (state.reader === undefined) throw new Error(`the Map '${state.name}' has no ItemReader`)
  const input = effectiveInput(step, frame, state)
  const { resource, arguments: given } = state.reader
  const scope = new EvalScope(step, frame, input)
  const maxItems = maxItemsOf(state, state.reader, scope)
  return {
    type: "RunTask",
    frame: frame.id,
    seq,
    state: state.name,
    path: pathOf(step, frame),
    resource: resource.arn,
    pattern: "request-response",
    input: given === undefined ? {} : given(scope),
    stateInput: frame.input,
    retryCount: frame.retryCount,
    sinceMs: step.at,
    entered: frame.enteredEvent,
    reader: { ...state.reader.options, ...(maxItems > 0 ? { maxItems } : {}) },
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
  if (step.cancelled !== undefined && isCancelled(step, frame, state)) return raise(step, frame, state)
  if (fact.type !== "TaskSucceeded") {
    return failState(step, frame, {
      error: readerFailed,
      cause: fact.type === "TaskFailed" ? fact.cause : "States.Timeout",
    })
  }
  if (!Array.isArray(fact.output)) {
    return failState(step, frame, { error: readerFailed, cause: "The ItemReader answered no items." })
  }
  const values = fact.output as readonly Json[] // isArray does not narrow a readonly array
  const scope = new EvalScope(step, frame, effectiveInput(step, frame, state))
  // The map run has what the state said, or what was set since.
  const { maxConcurrency, toleratedCount, toleratedPercentage } = runOf(step, frame)
  return fanOut(step, frame, state, {
    items: { values, keys: undefined },
    concurrency: boundedConcurrency(step, state, maxConcurrency),
    tolerated: { toleratedCount, toleratedPercentage },
    scope,
  })
}

function runOf(step: Step, { id, mapRun }: Frame): MapRun {
  const run = step.mapRuns.get(mapRun)
  if (run === undefined) throw new Error(`the frame ${id} has no map run`)
  return run
}

/**
 * Begins iterations of an inline Map up to the concurrency, and joins when none is left.
 * @param lane - The event that the next iteration follows: the Map's start, or the end of the one whose place it takes.
 */
function proceed(step: Step, frame: Frame, state: CompiledMap, fan: Fan, lane: number): boolean {
  const room = step.cancelled !== undefined && beginsNoMore(step, frame, state) ? 0 : fan.concurrency
  while (fan.begun < fan.total && fan.open < room) {
    const index = fan.begun
    const item: MapItem = { value: fan.items?.[index] ?? null, key: fan.keys?.[index] }
    const input = selected(step, frame, state, index, item, step.at)
    const child = step.open(frame, index, item)
    child.state = state.startAt
    child.input = input
    const details = step.recording ? { name: state.name, index } : {}
    child.lastEvent = step.aside(lane, "MapIterationStarted", details)
    fan.slots.set(index, new Running(child.id))
    fan.begun++
    fan.open++
  }
  if (fan.open > 0) return false
  return fan.begun < fan.total ? raise(step, frame, state) : join(step, frame, state, fan)
}

/**
 * A redrive goes on with an inline Map: what failed runs again by itself; what was tolerated before stays counted. One
 * whose ItemSelector failed begins only now.
 */
export function redriven(step: Step, frame: Frame, state: CompiledMap): boolean {
  const fan = editFan(step.rev, frame)
  fan.failed = fan.begun - fan.slots.size
  frame.waiting = "children"
  return proceed(step, frame, state, fan, frame.lastEvent)
}

/** An iteration ended well. */
export function childEnded(step: Step, frame: Frame, state: CompiledMap, child: Frame, output: Json): boolean {
  const fan = editFan(step.rev, frame)
  const lane = child.lastEvent
  const details = step.recording ? { name: state.name, index: child.index } : {}
  frame.lastEvent = step.aside(lane, "MapIterationSucceeded", details)
  fan.slots.set(child.index, output)
  fan.open--
  drop(step, child.id)
  return proceed(step, frame, state, fan, lane)
}

/** An iteration failed: tolerated within the thresholds, else the Map fails. */
export function childFailed(step: Step, frame: Frame, state: CompiledMap, child: Frame, failure: Failure): boolean {
  const fan = editFan(step.rev, frame)
  const lane = child.lastEvent
  frame.lastEvent = lane
  fan.failed++
  const goesOn = tolerates(fan)
  if (goesOn) abortState(step, child, lane)
  else abortChildren(step, frame, child.id)
  step.aside(lane, "MapIterationFailed", step.recording ? { name: state.name, index: child.index } : {})
  if (!goesOn) return failState(step, frame, limited(fan) ? exceeded() : failure)
  fan.slots.remove(child.index)
  fan.open--
  drop(step, child.id)
  return proceed(step, frame, state, fan, lane)
}

function limited(fan: Fan): boolean {
  return fan.toleratedCount !== undefined || fan.toleratedPercentage !== undefined
}
