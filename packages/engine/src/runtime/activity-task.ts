import { keyPart } from "./key-part.ts"

/** The key of what is known of an activity of this name. */
export function activityKey(name: string): string {
  return `activity/${keyPart(name)}`
}

/** What the keys of an activity's waiting tasks begin with. */
export function tasksOf(name: string): string {
  return `activity-task/${keyPart(name)}/`
}

/** A task as it waits for an activity's worker. A stored format. What it is about stands in the execution's journal. */
export interface OfferedTask {
  readonly execution: string
  readonly token: string
  /** When a worker was about to take it, in milliseconds since 1970. */
  readonly takenAt?: number
}

/** The name in an activity's ARN; the text itself where it is none. */
export function activityName(resource: string): string {
  return /:activity:(.+)$/.exec(resource)?.[1] ?? resource
}
