import { uuid } from "../../query/prf.ts"
import type { Frame } from "../frame.ts"
import type { CompiledMap } from "../machine.ts"
import type { Step } from "../step.ts"

/** The ARN of the child execution that a frame waits for. */
export function awaitedChild(step: Step, child: Frame): string {
  const frame = step.frames.get(child.parent)
  const state = step.stateOf(child)
  if (frame === undefined || state.type !== "Map") throw new Error(`frame ${child.id} is no child execution's`)
  return childId(step, state, childName(step, frame, child.index))
}

/** A child execution's name: the same for a redrive of the map run, another in each map run. */
export function childName(step: Step, frame: Frame, index: number): string {
  return uuid(`${step.run.header.seed}/${frame.mapRun}/Child`, index)
}

/** A child execution's ARN: `…:execution:<machine>/<label>:<name>`. */
export function childId(step: Step, state: CompiledMap, name: string): string {
  const { id } = step.run.header
  return `${homeOf(id, "execution")}/${labelOf(id, state)}:${name}`
}

/** Everything in an execution's ARN before its name, as that of another kind. */
export function homeOf(id: string, kind: "mapRun" | "execution"): string {
  const home = id.slice(0, Math.max(0, id.lastIndexOf(":")))
  return kind === "execution" ? home : home.replace(":execution:", ":mapRun:")
}

/** A Map without a Label has one that stays the same for all executions of its machine. */
export function labelOf(id: string, state: CompiledMap): string {
  return state.label ?? uuid(`${homeOf(id, "execution")}/${state.name}/Label`, 0)
}
