import type { HistoryEvent } from "../core/index.ts"
import type { Backend } from "../ports/backend.ts"
import type { Clock } from "../ports/clock.ts"
import type { OpenTaskQueues } from "../ports/task-queues.ts"
import type { Telemetry } from "../ports/telemetry.ts"
import type { Services } from "./handler-context.ts"
import type { LoadedPlan } from "./loaded-plan.ts"
import type { Window } from "./lag-window.ts"
import type { Logger } from "./logger.ts"

/** What a worker is made of. */
export interface WorkerParts {
  /** Names it, for people. */
  readonly name: string
  readonly backend: Backend
  readonly services: Services
  readonly clock: Clock
  readonly logger: Logger
  /** Names of the workflows that it runs. */
  readonly workflows: readonly string[]
  /** Ids of every plan that it can run. */
  readonly planIds: () => Promise<readonly string[]>
  /** Ids of plans that were stored since; undefined where only what was known at first is run. */
  readonly newPlanIds?: (() => Promise<readonly string[]>) | undefined
  readonly planById: (id: string) => LoadedPlan | undefined
  /** The plan by which a child workflow of this name starts. */
  readonly planOf: (machine: string) => LoadedPlan | undefined
  /** The plan by which one starts that only the store knows; undefined where there is none. */
  readonly storedPlanOf?: ((machine: string) => Promise<LoadedPlan | undefined>) | undefined
  /** Whether a child workflow is of the type EXPRESS. */
  readonly isExpress: (machine: string) => boolean
  /** What takes tasks that have a task queue; undefined where every handler is called here. */
  readonly queues?: (() => OpenTaskQueues | undefined) | undefined
  /** How many executions are held in memory at once. */
  readonly window: Window
  /** Pieces of user code that run at once. */
  readonly taskConcurrency: number
  /** Deliveries of one execution without progress before it is parked. */
  readonly maxDeliveries: number
  /** Who observes it; undefined where nobody does. */
  readonly telemetry?: Telemetry | undefined
  /** Executions in the store that nobody can run, as far as is known. */
  readonly unserved: () => number
  /** Jobs of task queues that this process works on; undefined where there are no queues. */
  readonly jobs: () => number | undefined
  readonly onTransition?: ((event: TransitionEvent) => void) | undefined
}

/** One event of an execution's history, as soon as it is durable. */
export interface TransitionEvent {
  readonly execution: string
  readonly workflow: string
  readonly event: HistoryEvent
}
