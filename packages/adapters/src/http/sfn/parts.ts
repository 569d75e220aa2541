import type { Backend, Client, Clock, Home, TestStateOptions } from "@stepwright/engine"

import type { StoredActivity } from "./store/activity.ts"
import type { Definitions } from "./store/definitions.ts"
import type { StoredMachine } from "./store/machine.ts"
import type { StoredRedrives } from "./store/redrives.ts"
import type { TypedDocuments } from "./store/typed-documents.ts"

/** What operations work with. */
export interface Parts {
  readonly backend: Backend
  readonly client: Client
  readonly clock: Pick<Clock, "now">
  readonly region: string
  readonly account: string
  /** What its ARNs begin with. */
  readonly home: Home
  readonly machines: TypedDocuments<StoredMachine>
  readonly definitions: Definitions
  readonly activities: TypedDocuments<StoredActivity>
  readonly redrives: TypedDocuments<StoredRedrives>
  /** Answers TestState's Tasks that are not mocked. */
  readonly callTask: TestStateOptions["call"]
  /** What workers serve; undefined where that is not asked for at creation. */
  readonly served: readonly string[] | undefined
}

/** Times as the protocol writes them. */
export function seconds(ms: number): number {
  return ms / 1000
}
