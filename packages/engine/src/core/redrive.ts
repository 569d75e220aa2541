import type { RedriveRequested } from "./fact.ts"
import { failRaised } from "./fail-state.ts"
import { firstState } from "./first-state.ts"
import { Frame } from "./frame.ts"
import type { CompiledMap } from "./machine.ts"
import { redriveRun } from "./map/children.ts"
import { orderTimeout } from "./root-timeout.ts"
import { begin, settle } from "./settle.ts"
import { redriven } from "./state/map.ts"
import type { Step } from "./step.ts"

/**
 * Goes on from where the execution ended: every line of control that failed or was stopped starts the state it stood in
 * again, with its input from before and its retries to spend anew; branches and iterations that had ended stay ended.
 * (AWS: redrive-executions)
 */
export function redrive(step: Step, { anew, awaitedBy }: RedriveRequested): void {
  step.status = "RUNNING"
  step.error = undefined
  step.cause = undefined
  step.cancelled = undefined
  step.redriveCount++
  step.redrivenAt = step.at
  if (awaitedBy !== undefined) step.awaitedBy = awaitedBy
  const root = step.own(0)
  root.lastEvent = step.aside(root.lastEvent, "ExecutionRedriven", { redriveCount: step.redriveCount })
  orderTimeout(step)
  if (anew === true) return startAnew(step, root)
  const stopped: number[] = []
  step.frames.forEach(({ id }) => stopped.push(id))
  for (const id of stopped) step.own(id).waiting = "aborted"
  // One after the other as far as it goes: where one of them fails, those that follow stand where they stood.
  for (const id of stopped) {
    if (step.status !== "RUNNING") return
    if (step.frames.get(id)?.waiting !== "aborted") continue
    restart(step, step.own(id))
    settle(step)
  }
}

/** Forgets all that was done, but for what frames have waited for: no answer from before may be taken for a new one. */
function startAnew(step: Step, { seq, lastEvent }: Frame): void {
  const { header } = step.run
  dropAll(step)
  const root = new Frame(step.rev, 0, -1, 0, undefined)
  root.state = firstState(step.machine, header)
  root.input = header.input
  root.seq = seq
  root.lastEvent = lastEvent
  step.frames.set(0, root)
  step.goOn(root)
}

function dropAll(step: Step): void {
  const ids: number[] = []
  step.frames.forEach(({ id }) => ids.push(id))
  for (const id of ids) step.frames.remove(id)
}

function restart(step: Step, frame: Frame): void {
  frame.waiting = "nothing"
  frame.retries = undefined
  if (frame.entries === 0) return step.goOn(frame)
  if (frame.fan !== undefined) {
    const state = step.stateOf(frame)
    if (state.type === "Map") return goOnWithMap(step, frame, state)
    // Its branches that failed run again by themselves.
    frame.waiting = "children"
    return
  }
  frame.retryCount = 0
  if (begin(step, frame)) step.goOn(frame)
}

/** A distributed Map's children are executions of their own: those that did not succeed are redriven. */
function goOnWithMap(step: Step, frame: Frame, state: CompiledMap): void {
  let moved: boolean
  try {
    moved = state.distributed ? redriveRun(step, frame, state) : redriven(step, frame, state)
  } catch (thrown) {
    moved = failRaised(step, frame, thrown)
  }
  if (moved) step.goOn(frame)
}
