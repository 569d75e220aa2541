import type { Client } from "@stepwright/engine"

/** An engine that runs the orders, wherever its workers are. */
export interface Running {
  readonly engine: Client
  /** Where it keeps them, in words. */
  readonly where: string
  readonly close: () => Promise<void>
}
