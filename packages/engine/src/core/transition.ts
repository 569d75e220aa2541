import type { Command } from "./command.ts"
import type { Fact, RedriveRequested, StopRequested, TimerFired } from "./fact.ts"
import { errorFields } from "./flow.ts"
import type { CompiledState, Machine } from "./machine.ts"
import type { Frame, Run } from "./run.ts"
import { enterChoice } from "./state/choice.ts"
import { enterFail } from "./state/fail.ts"
import { enterMap, itemEnded, itemFailed, retryMap } from "./state/map.ts"
import { branchEnded, branchFailed, enterParallel, retryParallel } from "./state/parallel.ts"
import { enterPass } from "./state/pass.ts"
import { enterSucceed } from "./state/succeed.ts"
import { enterTask, resumeTask, retryTask } from "./state/task.ts"
import { enterWait, resumeWait } from "./state/wait.ts"
import { type HistorySink, type Settled, Step } from "./step.ts"

type Answer = Extract<Fact, { readonly frame: number }>

const none: readonly Command[] = []

/**
 * Advances one run by one fact. Decides; performs nothing.
 * @param history - Takes the history events of this transition; leave it out where nobody reads them.
 * @returns the next run (the same reference when the fact was stale or a duplicate) and what must now be done, in order
 * @throws {Error} only for a corrupt run or a machine that is not this run's; workflow failures are states of the run
 */
export function transition(
  machine: Machine,
  run: Run,
  fact: Fact,
  history?: HistorySink,
): readonly [run: Run, commands: readonly Command[]] {
  const step = new Step(machine, run, fact.at, history)
  if (!apply(step, fact)) return [run, none]
  settle(step)
  return [step.done(), step.commands]
}

/** Answers false where the fact changes nothing. */
function apply(step: Step, fact: Fact): boolean {
  if (fact.type === "ExecutionStarted") return start(step)
  if (fact.type === "RedriveRequested") return redrive(step, fact)
  if (step.status !== "RUNNING" || step.frames.length === 0) return false
  switch (fact.type) {
    case "StopRequested":
      return stop(step, fact)
    case "ExecutionTimedOut":
      return timeOut(step)
    case "TaskSubmitted":
    case "TaskSucceeded":
    case "TaskFailed":
    case "TaskTimedOut":
    case "TimerFired":
      return answer(step, fact)
  }
}

function start(step: Step): boolean {
  if (step.frames.length > 0) return false
  const { header } = step.run
  const { timeoutSeconds, startAt } = step.machine
  step.event("ExecutionStarted", 0, () => ({ input: header.input, roleArn: header.roleArn }))
  // AWS counts the first state's entry from 0, not from ExecutionStarted.
  step.open(undefined, 0, startAt, header.input, 0)
  if (timeoutSeconds !== undefined) {
    step.commands.push({ type: "StartTimer", frame: -1, seq: 0, dueMs: header.startedAt + timeoutSeconds * 1000 })
  }
  return true
}

function answer(step: Step, fact: Answer): boolean {
  const frame = step.frames.get(fact.frame)
  if (frame === undefined || frame.seq !== fact.seq) return false
  const state = step.stateOf(frame)
  if (fact.type === "TimerFired") return timer(step, fact, frame, state)
  if (frame.waiting.for !== "task" || state.type !== "Task") return false
  if (fact.type === "TaskSubmitted" && frame.waiting.submitted) return false
  resumeTask(step, frame, state, fact)
  return true
}

function timer(step: Step, _fact: TimerFired, frame: Frame, state: CompiledState): boolean {
  if (frame.waiting.for === "time" && state.type === "Wait") {
    resumeWait(step, frame, state)
    return true
  }
  if (frame.waiting.for !== "retry") return false
  if (state.type === "Task") retryTask(step, frame, state)
  else if (state.type === "Parallel") retryParallel(step, frame, state)
  else if (state.type === "Map") retryMap(step, frame, state)
  return true
}

/** Takes every frame as far as it goes without an answer from outside. */
function settle(step: Step): void {
  for (;;) {
    const settled = step.settled.shift()
    if (settled !== undefined) {
      join(step, settled)
      continue
    }
    const id = step.ready.shift()
    if (id === undefined || step.status !== "RUNNING") return
    const frame = step.frames.get(id)
    if (frame !== undefined) enter(step, frame, step.stateOf(frame))
  }
}

function enter(step: Step, frame: Frame, state: CompiledState): void {
  switch (state.type) {
    case "Pass":
      return enterPass(step, frame, state)
    case "Task":
      return enterTask(step, frame, state)
    case "Choice":
      return enterChoice(step, frame, state)
    case "Wait":
      return enterWait(step, frame, state)
    case "Succeed":
      return enterSucceed(step, frame, state)
    case "Fail":
      return enterFail(step, frame, state)
    case "Parallel":
      return enterParallel(step, frame, state)
    case "Map":
      return enterMap(step, frame, state)
  }
}

/** A branch or iteration ended: its parent's state takes it. */
function join(step: Step, settled: Settled): void {
  const child = step.frames.get(settled.frame)
  const parent = child && step.frames.get(child.parent)
  if (child === undefined || parent === undefined) return
  const state = step.stateOf(parent)
  const { waiting } = parent
  if (state.type === "Parallel" && waiting.for === "branches") {
    if (settled.failure === undefined) branchEnded(step, parent, waiting, state, child, settled.output)
    else branchFailed(step, parent, child, settled.failure)
  } else if (state.type === "Map" && waiting.for === "items") {
    if (settled.failure === undefined) itemEnded(step, parent, waiting, state, child, settled.output)
    else itemFailed(step, parent, waiting, state, child, settled.failure)
  }
}

function stop(step: Step, fact: StopRequested): boolean {
  cancelAll(step)
  const failure = errorFields(fact)
  step.event("ExecutionAborted", lastEventOfRoot(step), () => failure)
  step.status = "ABORTED"
  step.error = fact.error
  step.cause = fact.cause
  step.commands.push({ type: "FinishExecution", status: "ABORTED", ...failure })
  return true
}

/** The root's TimeoutSeconds: no Retry or Catch can see it. */
function timeOut(step: Step): boolean {
  if (step.machine.timeoutSeconds === undefined) return false
  cancelAll(step)
  step.event("ExecutionTimedOut", lastEventOfRoot(step), () => ({ error: "States.Timeout" }))
  step.status = "TIMED_OUT"
  step.error = "States.Timeout"
  step.commands.push({ type: "FinishExecution", status: "TIMED_OUT", error: "States.Timeout" })
  return true
}

function cancelAll(step: Step): void {
  for (const [, frame] of step.frames.entries()) {
    const { for: what } = frame.waiting
    if (what === "task" || what === "time" || what === "retry") {
      step.commands.push({ type: "CancelWork", frame: frame.id, seq: frame.seq })
    }
  }
}

function lastEventOfRoot(step: Step): number {
  let last = 0
  for (const [, frame] of step.frames.entries()) last = Math.max(last, frame.lastEvent)
  return last
}

/**
 * Goes on from the root's state in which the execution ended. A Parallel or Map starts all its branches anew.
 * (AWS re-runs only the failed ones; that is not built yet.)
 */
function redrive(step: Step, fact: RedriveRequested): boolean {
  if (step.status === "RUNNING" || step.status === "SUCCEEDED") return false
  const root = step.frames.get(0)
  if (root === undefined) return false
  for (const [, frame] of step.frames.entries()) if (frame.id !== 0) step.drop(frame)
  step.status = "RUNNING"
  step.error = undefined
  step.cause = undefined
  step.redriveCount += 1
  step.redrivenAt = fact.at
  const redriveCount = step.redriveCount
  const event = step.event("ExecutionRedriven", lastEventOfRoot(step), () => ({ redriveCount }))
  step.move({ ...root, seq: root.seq + 1, lastEvent: event }, root.state, root.input, root.variables)
  return true
}
