import type { Durability } from "@stepwright/adapters/redis"

import type { FaultKind } from "./faults.ts"
import type { Topology } from "./servers.ts"

/** What `docs/guarantees.md` promises of a topology in a mode. */
export interface Promises {
  /** Nothing that was acknowledged may be gone but in these. */
  readonly windows: readonly LossWindow[]
  /** Milliseconds in which what a killed worker had in flight goes on. */
  readonly recoveryMs: number
}

/** When what was acknowledged may be gone after a fault: a row of the table of losses in `docs/guarantees.md`. */
export interface LossWindow {
  readonly modes: readonly Durability[]
  /** Undefined: any. */
  readonly topology: Topology | undefined
  readonly kinds: readonly FaultKind[]
  /** Milliseconds before the fault began. */
  readonly beforeMs: number
  /** `struck`: the server is gone. `over`: all sentinels agree on the primary again, and the other server follows it. */
  readonly until: "struck" | "over"
}

const replaced: readonly FaultKind[] = [
  "failover",
  "failover-crash",
  "failover-behind",
  "split",
  "redis-kill",
  "redis-stop",
  "debug-sleep",
]

export const lossWindows: readonly LossWindow[] = [
  // Redis postpones a write to its file for as long where a sync of that is slow.
  { modes: ["fast"], topology: undefined, kinds: ["redis-kill", "node-loss"], beforeMs: 2000, until: "struck" },
  // What a replica may be behind, and what an old primary takes that does not know yet that it is one.
  { modes: ["fast", "fsync"], topology: "sentinel", kinds: replaced, beforeMs: 1000, until: "over" },
]

export function promisesOf(topology: Topology, mode: Durability, leaseMs: number): Promises {
  const windows = lossWindows.filter(
    (window) => window.modes.includes(mode) && (window.topology ?? topology) === topology,
  )
  return { recoveryMs: leaseMs + 1000, windows }
}
