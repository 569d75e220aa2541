import { fieldLines } from "./field-lines.ts"
import type { Paint } from "./paint.ts"

/** What a worker says of itself when it begins. */
export interface WorkerStarted {
  readonly worker: string
  readonly workflows: readonly string[]
  /** Whether it also runs what was created through the API. */
  readonly stored?: boolean
  /** Task queues: jobs of each that it works on at once, 0 where it only sends; and what their keys begin with. */
  readonly queues?: Readonly<Record<string, number>>
  readonly queuePrefix?: string
  /** Where executions are kept, without passwords. */
  readonly store: string
  /** What that store may lose, in words; absent where it loses nothing that it acknowledged. */
  readonly mayLose?: string
  /** Where probes and Prometheus look. */
  readonly monitor?: string
}

/** The same for people. */
export function startedLines(
  { worker, workflows, stored, queues, queuePrefix, store, mayLose, monitor }: WorkerStarted,
  paint: Paint,
): string {
  const runs = [...workflows, ...(stored === true ? ["what is created through the API"] : [])]
  return fieldLines(
    [
      ["worker", worker],
      ["runs", runs.length === 0 ? undefined : runs.join(", ")],
      ["queues", queues === undefined ? undefined : queuesText(queues, queuePrefix)],
      ["store", store],
      ["may lose", mayLose],
      ["shows", monitor === undefined ? undefined : `${monitor}/healthz /readyz /metrics`],
      ["stops", "on SIGTERM or Ctrl-C, once its handlers have ended"],
    ],
    paint,
  )
}

function queuesText(queues: Readonly<Record<string, number>>, prefix = ""): string {
  const each = Object.entries(queues).map(([name, jobs]) =>
    jobs === 0 ? `${name} (sends)` : `${name} (${jobs} at once)`,
  )
  return `${each.length === 0 ? "serves none" : each.join(", ")}; prefix ${prefix}`
}
