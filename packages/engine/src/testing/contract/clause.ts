import type { Backend } from "../../ports/index.ts"
import type { Stage } from "./stage.ts"

/** A fresh, empty backend, and a way to find again what it stored. */
export interface MadeBackend {
  readonly backend: Backend
  /** Closes the backend and opens what it stored. Required of a durable one. */
  readonly reopen?: () => Promise<Backend>
}

/** Makes one for a clause, which closes it. */
export type MakeBackend = () => MadeBackend | Promise<MadeBackend>

/** One promise of the ports, as something that can fail. */
export interface Clause {
  /** A sentence that would make sense in the ports' comments. */
  readonly name: string
  /**
   * `durable`: for backends that can be reopened. `unshared`: for those that one process has to itself. `overlapping`: for
   * those that take a tick while another is on its way.
   */
  readonly needs?: "durable" | "unshared" | "overlapping"
  /** Rejects where the promise is broken. */
  readonly check: (stage: Stage) => Promise<void>
}
