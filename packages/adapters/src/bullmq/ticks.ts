import { getNextMillis } from "bullmq"

import type { Schedule } from "./schedule.ts"

/** How long a tick may be late and still be on time, in milliseconds. */
const onTime = 60_000
/** Ticks that are made good at most. */
const most = 1000

type Times = Pick<Schedule, "cron" | "timezone">

/** The first tick after a time; undefined where there is none. @throws {Error} for what is no cron expression or timezone. */
export function nextTick({ cron, timezone }: Times, after: number): number | undefined {
  return getNextMillis(after, { pattern: cron, tz: timezone })
}

/** What is due of a schedule. */
export interface DueTicks {
  /** To be started, the oldest first; milliseconds since 1970. */
  readonly start: readonly number[]
  /** Every tick up to this one is dealt with, once those are started. */
  readonly upTo: number
  /** There were more than can be made good: the oldest are dropped. */
  readonly isCut: boolean
}

/**
 * What is due by now of a schedule whose ticks were dealt with up to `last`, by its catch-up policy.
 * @param last - Milliseconds since 1970; `now` likewise.
 */
export function dueTicks(schedule: Times & Pick<Schedule, "catchUp">, last: number, now: number): DueTicks {
  const { catchUp } = schedule
  const start =
    catchUp === "skip"
      ? ticksIn(schedule, Math.max(last, now - onTime), now)
      : lastTicks(schedule, last, now, catchUp === "once" ? 1 : most)
  const [oldest = -Infinity] = start
  const isCut = catchUp === "all" && start.length === most && (nextTick(schedule, last) ?? Infinity) < oldest
  return { start, upTo: start.at(-1) ?? last, isCut }
}

/** The last ticks after one time and up to another. Looked for from the end: after a year there may be millions. */
function lastTicks(schedule: Times, after: number, upTo: number, wanted: number): readonly number[] {
  for (let span = onTime; ; span *= 2) {
    const from = Math.max(after, upTo - span)
    const ticks = ticksIn(schedule, from, upTo)
    if (ticks.length >= wanted || from === after) return ticks.slice(-wanted)
  }
}

/** Every tick after one time and up to another. */
function ticksIn(schedule: Times, after: number, upTo: number): readonly number[] {
  const ticks: number[] = []
  for (let tick = nextTick(schedule, after); tick !== undefined && tick <= upTo; tick = nextTick(schedule, tick)) {
    ticks.push(tick)
  }
  return ticks
}

/** The name of the execution that a tick starts: the same whoever starts it, however often. */
export function tickName({ name }: Pick<Schedule, "name">, tick: number): string {
  return `${name}-${new Date(tick)
    .toISOString()
    .replaceAll(/[-:]|\.000/g, "")
    .replace(".", "-")}`
}
