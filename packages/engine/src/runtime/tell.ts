import type { HistoryEvent } from "../core/index.ts"
import type { Owned } from "./owned.ts"
import type { WorkerParts } from "./worker-parts.ts"

/** Tells whoever watches of an execution's new events. What it throws is logged. */
export function tell(
  { onTransition, logger }: Pick<WorkerParts, "onTransition" | "logger">,
  owned: Owned,
  events: readonly HistoryEvent[],
): void {
  if (onTransition === undefined) return
  for (const event of events) {
    try {
      onTransition({ execution: owned.id, workflow: owned.plan.name, event })
    } catch (error) {
      logger.error("onTransition threw", { execution: owned.id, event: event.type, error })
    }
  }
}
