import { isRefused, refuse, rest } from "./cancel.ts"
import { isCancelled } from "./is-cancelled.ts"
import { failRaised, failState } from "./fail-state.ts"
import { enterEvent } from "./flow.ts"
import type { Frame } from "./frame.ts"
import type { CompiledState } from "./machine.ts"
import * as choice from "./state/choice.ts"
import * as fail from "./state/fail.ts"
import * as map from "./state/map.ts"
import * as parallel from "./state/parallel.ts"
import * as pass from "./state/pass.ts"
import * as succeed from "./state/succeed.ts"
import * as task from "./state/task.ts"
import * as wait from "./state/wait.ts"
import type { Ended, Step } from "./step.ts"

/** States that one line of control may enter without waiting for anything: a loop that never waits must not hang us. */
const runaway = 100_000

/** Takes every frame as far as it goes without an answer from outside, in the order in which they came to stand ready. */
export function settle(step: Step): void {
  let nextEnded = 0
  let nextReady = 0
  while (step.status === "RUNNING") {
    const ended = step.ended[nextEnded]
    if (ended !== undefined) {
      nextEnded++
      join(step, ended)
      continue
    }
    const ready = step.ready[nextReady]
    if (ready === undefined) {
      step.ended = []
      step.ready = []
      return
    }
    nextReady++
    const frame = step.frames.get(ready.id)
    if (frame !== undefined && frame.waiting === "nothing") advance(step, step.own(frame.id))
  }
}

/** Starts the work of the state that a frame stands in: after its entry, and again for a retry or a redrive. */
export function begin(step: Step, frame: Frame): boolean {
  const state = step.stateOf(frame)
  try {
    return beginState(step, frame, state)
  } catch (thrown) {
    return failRaised(step, frame, thrown)
  }
}

function advance(step: Step, frame: Frame): void {
  for (let entered = 0; step.status === "RUNNING"; entered++) {
    enterEvent(step, frame, step.stateOf(frame))
    if (entered >= runaway) return void failState(step, frame, neverWaits())
    if (!(refusing(step, frame) ? refuse(step, frame, step.stateOf(frame)) : begin(step, frame))) return
  }
}

function refusing(step: Step, frame: Frame): boolean {
  return step.cancelled !== undefined && isRefused(step, frame, step.stateOf(frame))
}

function beginState(step: Step, frame: Frame, state: CompiledState): boolean {
  switch (state.type) {
    case "Pass":
      return pass.begin(step, frame, state)
    case "Task":
      return task.begin(step, frame, state)
    case "Choice":
      return choice.begin(step, frame, state)
    case "Wait":
      return wait.begin(step, frame, state)
    case "Succeed":
      return succeed.begin(step, frame, state)
    case "Fail":
      return fail.begin(step, frame, state)
    case "Parallel":
      return parallel.begin(step, frame, state)
    case "Map":
      return map.begin(step, frame, state)
  }
}

/** A branch or iteration ended: its parent's state takes it. */
function join(step: Step, ended: Ended): void {
  const { frame: child, output, failure } = ended
  // Of several that stop at once, one may have taken all with it.
  if (step.cancelled !== undefined && step.frames.get(child.id) !== child) return
  const parent = step.own(child.parent)
  const state = step.stateOf(parent)
  let moved = false
  try {
    if (ended.halted === true) moved = rest(step, parent, state)
    else if (failure !== undefined && isCancelled(step, parent, state)) {
      // The others come to rest before the state that holds them fails.
      child.waiting = "halted"
      moved = rest(step, parent, state)
    } else if (state.type === "Parallel") {
      moved =
        failure === undefined
          ? parallel.childEnded(step, parent, state, child, output)
          : parallel.childFailed(step, parent, child, failure)
    } else if (state.type === "Map") {
      moved =
        failure === undefined
          ? map.childEnded(step, parent, state, child, output)
          : map.childFailed(step, parent, state, child, failure)
    }
    if (!moved && step.cancelled !== undefined) moved = rest(step, parent, step.stateOf(parent))
  } catch (thrown) {
    moved = failRaised(step, parent, thrown)
  }
  if (moved) step.goOn(parent)
}

function neverWaits() {
  return { error: "States.Runtime", cause: `The execution entered ${runaway} states without waiting for anything.` }
}
