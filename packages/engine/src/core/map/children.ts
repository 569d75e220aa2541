import { drop } from "../abort.ts"
import type { RunChild } from "../command.ts"
import { beginsNoMore, raise } from "../cancel.ts"
import type { TaskFailed, TaskSucceeded, TaskTimedOut } from "../fact.ts"
import { reports } from "../is-cancelled.ts"
import { editFan, Ended, type Fan, Running } from "../fan.ts"
import type { Frame } from "../frame.ts"
import type { CompiledMap } from "../machine.ts"
import type { Step } from "../step.ts"
import { childOrder } from "./child.ts"
import { exceeds, giveUp, join } from "./join.ts"
import { moveChild, reopenMapRun, type TallyPlace } from "./tally.ts"

const placeOf = {
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  ABORTED: "aborted",
} as const satisfies Readonly<Record<Ended["status"], TallyPlace>>

/** Orders child executions up to the concurrency, those of a redrive first, and joins when none is left. */
export function proceed(step: Step, frame: Frame, state: CompiledMap, fan: Fan): boolean {
  const ends = step.cancelled !== undefined && beginsNoMore(step, frame, state)
  const room = ends ? 0 : fan.concurrency
  while (fan.open < room) {
    // Counted once it has begun: one whose ItemSelector fails has not.
    const again = fan.again[fan.againBegun]
    if (again !== undefined) {
      begin(step, frame, state, fan, again, true)
      fan.againBegun++
    } else if (fan.begun < fan.total) {
      begin(step, frame, state, fan, fan.begun, false)
      fan.begun++
    } else break
  }
  if (fan.open > 0) return false
  const left = fan.begun < fan.total || fan.againBegun < fan.again.length
  const halts = ends && (left || fan.failed > 0) && !reports(step.machine, state)
  return halts ? raise(step, frame, state) : join(step, frame, state, fan)
}

function begin(step: Step, frame: Frame, state: CompiledMap, fan: Fan, index: number, again: boolean): void {
  const before = fan.slots.get(index)
  const child = step.line(frame, index, undefined)
  child.state = frame.state
  step.wait(child, "child")
  // What it is given was decided when it was first ordered.
  if (before instanceof Ended) child.since = before.since
  if (again) child.retryCount = 1
  const order = orderOf(step, child)
  fan.slots.set(index, new Running(child.id))
  fan.open++
  moveChild(step, frame.mapRun, again ? "pendingRedrive" : "pending", "running", weightOf(state, fan, index))
  step.order(order)
}

/** A child that there is no input for leaves nothing behind. */
function orderOf(step: Step, child: Frame): RunChild {
  try {
    return childOrder(step, child)
  } catch (thrown) {
    drop(step, child.id)
    throw thrown
  }
}

/** A child execution ended. One that did not succeed is tolerated within the thresholds, else the Map fails. */
export function childAnswered(
  step: Step,
  frame: Frame,
  state: CompiledMap,
  child: Frame,
  fact: TaskSucceeded | TaskFailed | TaskTimedOut,
): boolean {
  const fan = editFan(step.rev, frame)
  const end = endOf(child, fact)
  fan.slots.set(child.index, end)
  fan.open--
  drop(step, child.id)
  const weight = weightOf(state, fan, child.index)
  moveChild(step, frame.mapRun, "running", placeOf[end.status], weight)
  if (end.status !== "SUCCEEDED") {
    // Items are tolerated, not batches. (AWS: maprun-fail-threshold)
    fan.failed += weight
    const ends = step.cancelled !== undefined && beginsNoMore(step, frame, state)
    if (!ends && exceeds(step, frame, fan)) return giveUp(step, frame, state)
  }
  return proceed(step, frame, state, fan)
}

function endOf(child: Frame, fact: TaskSucceeded | TaskFailed | TaskTimedOut): Ended {
  const { since } = child
  const end = fact.type === "TaskTimedOut" ? undefined : fact.child
  const { startedAt = since, stoppedAt = fact.at } = end ?? {}
  if (fact.type === "TaskSucceeded") {
    const { output } = fact
    return new Ended({ status: "SUCCEEDED", output, error: undefined, cause: undefined, since, startedAt, stoppedAt })
  }
  const status = end?.status ?? (fact.type === "TaskFailed" ? "FAILED" : "TIMED_OUT")
  const { error, cause } = fact.type === "TaskFailed" ? fact : { error: "States.Timeout", cause: undefined }
  return new Ended({ status, output: undefined, error, cause, since, startedAt, stoppedAt })
}

/** A redrive goes on with a map run: every child that did not succeed runs again. (AWS: redrive-map-run) */
export function redriveRun(step: Step, frame: Frame, state: CompiledMap): boolean {
  const fan = editFan(step.rev, frame)
  const again: number[] = []
  stopRunning(step, fan)
  fan.slots.forEach((slot, index) => {
    if (slot instanceof Ended && slot.status !== "SUCCEEDED") again.push(index)
  })
  fan.again = again
  fan.againBegun = 0
  fan.failed = 0
  reopenMapRun(step, frame.mapRun)
  const run = step.mapRuns.get(frame.mapRun)
  const details = step.recording && run !== undefined ? { mapRunArn: run.arn, redriveCount: run.redriveCount } : {}
  step.event(frame, "MapRunRedriven", details)
  step.wait(frame, "children")
  return proceed(step, frame, state, fan)
}

/** A Map that was stopped joins over what its children reported; of those that were at work nothing is known. */
export function joinStopped(step: Step, frame: Frame, state: CompiledMap): boolean {
  const fan = editFan(step.rev, frame)
  stopRunning(step, fan)
  return join(step, frame, state, fan)
}

/** What was running was stopped with the execution, or before. */
function stopRunning(step: Step, fan: Fan): void {
  fan.slots.forEach((slot, index) => {
    if (!(slot instanceof Running)) return
    const since = step.frames.get(slot.frame)?.since ?? step.at
    drop(step, slot.frame)
    fan.slots.set(index, stopped(since, step.at))
  })
  fan.open = 0
}

function stopped(since: number, at: number): Ended {
  const unknown = { output: undefined, error: undefined, cause: undefined }
  return new Ended({ status: "ABORTED", ...unknown, since, startedAt: since, stoppedAt: at })
}

/** How many items a child execution takes. */
function weightOf(state: CompiledMap, fan: Fan, index: number): number {
  const batch = state.batcher === undefined ? undefined : (fan.items?.[index] as { readonly Items: unknown[] }) // made by `batched`
  return batch?.Items.length ?? 1
}
