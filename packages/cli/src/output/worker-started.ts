import { fieldLines } from "./field-lines.ts"
import type { Paint } from "./paint.ts"

/** What a worker says of itself when it begins. */
export interface WorkerStarted {
  readonly worker: string
  readonly workflows: readonly string[]
  /** Where executions are kept, without passwords. */
  readonly store: string
  /** What that store may lose, in words; absent where it loses nothing that it acknowledged. */
  readonly mayLose?: string
  /** Where probes and Prometheus look. */
  readonly monitor?: string
}

/** The same for people. */
export function startedLines({ worker, workflows, store, mayLose, monitor }: WorkerStarted, paint: Paint): string {
  return fieldLines(
    [
      ["worker", worker],
      ["runs", workflows.join(", ")],
      ["store", store],
      ["may lose", mayLose],
      ["shows", monitor === undefined ? undefined : `${monitor}/healthz /readyz /metrics`],
      ["stops", "on SIGTERM or Ctrl-C, once its handlers have ended"],
    ],
    paint,
  )
}
