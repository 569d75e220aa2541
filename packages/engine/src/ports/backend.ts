import type { DeadLetters } from "./dead-letters.ts"
import type { Documents } from "./documents.ts"
import type { Executions } from "./executions.ts"
import type { Inbox } from "./inbox.ts"
import type { Plans } from "./plans.ts"
import type { Sessions } from "./sessions.ts"

/**
 * Where executions are stored and shared out: one set of small ports over one store.
 *
 * Every text that a backend is handed (headers, facts, messages, checkpoints, bodies) is opaque to it: it keeps it and
 * hands back the same characters. A call that rejected may or may not have been carried out; every call is made so
 * that doing it again, or reading what is stored, tells which. `backendContract` from `@stepwright/engine/testing` is
 * what every backend must pass.
 */
export interface Backend {
  /** `memory`, `sqlite`, …: for messages. */
  readonly name: string
  readonly capabilities: BackendCapabilities
  readonly plans: Plans
  readonly executions: Executions
  readonly sessions: Sessions
  readonly inbox: Inbox
  readonly deadLetters: DeadLetters
  readonly documents: Documents
  /** Ends every session and lets go of the storage. Idempotent; every other call then rejects `BACKEND_CLOSED`. */
  close(): Promise<void>
}

/** What a backend can do beyond the contract. */
export interface BackendCapabilities {
  /** What was acknowledged survives the end of the process. */
  readonly durable: boolean
  /** Several processes may use the store at once; a client may then have to poll for what others did. */
  readonly shared: boolean
  /**
   * Nothing comes between a worker and the store: no tick fails, and no session ends but by its own worker or with the
   * store, which ends with the process. A worker's orders need not wait for the commit of what led to them. Default:
   * false.
   */
  readonly volatile?: boolean
  /**
   * A worker may send a tick while another of its session is on its way: they are carried out, and answered, in the
   * order of the calls, so that store and worker need not wait for each other. Default: false.
   */
  readonly overlapping?: boolean
}
