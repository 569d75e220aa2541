import { cancel } from "./cancel.ts"
import type { Command } from "./command.ts"
import type { Fact, MapRunUpdated } from "./fact.ts"
import { failRaised } from "./fail-state.ts"
import type { Frame } from "./frame.ts"
import type { Machine } from "./machine.ts"
import { firstState } from "./first-state.ts"
import { HistoryFull } from "./history-quota.ts"
import { childAnswered } from "./map/children.ts"
import { written } from "./map/join.ts"
import { isUpdatable, updateMapRun } from "./map/update.ts"
import { redrive } from "./redrive.ts"
import { notRedrivable } from "./not-redrivable.ts"
import { orderTimeout, timeoutAt } from "./root-timeout.ts"
import { isCompensable, revive } from "./revive.ts"
import type { Run } from "./run.ts"
import { begin, settle } from "./settle.ts"
import { read } from "./state/map.ts"
import { answered } from "./state/task.ts"
import { fired } from "./state/wait.ts"
import { type HistorySink, Step } from "./step.ts"

type Answer = Extract<Fact, { readonly frame: number }>

const none: readonly Command[] = []

/**
 * Advances one run by one fact. Decides; performs nothing.
 * @param history - Takes the history events of this transition; leave it out where nobody reads them.
 * @param consumes - The caller gives the run up: its lines of control are changed where they stand instead of copied.
 * What the run was before cannot be asked any more, nor can it be used where this throws.
 * @returns the next run (the same reference when the fact was stale or a duplicate) and what must now be done, in order
 * @throws {Error} only for a corrupt run or a machine that is not this run's; workflow failures are states of the run
 */
export function transition(
  machine: Machine,
  run: Run,
  fact: Fact,
  history?: HistorySink,
  consumes = false,
): readonly [run: Run, commands: readonly Command[]] {
  if (!counts(machine, run, fact)) return [run, none]
  const step = new Step(machine, run, fact.at, history, consumes)
  try {
    apply(step, fact)
    settle(step)
  } catch (thrown) {
    if (!(thrown instanceof HistoryFull)) throw thrown
    step.finishFull(thrown)
  }
  return [step.done(), step.commands]
}

/** Whether a fact changes anything. */
function counts(machine: Machine, run: Run, fact: Fact): boolean {
  if (fact.type === "ExecutionStarted") return run.rev === 0
  if (run.rev === 0) return false
  if (fact.type === "CancelRequested") {
    return run.status === "RUNNING" ? run.cancelled === undefined : fact.revive === true && isCompensable(machine, run)
  }
  if (fact.type === "RedriveRequested") {
    // Whoever awaits this execution may ask again, where it does not know whether it was heard.
    const again = fact.awaitedBy !== undefined && fact.awaitedBy === run.awaitedBy
    if (fact.awaitedBy === undefined) return notRedrivable(machine, run) === undefined
    // Its Map awaits an end: one whose history is full fails again.
    return run.status !== "RUNNING" && run.status !== "SUCCEEDED" && !again
  }
  if (run.status !== "RUNNING") return false
  if (fact.type === "StopRequested") return true
  if (fact.type === "MapRunUpdated") return isUpdatable(run, fact)
  if (fact.type === "ExecutionTimedOut") return fact.at >= (timeoutAt(machine, run) ?? Infinity)
  return isAwaited(machine, run, fact)
}

function isAwaited(machine: Machine, run: Run, fact: Answer): boolean {
  const frame = run.frames.get(fact.frame)
  if (frame === undefined || frame.seq !== fact.seq) return false
  if (fact.type === "TimerFired") return frame.waiting === "time" || frame.waiting === "retry"
  if (frame.waiting === "read" || frame.waiting === "write" || frame.waiting === "child") {
    return fact.type !== "TaskSubmitted"
  }
  if (frame.waiting !== "task") return false
  if (fact.type !== "TaskSubmitted") return true
  const state = machine.states[frame.state]
  return frame.submitted < (state?.type === "Task" && state.resource.events === "Activity" ? 2 : 1)
}

function apply(step: Step, fact: Fact): void {
  switch (fact.type) {
    case "ExecutionStarted":
      return start(step)
    case "RedriveRequested":
      return redrive(step, fact)
    case "CancelRequested":
      return step.status === "RUNNING" ? cancel(step, fact) : revive(step, fact)
    case "MapRunUpdated":
      return update(step, fact)
    case "StopRequested":
      step.aside(0, "ExecutionAborted", fieldsOf(fact))
      return step.finish("ABORTED", undefined, { error: fact.error, cause: fact.cause })
    case "ExecutionTimedOut":
      // No Retry or Catch can see the root's TimeoutSeconds. The event alone names the error (reported from AWS).
      step.aside(0, "ExecutionTimedOut", { error: "States.Timeout" })
      return step.finish("TIMED_OUT", undefined, undefined)
    case "TaskSubmitted":
    case "TaskSucceeded":
    case "TaskFailed":
    case "TaskTimedOut":
    case "TimerFired":
      return answer(step, fact)
  }
}

function start(step: Step): void {
  const { header } = step.run
  const root = step.open(undefined, 0, undefined)
  root.state = firstState(step.machine, header)
  root.input = header.input
  // AWS links the first state's entry to nothing, as if it had come before ExecutionStarted.
  step.aside(0, "ExecutionStarted", step.recording ? { input: header.input, roleArn: header.roleArn } : {})
  orderTimeout(step)
}

/** A Map whose run tolerates no more fails with it. */
function update(step: Step, fact: MapRunUpdated): void {
  const moved = updateMapRun(step, fact)
  if (moved !== undefined) step.goOn(moved)
}

function answer(step: Step, fact: Answer): void {
  const frame = step.own(fact.frame)
  if (frame.waiting === "child") return childEnded(step, frame, fact)
  const moved = resume(step, frame, fact)
  if (moved) step.goOn(frame)
}

/** The end of a child execution is its Map's concern. */
function childEnded(step: Step, child: Frame, fact: Answer): void {
  if (fact.type === "TimerFired" || fact.type === "TaskSubmitted") return
  const frame = step.own(child.parent)
  const state = step.stateOf(frame)
  if (state.type !== "Map") throw new Error(`the child ${child.id} belongs to no Map`)
  let moved: boolean
  try {
    moved = childAnswered(step, frame, state, child, fact)
  } catch (thrown) {
    moved = failRaised(step, frame, thrown)
  }
  if (moved) step.goOn(frame)
}

function resume(step: Step, frame: Frame, fact: Answer): boolean {
  const state = step.stateOf(frame)
  const { waiting } = frame
  if (fact.type !== "TaskSubmitted") frame.waiting = "nothing"
  try {
    if (fact.type === "TimerFired") {
      if (waiting === "retry" || state.type !== "Wait") return begin(step, frame)
      return fired(step, frame, state)
    }
    if (state.type === "Task") return answered(step, frame, state, fact)
    if (state.type !== "Map" || fact.type === "TaskSubmitted") return false
    return waiting === "write" ? written(step, frame, state, fact) : read(step, frame, state, fact)
  } catch (thrown) {
    return failRaised(step, frame, thrown)
  }
}

function fieldsOf(fact: { readonly error?: string; readonly cause?: string }) {
  return {
    ...(fact.error === undefined ? {} : { error: fact.error }),
    ...(fact.cause === undefined ? {} : { cause: fact.cause }),
  }
}
