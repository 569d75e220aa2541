import type { MapRunUpdated } from "../fact.ts"
import { editFan } from "../fan.ts"
import type { Frame } from "../frame.ts"
import type { Run } from "../run.ts"
import type { Step } from "../step.ts"
import { proceed } from "./children.ts"
import { exceeds, giveUp } from "./join.ts"
import { boundedConcurrency } from "./limits.ts"
import { editMapRun } from "./tally.ts"

/** Whether there is such a map run, and it runs. */
export function isUpdatable(run: Run, { mapRun }: MapRunUpdated): boolean {
  return run.mapRuns.get(mapRun)?.status === "RUNNING"
}

/** Sets a map run's limits: more children begin at once where there is room now, and a Map fails that tolerates less than failed. */
export function updateMapRun(step: Step, fact: MapRunUpdated): Frame | undefined {
  const { mapRun, maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = fact
  editMapRun(step, mapRun, (run) => ({
    ...run,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
    ...(toleratedFailureCount === undefined ? {} : { toleratedCount: toleratedFailureCount }),
    ...(toleratedFailurePercentage === undefined ? {} : { toleratedPercentage: toleratedFailurePercentage }),
  }))
  let found: number | undefined
  step.frames.forEach(({ id, mapRun: of, fan, waiting }) => {
    if (of === mapRun && fan !== undefined && waiting === "children") found = id
  })
  // Its items are being read, or its results written: the next of these goes by what was just set, the other by nothing.
  if (found === undefined) return undefined
  const frame = step.own(found)
  const state = step.stateOf(frame)
  if (state.type !== "Map") throw new Error(`the frame ${frame.id} has a map run and is no Map`)
  const fan = editFan(step.rev, frame)
  if (maxConcurrency !== undefined) fan.concurrency = boundedConcurrency(step, state, maxConcurrency)
  if (toleratedFailureCount !== undefined) fan.toleratedCount = toleratedFailureCount
  if (toleratedFailurePercentage !== undefined) fan.toleratedPercentage = toleratedFailurePercentage
  const moved = exceeds(step, frame, fan) ? giveUp(step, frame, state) : proceed(step, frame, state, fan)
  return moved ? frame : undefined
}
