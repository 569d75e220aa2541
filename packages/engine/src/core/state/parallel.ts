import type { Json } from "../../asl/json.ts"
import type { Failure } from "../failure.ts"
import { effectiveInput, enterEvent, fail, guarded, leave } from "../flow.ts"
import type { CompiledParallel } from "../machine.ts"
import type { Frame, WaitingForBranches } from "../run.ts"
import { StateScope } from "../state-scope.ts"
import type { Step } from "../step.ts"
import { abortBelow } from "../abort.ts"
import { PersistentVector } from "../vector.ts"

/** A Parallel state: a frame for each branch, joined when the last one ends. */
export function enterParallel(step: Step, before: Frame, state: CompiledParallel): void {
  openBranches(step, enterEvent(step, before, state), state)
}

/** A retrier's backoff ended: all branches anew. */
export function retryParallel(step: Step, frame: Frame, state: CompiledParallel): void {
  openBranches(step, frame, state)
}

function openBranches(step: Step, frame: Frame, state: CompiledParallel): void {
  guarded(step, frame.id, () => {
    const input = effectiveInput(step, frame, state)
    const given = state.arguments === undefined ? input : state.arguments(new StateScope(step, frame, input))
    const started = step.eventOf(frame, "ParallelStateStarted")
    const parent = step.wait(started, {
      for: "branches",
      open: state.branches.length,
      results: PersistentVector.from<Json>(state.branches.map(() => null)),
    })
    for (const [index, startAt] of state.branches.entries()) {
      step.open(parent, index, startAt, given, parent.lastEvent)
    }
  })
}

/** A branch ended well. */
export function branchEnded(
  step: Step,
  parent: Frame,
  waiting: WaitingForBranches,
  state: CompiledParallel,
  child: Frame,
  output: Json,
): void {
  step.drop(child)
  const results = waiting.results.set(child.index, output)
  const open = waiting.open - 1
  const frame = step.put({ ...parent, lastEvent: child.lastEvent, waiting: { ...waiting, open, results } })
  if (open > 0) return
  const succeeded = step.event("ParallelStateSucceeded", frame.lastEvent)
  const result = Array.from({ length: state.branches.length }, (_, index) => results.get(index) ?? null)
  guarded(step, frame.id, () => leave(step, { ...frame, lastEvent: succeeded }, state, result))
}

/** A branch failed: the others are aborted, and the Parallel state fails with the branch's error. */
export function branchFailed(step: Step, parent: Frame, child: Frame, failure: Failure): void {
  abortBelow(step, parent)
  fail(step, step.put({ ...parent, lastEvent: child.lastEvent }), failure)
}
