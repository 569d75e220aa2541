import type { Place } from "../backends/backend.ts"
import type { Contestant, Probe } from "../contestant.ts"
import type { Options, WorkloadName } from "../options.ts"

/** One who takes part, before it is started. */
export interface Entry {
  readonly name: string
  /** What a reader must know to judge the figures. */
  readonly settings: string
  readonly ours: boolean
  readonly workloads: readonly WorkloadName[]
  /** Needs a Redis of its own. */
  readonly redis: boolean
  /** Several processes may work on one store. */
  readonly shared: boolean
  /** How many executions let its code be compiled before the rounds that count. */
  readonly warmUp: number
  /** Starts it in this process. */
  readonly open: (place: Place, options: Options, probe: Probe) => Promise<Contestant>
}
