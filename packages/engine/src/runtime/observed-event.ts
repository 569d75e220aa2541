import type { HistoryEvent } from "../core/index.ts"
import type { ObservedEvent } from "../ports/telemetry.ts"

/** A frame, as far as an event is placed by it. */
interface Place {
  readonly id: number
  readonly parent: number
  readonly seq: number
}

/** An event with its place, read off the frame while it stands where the event left it. */
export function observedEvent(event: HistoryEvent, frame: Place | undefined): ObservedEvent {
  if (frame === undefined) return { event, frame: -1, parent: -1, seq: 0 }
  // An attempt is numbered when it is waited for, right after it was scheduled and started.
  const begins = /^(?:Task|LambdaFunction)(?:Scheduled|Started)$/.test(event.type)
  return { event, frame: frame.id, parent: frame.parent, seq: begins ? frame.seq + 1 : frame.seq }
}
