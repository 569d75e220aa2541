import type { ObservedEvent } from "../ports/telemetry.ts"
import type { Owned } from "./owned.ts"
import type { WorkerParts } from "./worker-parts.ts"

/** Tells whoever watches of an execution's new events. What `onTransition` throws is logged. */
export function tell(
  { onTransition, logger }: Pick<WorkerParts, "onTransition" | "logger">,
  owned: Owned,
  events: readonly ObservedEvent[],
): void {
  if (events.length === 0) return
  owned.observer?.happened(events)
  if (onTransition === undefined) return
  for (const { event } of events) {
    try {
      onTransition({ execution: owned.id, workflow: owned.plan.name, event })
    } catch (error) {
      logger.error("onTransition threw", { execution: owned.id, event: event.type, error })
    }
  }
}
