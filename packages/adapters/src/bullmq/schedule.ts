import { EngineError, type Startable } from "@stepwright/engine"

import { nextTick } from "./ticks.ts"

/**
 * What becomes of ticks that nobody was there for: `skip`: nothing; `once`: the last of them is made good; `all`: each of
 * them is, the oldest first.
 */
export type CatchUp = "skip" | "once" | "all"

export interface ScheduleOptions {
  /** Begins the names of its executions: 1 to 60 letters, digits, `-` and `_`. Default: the workflow's name. */
  readonly name?: string
  /** IANA name, as `Europe/Berlin`; default `UTC`. */
  readonly timezone?: string
  /** Default `skip`. */
  readonly catchUp?: CatchUp
}

/** Executions of one workflow that are started by the clock. */
export interface Schedule {
  readonly name: string
  readonly cron: string
  readonly timezone: string
  readonly catchUp: CatchUp
  readonly workflow: Startable<unknown>
  /** @param tick - Milliseconds since 1970. */
  readonly inputOf: (tick: number) => unknown
}

/** A schedule that does not say yet what it starts. */
export interface ScheduleBuilder {
  /** @param input - The same for each tick, or made from the time that the tick stands for. */
  start<I>(workflow: Startable<I>, input: NoInfer<I> | ((tick: Date) => NoInfer<I>)): Schedule
}

/**
 * Declares a schedule.
 * @param cron - Five fields, or six that begin with seconds.
 */
export function schedule(cron: string, options: ScheduleOptions = {}): ScheduleBuilder {
  const { timezone = "UTC", catchUp = "skip" } = options
  return {
    start(workflow, input) {
      const name = options.name ?? workflow.name
      if (!/^[\w-]{1,60}$/.test(name)) throw invalid(name, "its name is not 1 to 60 letters, digits, '-' and '_'")
      try {
        nextTick({ cron, timezone }, 0)
      } catch (error) {
        throw invalid(name, error instanceof Error ? error.message : String(error))
      }
      // A function cannot be a workflow's input: that is JSON.
      const make = typeof input === "function" ? (input as (tick: Date) => unknown) : () => input
      return { name, cron, timezone, catchUp, workflow, inputOf: (tick) => make(new Date(tick)) }
    },
  }
}

function invalid(name: string, why: string): EngineError {
  return new EngineError({ code: "SCHEDULE_INVALID", message: `The schedule '${name}' cannot be kept: ${why}.` })
}
