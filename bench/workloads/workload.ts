import type { Options } from "../options.ts"
import type { Team } from "../team/team.ts"

/** The figures of one round, by column. */
export type Sample = Readonly<Record<string, number>>

export interface Column {
  readonly key: string
  readonly title: string
  /** Digits behind the point. */
  readonly digits: number
}

export interface Compared {
  readonly key: string
  readonly better: "more" | "less"
}

/** How a contestant is measured. */
export interface Workload {
  /** What happens, for the head of the table. */
  describe(options: Options): string
  readonly columns: readonly Column[]
  /** The columns that contestants are compared by, and which is better. */
  readonly compared: readonly Compared[]
  /** Whether each round begins with new processes and an empty store. */
  readonly anew: boolean
  /** What runs before the rounds that count. */
  warmUp(team: Team, options: Options): Promise<void>
  round(team: Team, options: Options): Promise<Sample>
}
