import { Running } from "./fan.ts"
import type { Frame } from "./frame.ts"
import { awaitedChild } from "./map/child-name.ts"
import { closeMapRun } from "./map/tally.ts"
import type { Step } from "./step.ts"

/**
 * Stops every line of control below a frame: work that is out is called back, states still entered are written as
 * aborted. A distributed Map's run has failed. The frames stay, for a redrive may go on with them; {@link dropChildren} removes them.
 */
export function abortChildren(step: Step, frame: Frame): void {
  closeMapRun(step, frame.mapRun, "FAILED")
  frame.fan?.slots.forEach((slot) => {
    if (slot instanceof Running) abort(step, step.own(slot.frame), frame)
  })
}

function abort(step: Step, frame: Frame, parent: Frame): void {
  if (frame.waiting === "aborted") return
  if (closeMapRun(step, frame.mapRun, "ABORTED")) step.event(frame, "MapRunAborted")
  abortChildren(step, frame)
  if (frame.waiting !== "nothing" && frame.waiting !== "children") {
    const child = frame.waiting === "child" ? { child: awaitedChild(step, frame) } : {}
    step.order({ type: "CancelWork", frame: frame.id, seq: frame.seq, ...child })
  }
  frame.waiting = "aborted"
  if (frame.entries === 0) return
  const { aborted } = step.stateOf(frame)
  if (aborted !== undefined) step.aside(frame.lastEvent, aborted)
  const map = step.stateOf(parent)
  if (map.type === "Map") {
    step.aside(frame.lastEvent, "MapIterationAborted", { name: map.name, index: frame.index })
  }
}

/** Forgets every line of control below a frame. */
export function dropChildren(step: Step, frame: Frame): void {
  frame.fan?.slots.forEach((slot) => {
    if (slot instanceof Running) drop(step, slot.frame)
  })
  frame.fan = undefined
}

/** Forgets a line of control and all below it. */
export function drop(step: Step, id: number): void {
  const frame = step.frames.get(id)
  frame?.fan?.slots.forEach((slot) => {
    if (slot instanceof Running) drop(step, slot.frame)
  })
  step.frames.remove(id)
}
