import { wake } from "../single-process/wake.ts"
import type { FreshStarts } from "./fresh-starts.ts"
import type { Keys } from "./keys.ts"
import type { PlanNames } from "./plan-names.ts"
import type { Server } from "./server.ts"
import type { Session } from "./session.ts"

/** A deployment, and what this process knows beside it. */
export interface Store {
  readonly server: Server
  readonly keys: Keys
  readonly plans: PlanNames
  readonly sessions: Map<string, Session>
  readonly fresh: FreshStarts
  /** Whether one script may reach every partition: not on a cluster. */
  readonly whole: boolean
  /** Milliseconds without a sign of life after which a session ends. */
  readonly leaseMs: number
  /** Timers go by the times that callers tell: for tests. */
  readonly callersClock: boolean
  /** Bytes of what executions hold that a tick hands out at most, more or less; at least one execution. */
  readonly tickBytes: number
}

/** Something may be waiting in a partition: its sessions here look there with their next tick. */
export function hint(store: Store, partition: number): void {
  for (const session of store.sessions.values()) tell(session, partition)
}

/**
 * A session has looked into a partition, and may have changed what the others of this process know of it.
 * @param more - It has left something that they may have room for.
 */
export function looked(store: Store, who: Session, partition: number, more: boolean): void {
  if (store.sessions.size === 1) return
  for (const session of store.sessions.values()) {
    if (session === who) continue
    if (more) tell(session, partition)
    else session.views[partition]?.look()
  }
}

function tell(session: Session, partition: number): void {
  session.views[partition]?.look()
  call(session)
}

/** Has a session tick, once the ticks that are under way have been answered. */
export function call(session: Session): void {
  if (session.ticking) session.hinted = true
  else wake(session)
}
