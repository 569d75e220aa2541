import { Running } from "./fan.ts"
import type { Frame } from "./frame.ts"
import { awaitedChild } from "./map/child-name.ts"
import { closeMapRun } from "./map/tally.ts"
import type { Step } from "./step.ts"

/**
 * Stops every line of control below a frame: work that is out is called back, states still entered are written as
 * aborted. All of that follows the frame's last event, which is that of the line that failed. The frames stay, for a
 * redrive may go on with them; {@link dropChildren} removes them.
 * @param failed - The frame of the iteration that failed: it is not itself aborted, only the state it stands in.
 */
export function abortChildren(step: Step, frame: Frame, failed = -1): void {
  abortBelow(step, frame, frame.lastEvent, failed)
}

/** The state that a line of control failed in ends with it. */
export function abortState(step: Step, frame: Frame, after: number): void {
  if (frame.entries === 0) return
  const { aborted } = step.stateOf(frame)
  if (aborted !== undefined) step.aside(after, aborted)
}

function abortBelow(step: Step, frame: Frame, after: number, failed: number): void {
  frame.fan?.slots.forEach((slot) => {
    if (slot instanceof Running) abort(step, step.own(slot.frame), frame, after, failed)
  })
}

function abort(step: Step, frame: Frame, parent: Frame, after: number, failed: number): void {
  if (frame.waiting === "aborted") return
  if (closeMapRun(step, frame.mapRun, "ABORTED")) step.event(frame, "MapRunAborted")
  if (frame.waiting !== "nothing" && frame.waiting !== "children") {
    const child = frame.waiting === "child" ? { child: awaitedChild(step, frame) } : {}
    step.order({ type: "CancelWork", frame: frame.id, seq: frame.seq, ...child })
  }
  frame.waiting = "aborted"
  const map = step.stateOf(parent)
  if (map.type === "Map" && !map.distributed && frame.id !== failed) {
    step.aside(after, "MapIterationAborted", { name: map.name, index: frame.index })
  }
  abortState(step, frame, after)
  abortBelow(step, frame, after, failed)
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
