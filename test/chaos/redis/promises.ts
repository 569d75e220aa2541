import type { Durability } from "@stepwright/adapters/redis"

import type { FaultKind } from "./faults.ts"
import type { Topology } from "./servers.ts"

/** What `docs/guarantees.md` promises of a topology in a mode. */
export interface Promises {
  /**
   * Milliseconds before a fault in which what was acknowledged may be gone afterwards; undefined where nothing may be.
   * Until the fault is over, and a moment more, it may be so as well.
   */
  readonly windowMs: (fault: FaultKind) => number | undefined
  /** Milliseconds in which what a killed worker had in flight goes on. */
  readonly recoveryMs: number
}

/** Redis postpones a write to its file for as long where a sync of that is slow. */
const slowSyncMs = 2000
/** What a replica may be behind. */
const lagMs = 1000

const replaced: readonly FaultKind[] = ["failover", "failover-crash", "redis-kill", "redis-stop", "debug-sleep"]

export function promisesOf(topology: Topology, mode: Durability, leaseMs: number): Promises {
  return {
    recoveryMs: leaseMs + 1000,
    windowMs(fault) {
      if (topology === "sentinel" && mode !== "replicated" && replaced.includes(fault)) return lagMs + slowSyncMs
      return mode === "fast" && fault === "redis-kill" ? slowSyncMs : undefined
    },
  }
}
