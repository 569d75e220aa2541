import type { Step } from "../step.ts"

/** How many child executions, or items, of a map run stand where. Those that count nowhere have not begun. */
export interface MapRunTally {
  readonly total: number
  readonly running: number
  readonly succeeded: number
  readonly failed: number
  readonly timedOut: number
  readonly aborted: number
  /** They did not succeed, and are to run again. */
  readonly pendingRedrive: number
  readonly resultsWritten: number
}

/** A distributed Map's run: what is kept of it as long as the execution is. Part of a checkpoint: a stored format. */
export interface MapRun {
  readonly arn: string
  /** The Map's name. */
  readonly state: string
  readonly status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED"
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly stoppedAt?: number | undefined
  /** `MaxConcurrency`; 0 where it sets none. */
  readonly maxConcurrency: number
  readonly toleratedCount?: number | undefined
  readonly toleratedPercentage?: number | undefined
  readonly executions: MapRunTally
  /** Where executions take several items each; else every execution is one item. */
  readonly items?: MapRunTally | undefined
  readonly redriveCount: number
  readonly redrivenAt?: number | undefined
}

/** A place of a {@link MapRunTally}; `pending` is everywhere else. */
export type TallyPlace = Exclude<keyof MapRunTally, "total"> | "pending"

/** A tally of so many that have not begun. */
export function emptyTally(total: number): MapRunTally {
  return {
    total,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    pendingRedrive: 0,
    resultsWritten: 0,
  }
}

/** Changes what is kept of a map run. */
export function editMapRun(step: Step, number: number, change: (run: MapRun) => MapRun): void {
  const run = step.mapRuns.get(number)
  if (run === undefined) throw new Error(`there is no map run ${number}`)
  step.setMapRun(number, change(run))
}

/** Moves one child execution of `weight` items from one place to another. */
export function moveChild(step: Step, number: number, from: TallyPlace, to: TallyPlace, weight: number): void {
  editMapRun(step, number, (run) => ({
    ...run,
    executions: moved(run.executions, from, to, 1),
    ...(run.items === undefined ? {} : { items: moved(run.items, from, to, weight) }),
  }))
}

function moved(tally: MapRunTally, from: TallyPlace, to: TallyPlace, count: number): MapRunTally {
  const changed: { -readonly [Place in keyof MapRunTally]: number } = { ...tally }
  if (from !== "pending") changed[from] -= count
  if (to !== "pending") changed[to] += count
  return changed
}

/** Ends a map run that still runs: what it had under way was stopped. Nothing happens to one that has ended. */
export function closeMapRun(step: Step, number: number, status: Exclude<MapRun["status"], "RUNNING">): boolean {
  if (number < 0 || step.mapRuns.get(number)?.status !== "RUNNING") return false
  editMapRun(step, number, (run) => ({
    ...run,
    status,
    stoppedAt: step.at,
    executions: stopped(run.executions),
    ...(run.items === undefined ? {} : { items: stopped(run.items) }),
  }))
  return true
}

/** What runs, or was to run again, was stopped. */
function stopped(tally: MapRunTally): MapRunTally {
  const { running, pendingRedrive, aborted } = tally
  return { ...tally, running: 0, pendingRedrive: 0, aborted: aborted + running + pendingRedrive }
}

/** Takes up a map run again: all that did not succeed is to run once more. */
export function reopenMapRun(step: Step, number: number): void {
  editMapRun(step, number, (ended) => {
    const { stoppedAt: _stoppedAt, ...run } = ended
    return {
      ...run,
      status: "RUNNING",
      executions: redriven(run.executions),
      ...(run.items === undefined ? {} : { items: redriven(run.items) }),
      redriveCount: run.redriveCount + 1,
      redrivenAt: step.at,
    }
  })
}

function redriven(tally: MapRunTally): MapRunTally {
  const { running, failed, timedOut, aborted, pendingRedrive } = tally
  const again = running + failed + timedOut + aborted + pendingRedrive
  return { ...tally, running: 0, failed: 0, timedOut: 0, aborted: 0, pendingRedrive: again }
}
