import type { Json } from "../asl/json.ts"
import { EvalScope } from "../core/eval-scope.ts"
import { effectiveInput, leave } from "../core/flow.ts"
import type { Frame, MapItem } from "../core/frame.ts"
import type { CompiledMap, CompiledReader } from "../core/machine.ts"
import { batched } from "../core/map/batches.ts"
import { type Items, itemsOf } from "../core/map/items.ts"
import { concurrencyOf, maxItemsOf, type Tolerated, toleratedOf } from "../core/map/limits.ts"
import { sourceOf } from "../core/map/map-run.ts"
import { exceeded, tolerates } from "../core/map/tolerance.ts"
import { StateFailure } from "../core/quotas.ts"
import type { Step } from "../core/step.ts"
import { readItems } from "../map-data/read-items.ts"
import type { Attempt } from "./attempt.ts"
import { resultOf } from "./outcome.ts"

/** A Map state whose iterations are mocked as a whole: its items and limits are its own. */
export function attemptMap(attempt: Attempt, state: CompiledMap): void {
  const { step, frame, watch, trial } = attempt
  const input = effectiveInput(step, frame, state)
  const scope = new EvalScope(step, frame, input)
  const items =
    state.reader === undefined ? ownItems(attempt, state, scope) : readData(attempt, state, state.reader, scope)
  const tolerated = limits(attempt, state, scope)
  const selected = selectedItems(step, frame, state, items)
  if (state.arguments !== undefined) watch.note("afterItemSelector", selected)
  const iterations = state.batcher === undefined ? selected : batched(state.batcher, scope, selected).values
  if (state.batcher !== undefined) watch.note("afterItemBatcher", iterations)
  const result = resultOf(trial.mocked)
  const failed = trial.configuration.mapIterationFailureCount ?? 0
  const limited = tolerated.toleratedCount !== undefined || tolerated.toleratedPercentage !== undefined
  if (limited && !tolerates({ failed, total: iterations.length, ...tolerated })) throw new StateFailure(exceeded())
  leave(step, frame, state, result)
}

function ownItems({ watch }: Attempt, state: CompiledMap, scope: EvalScope): Items {
  const items = itemsOf(state, scope, scope.input)
  if (!state.jsonata) watch.note("afterItemsPath", items.values)
  return items
}

/** The items of the data that the request says was read. */
function readData(attempt: Attempt, state: CompiledMap, reader: CompiledReader, scope: EvalScope): Items {
  reader.arguments?.(scope)
  const maxItems = maxItemsOf(state, reader, scope)
  if (maxItems < 0) throw readerFailed("field MaxItems must be positive")
  const data = attempt.trial.configuration.mapItemReaderData ?? ""
  const options = { ...reader.options, ...(maxItems > 0 ? { maxItems } : {}) }
  const { items, cause } = readItems(reader.resource.arn, options, answerOf(reader, data))
  if (items === undefined) throw readerFailed(cause)
  if (reader.options.itemsPointer !== undefined) attempt.watch.note("afterItemsPointer", items)
  return { values: items, keys: undefined }
}

/** What the reader's resource would have answered. */
function answerOf(reader: CompiledReader, data: string): Json {
  if (reader.resource.action !== "listObjectsV2") return { Body: data }
  try {
    const listed = JSON.parse(data) as Json // JSON.parse answers JSON
    return Array.isArray(listed) ? { Contents: listed } : listed
  } catch {
    throw readerFailed("Attempting to map over invalid JSON.")
  }
}

function readerFailed(cause: string): StateFailure {
  return new StateFailure({ error: "States.ItemReaderFailed", cause })
}

/** Reads the limits, each to be shown as it is written: absent ones are no limit, but that of the concurrency is 0. */
function limits(attempt: Attempt, state: CompiledMap, scope: EvalScope): Tolerated {
  concurrencyOf(attempt.step, state, scope)
  attempt.limits = { maxConcurrency: Number(state.concurrency?.value(scope) ?? 0) }
  const tolerated = toleratedOf(state, scope)
  const { toleratedCount: count, toleratedPercentage: percentage } = tolerated
  attempt.limits = {
    ...attempt.limits,
    ...(count === undefined ? {} : { toleratedFailureCount: count }),
    ...(percentage === undefined ? {} : { toleratedFailurePercentage: percentage }),
  }
  return tolerated
}

/** Each iteration's input, as the ItemSelector makes it. */
function selectedItems(step: Step, frame: Frame, state: CompiledMap, { values, keys }: Items): readonly Json[] {
  const { arguments: selector } = state
  if (selector === undefined) return values
  const source = state.distributed ? sourceOf(step, frame, state) : undefined
  const input = effectiveInput(step, frame, state)
  return values.map((value, index) => {
    const item: MapItem = { value, key: keys?.[index], source }
    const scope = new EvalScope(step, frame, input)
    scope.item = item
    scope.itemIndex = index
    return selector(scope)
  })
}
