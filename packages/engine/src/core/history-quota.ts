import type { Failure } from "./failure.ts"
import type { ExecutionHeader } from "./header.ts"
import { isExpress } from "./express.ts"
import type { Machine } from "./machine.ts"

/** The last event that an execution's history may have is to be written, and is none that ends it. */
export class HistoryFull extends Error {
  override readonly name = "HistoryFull"
  /** The event that it would have followed. */
  readonly previous: number

  constructor(previous: number) {
    super("the history has room for the execution's end alone")
    this.previous = previous
  }
}

const ends: ReadonlySet<string> = new Set([
  "ExecutionSucceeded",
  "ExecutionFailed",
  "ExecutionAborted",
  "ExecutionTimedOut",
])

/** Whether an event of this type may be the last that a full history takes. */
export function endsExecution(type: string): boolean {
  return ends.has(type)
}

/** How many events an execution's history may have; one of the type EXPRESS has none in the service. */
export function mostEvents(machine: Machine, header: ExecutionHeader): number {
  const { historyEvents } = machine.limits
  return historyEvents === Infinity || isExpress(machine, header) ? Infinity : historyEvents
}

/** What an execution fails with whose history is full. */
export function historyFull(most: number): Failure {
  return {
    error: "States.Runtime",
    cause: `The execution reached the maximum number of history events (${most}).`,
  }
}
