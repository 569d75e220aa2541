import type { Json } from "../../asl/json.ts"
import type { MapRunResult, PendingResult, RunChild } from "../command.ts"
import { EvalScope } from "../eval-scope.ts"
import { Ended, type Fan, Running } from "../fan.ts"
import { effectiveInput } from "../flow.ts"
import type { Frame, MapItem } from "../frame.ts"
import type { CompiledMap } from "../machine.ts"
import { pathOf } from "../path.ts"
import type { Step } from "../step.ts"
import { childId, childName } from "./child-name.ts"
import { sourceOf } from "./map-run.ts"

/** The order that a child's frame waits for. It comes out the same whenever it is asked for. */
export function childOrder(step: Step, child: Frame): RunChild {
  const frame = step.frames.get(child.parent)
  const state = step.stateOf(child)
  if (frame?.fan === undefined || state.type !== "Map") throw new Error(`frame ${child.id} is no child execution's`)
  const { fan } = frame
  const { index } = child
  const name = childName(step, frame, index)
  const key = fan.keys?.[index]
  return {
    type: "RunChild",
    frame: child.id,
    seq: child.seq,
    state: state.name,
    path: `${pathOf(step, frame)}${key === undefined ? `[${index}]` : `{${key}}`}`,
    id: childId(step, state, name),
    name,
    mapRunArn: step.mapRuns.get(frame.mapRun)?.arn ?? "",
    executionType: state.executionType,
    input: childInput(step, frame, state, fan, index, child.since),
    redrive: child.retryCount > 0,
    sinceMs: child.since,
    entered: frame.enteredEvent,
  }
}

/** What is known of every child that has ended, in the order of the items; what is under way is being stopped. */
export function resultsOf(step: Step, frame: Frame, state: CompiledMap, fan: Fan): readonly MapRunResult[] {
  const results: MapRunResult[] = []
  fan.slots.forEach((slot, index) => {
    if (slot instanceof Running) {
      const since = step.frames.get(slot.frame)?.since ?? step.at
      const known = namedOf(step, frame, state, fan, index, since)
      results.push({ ...known, Status: "ABORTED", StartDate: since, StopDate: step.at })
    }
    if (!(slot instanceof Ended)) return
    results.push({
      ...namedOf(step, frame, state, fan, index, slot.since),
      ...(slot.status === "SUCCEEDED" ? { Output: slot.output ?? null } : {}),
      ...(slot.error === undefined ? {} : { Error: slot.error }),
      ...(slot.cause === undefined ? {} : { Cause: slot.cause }),
      Status: slot.status,
      StartDate: slot.startedAt,
      StopDate: slot.stoppedAt,
    })
  })
  return results
}

/** The children that never began, in the order of the items. */
export function pendingOf(step: Step, frame: Frame, state: CompiledMap, fan: Fan): readonly PendingResult[] {
  const pending: PendingResult[] = []
  for (let index = fan.begun; index < fan.total; index++) pending.push(namedOf(step, frame, state, fan, index, step.at))
  return pending
}

function namedOf(step: Step, frame: Frame, state: CompiledMap, fan: Fan, index: number, since: number): PendingResult {
  const Name = childName(step, frame, index)
  return {
    ExecutionArn: childId(step, state, Name),
    Name,
    Input: childInput(step, frame, state, fan, index, since),
    StateMachineArn: step.run.header.stateMachine.id,
  }
}

/** Batches stand in the fan as they are; an item goes through the ItemSelector, at the time of the first order. */
function childInput(step: Step, frame: Frame, state: CompiledMap, fan: Fan, index: number, since: number): Json {
  const item: MapItem = {
    value: fan.items?.[index] ?? null,
    key: fan.keys?.[index],
    source: state.arguments === undefined ? undefined : sourceOf(step, frame, state),
  }
  return state.batcher === undefined ? selected(step, frame, state, index, item, since) : item.value
}

/** An item as the ItemSelector makes it. */
export function selected(
  step: Step,
  frame: Frame,
  state: CompiledMap,
  index: number,
  item: MapItem,
  nowMs: number,
): Json {
  if (state.arguments === undefined) return item.value
  const scope = new EvalScope(step, frame, effectiveInput(step, frame, state))
  scope.item = item
  scope.itemIndex = index
  scope.nowMs = nowMs
  return state.arguments(scope)
}
