import type { Json } from "../../asl/json.ts"
import { drop } from "../abort.ts"
import { EvalScope } from "../eval-scope.ts"
import { failState } from "../fail-state.ts"
import type { Failure } from "../failure.ts"
import { editFan, Fan, Running } from "../fan.ts"
import { effectiveInput, leave } from "../flow.ts"
import type { Frame } from "../frame.ts"
import type { CompiledParallel } from "../machine.ts"
import type { Step } from "../step.ts"

/** A Parallel state: a frame for each branch, joined when the last one ends. */
export function begin(step: Step, frame: Frame, state: CompiledParallel): boolean {
  const input = effectiveInput(step, frame, state)
  const given = state.arguments === undefined ? input : state.arguments(new EvalScope(step, frame, input))
  step.event(frame, "ParallelStateStarted")
  step.wait(frame, "children")
  const total = state.branches.length
  const fan = new Fan(step.rev, {
    total,
    items: undefined,
    keys: undefined,
    concurrency: total,
    toleratedCount: undefined,
    toleratedPercentage: undefined,
  })
  frame.fan = fan
  for (const [index, startAt] of state.branches.entries()) {
    const branch = step.open(frame, index, undefined)
    branch.state = startAt
    branch.input = given
    branch.lastEvent = frame.lastEvent
    fan.slots.set(index, new Running(branch.id))
  }
  fan.begun = total
  fan.open = total
  return false
}

/** A branch ended well. */
export function childEnded(step: Step, frame: Frame, state: CompiledParallel, child: Frame, output: Json): boolean {
  const fan = editFan(step.rev, frame)
  fan.slots.set(child.index, output)
  fan.open--
  frame.lastEvent = child.lastEvent
  drop(step, child.id)
  if (fan.open > 0) return false
  step.succeeded(frame, frame.lastEvent, "ParallelStateSucceeded")
  const result = fan.results()
  frame.fan = undefined
  return leave(step, frame, state, result)
}

/** A branch failed: the others are aborted, and the Parallel state fails with the branch's error. */
export function childFailed(step: Step, frame: Frame, child: Frame, failure: Failure): boolean {
  frame.lastEvent = child.lastEvent
  return failState(step, frame, failure)
}
