import type { Frame } from "./frame.ts"
import type { Step } from "./step.ts"

/**
 * Where a frame stands, for keys and people: `Parallel[0]/Map[3]/Charge`, an iteration over an object `Map{key}`, the
 * second time round a loop `Charge#2`. The same on every replay, attempt and redrive; unique within the execution.
 */
export function pathOf(step: Step, frame: Frame): string {
  const state = step.stateOf(frame)
  const round = frame.visits?.[frame.state] ?? 1
  const own = round === 1 ? state.name : `${state.name}#${round}`
  const parent = frame.parent < 0 ? undefined : step.frames.get(frame.parent)
  if (parent === undefined) return own
  const place = frame.item?.key === undefined ? `[${frame.index}]` : `{${frame.item.key}}`
  return `${pathOf(step, parent)}${place}/${own}`
}
