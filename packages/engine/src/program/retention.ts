import type { Duration } from "@stepwright/dsl"

import type { HistoryEvent } from "../core/index.ts"
import { EngineError } from "../errors.ts"
import type { ExecutionDescription } from "./client.ts"

/** How long executions are kept that have ended. */
export interface Retention {
  /** How long after its end an execution is removed, with all that belongs to it but open dead letters: `"30d"`. */
  readonly after: Duration
  /**
   * Puts an execution away before it is removed; it is removed once this resolves, and tried again at the next round
   * where it rejects. An execution may be put away more than once: by several workers, or where one died in between.
   */
  readonly archive?: (execution: ArchivedExecution) => Promise<void>
}

/** All that is known of an execution that has ended, as JSON. */
export interface ArchivedExecution {
  /** The version of this form. */
  readonly v: 1
  readonly execution: ExecutionDescription
  /** Its whole history, as AWS has it. */
  readonly history: readonly HistoryEvent[]
}

const unitMs = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/**
 * Milliseconds.
 * @throws {EngineError} `LIMIT_INVALID`
 */
export function retentionMs({ after }: Retention): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(after) ?? []
  if (number === undefined || unit === undefined) {
    throw new EngineError({
      code: "LIMIT_INVALID",
      message: `Executions cannot be kept for '${after}'.`,
      hint: "Write a number and a unit: `30d`, `12h`, `45m`, `90s`.",
    })
  }
  return Number(number) * unitMs[unit as keyof typeof unitMs] // by the pattern
}
