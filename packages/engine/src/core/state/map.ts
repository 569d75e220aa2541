import { type Json, isJsonObject } from "../../asl/json.ts"
import { QueryError } from "../../query/query-error.ts"
import { abortBelow } from "../abort.ts"
import type { Failure } from "../failure.ts"
import { effectiveInput, enterEvent, fail, guarded, leave } from "../flow.ts"
import type { CompiledLimit, CompiledMap } from "../machine.ts"
import type { Frame, MapItem, WaitingForItems } from "../run.ts"
import { itemContext, StateScope } from "../state-scope.ts"
import type { Step } from "../step.ts"
import { PersistentVector } from "../vector.ts"

/** A Map state: a frame for each item, as many at once as `MaxConcurrency` allows. */
export function enterMap(step: Step, before: Frame, state: CompiledMap): void {
  openItems(step, enterEvent(step, before, state), state)
}

/** A retrier's backoff ended: all items anew. */
export function retryMap(step: Step, frame: Frame, state: CompiledMap): void {
  openItems(step, frame, state)
}

function openItems(step: Step, frame: Frame, state: CompiledMap): void {
  guarded(step, frame.id, () => {
    const input = effectiveInput(step, frame, state)
    const scope = new StateScope(step, frame, input)
    const items = itemsOf(state, scope, input)
    const concurrency = limit(state.concurrency, scope, 0)
    const toleratedCount = limit(state.toleratedCount, scope, 0)
    const toleratedPercentage = limit(state.toleratedPercentage, scope, 0)
    const started = state.distributed
      ? step.eventOf(
          step.eventOf(frame, "MapStateStarted", () => ({ length: items.values.length })),
          "MapRunStarted",
        )
      : step.eventOf(frame, "MapStateStarted", () => ({ length: items.values.length }))
    const waiting: WaitingForItems = {
      for: "items",
      items: items.values,
      ...(items.keys === undefined ? {} : { keys: items.keys }),
      next: 0,
      open: 0,
      failed: 0,
      concurrency,
      toleratedCount,
      toleratedPercentage,
      results: PersistentVector.empty(),
    }
    openMore(step, step.wait(started, waiting), waiting, state, started.lastEvent)
  })
}

/** Opens iterations up to the concurrency, or joins when none is left. */
function openMore(step: Step, frame: Frame, before: WaitingForItems, state: CompiledMap, lastEvent: number): void {
  let waiting = before
  const atOnce = waiting.concurrency === 0 ? Number.POSITIVE_INFINITY : waiting.concurrency
  while (waiting.next < waiting.items.length && waiting.open < atOnce) {
    openOne(step, step.put({ ...frame, waiting }), waiting, state, lastEvent)
    waiting = { ...waiting, next: waiting.next + 1, open: waiting.open + 1 }
  }
  const parent = step.put({ ...frame, waiting })
  if (waiting.open === 0) join(step, parent, waiting, state)
}

function openOne(step: Step, parent: Frame, waiting: WaitingForItems, state: CompiledMap, lastEvent: number): void {
  const index = waiting.next
  const value = waiting.items[index] ?? null
  const key = waiting.keys?.[index]
  const item: MapItem = key === undefined ? { value } : { value, key }
  const input = effectiveInput(step, parent, state)
  const selected =
    state.arguments === undefined ? value : state.arguments(new ItemScope(step, parent, input, index, item))
  const started = state.distributed
    ? lastEvent
    : step.event("MapIterationStarted", lastEvent, () => ({ name: state.name, index }))
  step.open(parent, index, state.startAt, selected, started, item)
}

/** ItemSelector reads the Map state's input and the item of the iteration that it prepares. */
class ItemScope extends StateScope {
  readonly #index: number
  readonly #item: MapItem

  constructor(step: Step, frame: Frame, input: Json, index: number, item: MapItem) {
    super(step, frame, input)
    this.#index = index
    this.#item = item
  }

  override get seed(): string {
    return `${super.seed}/${this.#index}`
  }

  override context(): Json {
    const context = super.context()
    return isJsonObject(context) ? { ...context, Map: { Item: itemContext(this.#index, this.#item) } } : context
  }
}

/** An iteration ended well. */
export function itemEnded(
  step: Step,
  parent: Frame,
  waiting: WaitingForItems,
  state: CompiledMap,
  child: Frame,
  output: Json,
): void {
  step.drop(child)
  const index = child.index
  const settled = state.distributed
    ? child.lastEvent
    : step.event("MapIterationSucceeded", child.lastEvent, () => ({ name: state.name, index }))
  const results = put(waiting.results, index, output)
  const now = { ...waiting, open: waiting.open - 1, results }
  const frame = step.put({ ...parent, lastEvent: settled, waiting: now })
  guarded(step, frame.id, () => openMore(step, frame, now, state, child.lastEvent))
}

/** An iteration failed: tolerated within the thresholds, else the Map fails. */
export function itemFailed(
  step: Step,
  parent: Frame,
  waiting: WaitingForItems,
  state: CompiledMap,
  child: Frame,
  failure: Failure,
): void {
  const { index } = child
  if (!state.distributed) step.event("MapIterationFailed", child.lastEvent, () => ({ name: state.name, index }))
  const now = {
    ...waiting,
    open: waiting.open - 1,
    failed: waiting.failed + 1,
    results: put(waiting.results, index, null),
  }
  const frame = step.put({ ...parent, lastEvent: child.lastEvent, waiting: now })
  step.drop(child)
  if (tolerated(now)) return guarded(step, frame.id, () => openMore(step, frame, now, state, child.lastEvent))
  abortBelow(step, frame)
  const counted = waiting.toleratedCount > 0 || waiting.toleratedPercentage > 0
  fail(step, frame, counted ? exceeded(waiting) : failure)
}

function exceeded(waiting: WaitingForItems): Failure {
  const tolerance =
    waiting.toleratedCount > 0 ? `${waiting.toleratedCount} failures` : `${waiting.toleratedPercentage}% failures`
  return {
    error: "States.ExceedToleratedFailureThreshold",
    cause: `The specified tolerated failure threshold was exceeded: ${tolerance} were tolerated.`,
  }
}

/** Either threshold alone decides when only one is set; a failure beyond either fails the Map. */
function tolerated(waiting: WaitingForItems): boolean {
  const { failed, toleratedCount, toleratedPercentage, items } = waiting
  if (toleratedCount === 0 && toleratedPercentage === 0) return false
  const countOk = toleratedCount === 0 || failed <= toleratedCount
  const percentageOk = toleratedPercentage === 0 || (failed * 100) / items.length <= toleratedPercentage
  return countOk && percentageOk
}

function put(results: PersistentVector<Json>, index: number, value: Json): PersistentVector<Json> {
  let grown = results
  while (grown.length < index) grown = grown.set(grown.length, null)
  return grown.set(index, value)
}

function join(step: Step, frame: Frame, waiting: WaitingForItems, state: CompiledMap): void {
  const result = Array.from({ length: waiting.items.length }, (_, index) => waiting.results.get(index) ?? null)
  const told = state.distributed ? step.event("MapRunSucceeded", frame.lastEvent) : frame.lastEvent
  step.event("MapStateSucceeded", told)
  guarded(step, frame.id, () => leave(step, { ...frame, lastEvent: told }, state, result))
}

interface Items {
  readonly values: readonly Json[]
  readonly keys?: readonly string[]
}

function itemsOf(state: CompiledMap, scope: StateScope, input: Json): Items {
  const value = state.items === undefined ? input : state.items(scope)
  if (Array.isArray(value)) return { values: value as readonly Json[] } // isArray does not narrow a readonly array
  if (isJsonObject(value) && state.jsonata) return { values: Object.values(value), keys: Object.keys(value) }
  const cause = `Map state input must be an array but was: ${JSON.stringify(value)}`
  throw state.jsonata
    ? new QueryError("States.QueryEvaluationError", cause, "")
    : new QueryError("States.Runtime", cause, state.itemsField)
}

function limit(compiled: CompiledLimit | undefined, scope: StateScope, absent: number): number {
  if (compiled === undefined) return absent
  const value = compiled.value(scope)
  const percentage = compiled.field.startsWith("ToleratedFailurePercentage")
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value
  if (typeof number !== "number" || Number.isNaN(number) || (!percentage && !Number.isInteger(number))) {
    const kind = percentage ? "float" : "integer"
    const refers = compiled.path === undefined ? "" : `: ${compiled.path}`
    throw new QueryError(
      "States.Runtime",
      `The ${compiled.field} field refers to value "${typeof value === "string" ? value : JSON.stringify(value)}" which is not a valid ${kind}${refers}`,
      compiled.field,
    )
  }
  const name = compiled.field.replace(/Path$/, "")
  if (percentage && (number < 0 || number > 100)) {
    throw new QueryError("States.Runtime", `${name} must be between 0 and 100.`, compiled.field)
  }
  if (number < 0) throw new QueryError("States.Runtime", `${name} cannot be negative.`, compiled.field)
  return number
}
